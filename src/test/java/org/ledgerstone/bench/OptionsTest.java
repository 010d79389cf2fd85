package org.ledgerstone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OptionsTest {

  private static Options of(String... arguments) {
    var options = new Options();
    new CommandLine(options).parseArgs(arguments);
    return options;
  }

  @Test
  void everyPartAndCurveIsKnownByItsName() {
    for (var subject : Subject.values()) {
      assertThat(of("--only", subject.part()).unknown()).isEmpty();
    }
    assertThat(of("--growth", "--only", "chain,block-size").unknown()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nope", "chain", "batch "})
  void aPartThatThereIsNotIsNamedAndNothingIsMeasured(String part) {
    assertThat(of("--only", "batch," + part).unknown()).containsExactly(part);
    assertThat(Bench.run("--only", "batch," + part)).isEqualTo(2);
  }

  @Test
  void saysWhichCollectorThePausesWereMeasuredWith() {
    assertThat(of().words()).endsWith("java -Xmx512m; in the part pause also -XX:+UseZGC");
    assertThat(of("--java-option=-Xmn64m", "--pause-java-option=-XX:+UseG1GC").words())
        .endsWith("java -Xmx512m -Xmn64m; in the part pause also -XX:+UseG1GC");
  }
}
