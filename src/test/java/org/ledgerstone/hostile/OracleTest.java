package org.ledgerstone.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ledgerstone.Server;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/** That the judges of hostile input bite. */
class OracleTest {

  private static Case sent(String body, int status, String code) {
    return new Case(
        "planted",
        "POST /api/v1/transactions",
        "a case",
        "POST",
        "/api/v1/transactions",
        List.of("Content-Type: application/json"),
        body,
        Map.of(),
        Optional.empty(),
        new Case.Answer(status, code, ""));
  }

  @Test
  void seesWhatIsNotAsTheTableSays() {
    try (var node = HttpNode.start(TestDatabase.Kind.H2)) {
      var oracle = new Oracle(node);
      assertThat(oracle.refuses(sent("{}", 400, "MALFORMED"))).isEmpty();
      assertThat(oracle.refuses(sent("{}", 422, "MALFORMED")).orElseThrow()).contains("expected");
      assertThat(oracle.refuses(sent("{}", 400, "OTHER")).orElseThrow()).contains("expected");
      assertThat(oracle.takes(sent("{}", 201, "-")).orElseThrow()).contains("not taken");

      var taken = oracle.refuses(sent("«transfer»", 201, "-")).orElseThrow();
      assertThat(taken).contains("changed", "recorded");
      assertThat(oracle.refuses(sent("«transfer signer=bob»", 422, "SIGNATURE_MISMATCH")))
          .isEmpty();
    }
  }

  @Test
  void seesWhatTellsOfTheInside() {
    for (var told :
        List.of("java.lang.Error", "NullPointerException", "\tat x", "SQL state", "<html>")) {
      assertThat(Oracle.inside(answer(400, told))).as(told).isPresent();
    }
    assertThat(Oracle.inside(answer(500, "{}"))).isPresent();
    assertThat(Oracle.inside(answer(400, "The amount is none."))).isEmpty();
  }

  private static Server.Answer answer(int status, String body) {
    return new Server.Answer(status, Map.of(), body, true);
  }

  /** A parser that does not bear one kind of byte. */
  private record Planted(RuntimeException thrown) implements Parser {

    @Override
    public List<byte[]> seeds() {
      return List.of(new byte[] {'{', '1', '}'});
    }

    @Override
    public boolean reads(byte[] input) {
      if (input.length > 0 && input[0] == '[') {
        throw thrown;
      }
      return input.length > 40 && reads(new byte[0], 0);
    }

    private static boolean reads(byte[] input, int depth) {
      return depth < 0 || reads(input, depth + 1);
    }
  }

  @Test
  void seesWhatAParserThrows() {
    var report = Fuzzing.run(new Planted(new IllegalStateException("planted")), 0, 5_000);
    assertThat(report.findings().keySet())
        .anyMatch(kind -> kind.startsWith("java.lang.IllegalStateException"))
        .anyMatch(kind -> kind.startsWith("java.lang.StackOverflowError"));
    var found = report.findings().values().iterator().next();
    long number = Long.parseLong(found.replaceAll("input ([0-9]+):.*", "$1"));
    var again = Fuzzing.run(new Planted(new IllegalStateException("planted")), number, 1);
    assertThat(again.findings()).hasSize(1);
  }
}
