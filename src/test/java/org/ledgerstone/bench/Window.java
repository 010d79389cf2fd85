package org.ledgerstone.bench;

import java.util.Map;
import java.util.Optional;

/**
 * What the generator has to say of one turn.
 *
 * @param cpu what everybody used meanwhile
 */
record Window(Load.Result result, Measurement.Cpu cpu) {

  /**
   * As a rate.
   *
   * @param nanos how long it took
   */
  Measurement measurement(long nanos) {
    return new Measurement(
        result.accepted() * 1e9 / nanos,
        result.p50Micros() / 1e3,
        result.p99Micros() / 1e3,
        result.silentMicros() / 1e3,
        result.accepted(),
        cpu,
        note(),
        Optional.empty());
  }

  private String note() {
    var note = result.pushedBack() == 0 ? "" : result.pushedBack() + " times busy";
    if (result.ranOut()) {
      note += (note.isEmpty() ? "" : ", ") + "stock ran out";
    }
    return note;
  }

  /**
   * The same of requests that came when they were due.
   *
   * @param sealed meanwhile
   * @param steps how long each step of an admission took at most, in milliseconds
   */
  Measurement paced(LedgerTables.Sealed sealed, Map<String, Double> steps) {
    return measurement(result.sendNanos())
        .with(
            new Waits(
                result.p999Micros() / 1e3,
                result.maxMicros() / 1e3,
                result.silentMicros() / 1e3,
                result.lateMicros() / 1e3,
                sealed.blocks(),
                sealed.perBlock(),
                steps));
  }
}
