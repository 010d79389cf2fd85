package org.ledgerstone.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is asked of the service, and whether it is reached. */
final class Targets {

  /**
   * One mark.
   *
   * @param by what the rate is divided by; the rate itself counts where that is the subject again
   */
  private record Mark(String name, Subject subject, Subject by, double least) {}

  /** A mark that could be looked at. */
  record Verdict(String name, Series.Spread found, Bound bound) {
    boolean reached() {
      return bound.reachedBy(found);
    }
  }

  /**
   * What is asked for.
   *
   * @param atMost whether it must not be exceeded, in no turn; otherwise the median is to reach it
   */
  record Bound(double mark, boolean atMost) {
    boolean reachedBy(Series.Spread found) {
      return atMost ? found.most() <= mark : found.median() >= mark;
    }
  }

  private static final double PAUSE_MILLIS = 50;

  private static final List<Mark> MARKS =
      List.of(
          new Mark("batches / (b) uniform", Subject.BATCH, Subject.FUNCTION, 1.3),
          new Mark("batches / (a)", Subject.BATCH, Subject.TPCB, 4),
          new Mark("batches / (c)", Subject.BATCH, Subject.RECOVERY, 0.45),
          new Mark("batches / (c), next mark", Subject.BATCH, Subject.RECOVERY, 0.55),
          new Mark("hot sender / own uniform", Subject.BATCH_HOT_SENDER, Subject.BATCH, 0.95),
          new Mark("hot receiver / own uniform", Subject.BATCH_HOT_RECEIVER, Subject.BATCH, 0.95),
          new Mark("hot sender / (b) hot", Subject.BATCH_HOT_SENDER, Subject.FUNCTION_HOT, 5),
          new Mark("hot receiver / (b) hot", Subject.BATCH_HOT_RECEIVER, Subject.FUNCTION_HOT, 5),
          new Mark("single requests per second", Subject.SINGLE, Subject.SINGLE, 5000),
          new Mark("single requests / (b) uniform", Subject.SINGLE, Subject.FUNCTION, 0.4),
          new Mark("balance / pgbench -S", Subject.READ, Subject.SELECT, 0.25));

  private Targets() {}

  /** The verdicts on what has been measured. */
  static List<Verdict> judge(Map<Subject, Series> measured) {
    var verdicts = new ArrayList<Verdict>();
    for (var mark : MARKS) {
      var series = measured.get(mark.subject());
      var by = measured.get(mark.by());
      if (series != null && by != null) {
        var found = series == by ? series.rates() : series.by(by);
        verdicts.add(new Verdict(mark.name(), found, new Bound(mark.least(), false)));
      }
    }
    var paced = measured.get(Subject.PAUSE_SEALING);
    if (paced != null) {
      var bound = new Bound(PAUSE_MILLIS, true);
      verdicts.add(new Verdict("p99.9 while sealing, ms", paced.ofWaits(Waits::p999Millis), bound));
      verdicts.add(
          new Verdict("longest while sealing, ms", paced.ofWaits(Waits::longestMillis), bound));
      verdicts.add(
          new Verdict("pause while sealing, ms", paced.ofWaits(Waits::silentMillis), bound));
    }
    return verdicts;
  }
}
