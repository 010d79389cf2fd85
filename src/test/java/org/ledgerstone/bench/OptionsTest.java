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
  void saysWhichCollectorThePausesAreMeasuredWith() {
    assertThat(of().words()).endsWith("java -Xmx512m; (f) with -XX:+UseZGC");
    assertThat(of("--java-option=-Xmn64m", "--pause-collector=UseG1GC").words())
        .endsWith("java -Xmx512m -Xmn64m; (f) with -Xmn64m -XX:+UseG1GC");
    assertThat(of("--java-option=-XX:+UseSerialGC").words())
        .endsWith("java -Xmx512m -XX:+UseSerialGC; (f) with -XX:+UseSerialGC");
    assertThat(of("--only=batch").words()).endsWith("java -Xmx512m");
  }
}
