package org.ledgerstone.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ledgerstone.Server;
import org.ledgerstone.hostile.JsonTestSuite.File;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TableContents;
import org.ledgerstone.testing.TestDatabase;

/**
 * JSONTestSuite against the two readers of JSON: of one body, and of a batch as it comes. JSON is
 * read, and then refused for what it is not; what is no JSON is refused as that.
 */
class JsonTestSuiteTest {

  /** JSON that could mean two things, or nothing: a name twice, U+0000. RFC 8259 lets us. */
  private static final Set<String> REFUSED_ON_PURPOSE =
      Set.of(
          "y_object_duplicated_key",
          "y_object_duplicated_key_and_value",
          "y_object_escaped_null_in_key",
          "y_string_null_escape");

  /** Of no length, so that the list around them is well-formed. */
  private static final Set<String> NOTHING = Set.of("n_structure_no_data", "n_single_space");

  private static HttpNode node;
  private static TableContents before;

  @BeforeAll
  static void start() {
    node = HttpNode.start(TestDatabase.Kind.H2);
    before = node.contents();
  }

  @AfterAll
  static void stop() {
    assertThat(node.contents()).isEqualTo(before);
    node.close();
  }

  private static Server.Answer post(String path, String body) {
    return Server.send(
        node.uri("/").getPort(),
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json"
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static boolean isReadable(Server.Answer answer) {
    return !answer.body().contains("no JSON that can be read")
        && !answer.body().contains("The body")
        && !answer.body().contains("there twice")
        && !answer.body().contains("U+0000")
        && !answer.body().contains("surrogate");
  }

  @Test
  void ofOneBody() {
    var files = JsonTestSuite.files();
    assertThat(files).hasSize(318);
    for (var file : files) {
      var answer = post("/api/v1/transactions", file.bytes());
      assertThat(answer.status()).as(file.name() + ": " + answer).isIn(400, 413);
      assertThat(answer.code()).as(file.name()).isIn("MALFORMED", "BODY_TOO_LARGE");
      if (file.isNone()) {
        assertThat(isReadable(answer)).as(file.name() + ": " + answer).isFalse();
      }
    }
  }

  @Test
  void ofABatch() {
    for (var file : JsonTestSuite.files()) {
      var answer = post("/api/v1/transactions/batch", "{\"transactions\":[" + file.bytes() + "]}");
      assertThat(answer.status()).as(file.name() + ": " + answer).isIn(expected(file));
      if (answer.status() == 200 && !NOTHING.contains(file.name())) {
        assertThat(answer.body()).as(file.name()).contains("\"accepted\":0,\"refused\":1,");
      }
    }
  }

  private static Set<Integer> expected(File file) {
    if (NOTHING.contains(file.name())) {
      return Set.of(200);
    }
    if (file.isNone() || REFUSED_ON_PURPOSE.contains(file.name())) {
      return Set.of(400);
    }
    return file.isJson() ? Set.of(200) : Set.of(200, 400);
  }
}
