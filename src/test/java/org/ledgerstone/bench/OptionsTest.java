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
}
