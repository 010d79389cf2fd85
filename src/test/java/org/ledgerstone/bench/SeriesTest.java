package org.ledgerstone.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesTest {

  private static Series of(Subject subject, double... rates) {
    var series = new Series(new Part(subject, "", seconds -> rate(0)));
    for (double rate : rates) {
      series.add(rate(rate));
    }
    return series;
  }

  private static Measurement rate(double rate) {
    return new Measurement(rate, 1, 2, 3, Measurement.Cpu.NONE, "");
  }

  @Test
  void takesTheMiddleOfAnOddNumber() {
    assertThat(of(Subject.BATCH, 30, 10, 20).rates()).isEqualTo(new Series.Spread(10, 20, 30));
  }

  @Test
  void takesTheMeanOfTheTwoInTheMiddle() {
    assertThat(of(Subject.BATCH, 40, 10, 20, 30).rates()).isEqualTo(new Series.Spread(10, 25, 40));
  }

  @Test
  void dividesTurnByTurn() {
    var service = of(Subject.BATCH, 10, 40, 90);
    var other = of(Subject.TPCB, 10, 20, 30);
    assertThat(service.by(other)).isEqualTo(new Series.Spread(1, 2, 3));
  }

  @Test
  void reachesAMarkFromBelowOnly() {
    var measured =
        Map.of(
            Subject.BATCH, of(Subject.BATCH, 13),
            Subject.FUNCTION, of(Subject.FUNCTION, 10),
            Subject.SINGLE, of(Subject.SINGLE, 4999));
    assertThat(Targets.judge(measured))
        .extracting(Targets.Verdict::name, Targets.Verdict::reached)
        .containsExactly(
            tuple("batches / (b) uniform", true),
            tuple("single requests per second", false),
            tuple("single requests / (b) uniform", true));
  }

  @Test
  void aWaitMustNotBeTooLongInAnyTurn() {
    var paced = new Series(new Part(Subject.PAUSE_SEALING, "", seconds -> rate(0)));
    paced.add(rate(1).with(new Waits(30, 50, 50, 0, 1, 1, Map.of())));
    paced.add(rate(1).with(new Waits(20, 49, 20, 0, 1, 1, Map.of())));
    assertThat(verdictsOn(paced)).containsExactly(true, true, true);
    paced.add(rate(1).with(new Waits(40, 50.1, 50, 0, 1, 1, Map.of())));
    assertThat(verdictsOn(paced)).containsExactly(true, false, true);
    paced.add(rate(1).with(new Waits(40, 60, 50.1, 0, 1, 1, Map.of())));
    assertThat(verdictsOn(paced)).containsExactly(true, false, false);
  }

  private static List<Boolean> verdictsOn(Series paced) {
    return Targets.judge(Map.of(Subject.PAUSE_SEALING, paced)).stream()
        .map(Targets.Verdict::reached)
        .toList();
  }

  @Test
  void saysNothingOfWhatWasNotMeasured() {
    assertThat(Targets.judge(Map.of(Subject.BATCH, of(Subject.BATCH, 1)))).isEmpty();
  }
}
