package org.ledgerstone.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.testing.Figures;

/**
 * Parsers under mutated input: each refuses as it declares, or reads; nothing else is thrown, and
 * none takes a second. {@code -Dfuzz.inputs=1000000} for the long run, {@code -Dfuzz.first} to
 * begin at another input, such as the one of a finding.
 */
class ParserFuzzTest {

  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 20_000);
  private static final long FIRST = Long.getLong("fuzz.first", 0);

  @ParameterizedTest
  @EnumSource(Target.class)
  void readsOrRefuses(Target target) {
    var parser = target.parser();
    for (var seed : parser.seeds()) {
      assertThat(parser.reads(seed)).as(new String(seed, UTF_8)).isTrue();
    }
    var report = Fuzzing.run(parser, FIRST, INPUTS);
    System.out.println(target + ": " + report);
    Figures.tried(Figures.Of.MUTATION, target, INPUTS, report.findings().size());
    assertThat(report.findings()).isEmpty();
    if (INPUTS > 1) {
      assertThat(report.read()).isBetween(1, INPUTS - 1);
    }
  }
}
