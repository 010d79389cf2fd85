package org.ledgerstone.ledger.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ledgerstone.Server;
import org.ledgerstone.Server.Answer;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TableContents;
import org.ledgerstone.testing.TestDatabase;

/**
 * Whatever bytes come in: a refusal with its code comes out, nothing of the inside is told, and no
 * row of any table is changed. The cases are in {@link BadInput}.
 */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadInputTest {

  @Parameter TestDatabase.Kind kind;

  private HttpNode node;
  private TableContents before;

  @BeforeParameterizedClassInvocation
  void start() {
    node = HttpNode.start(kind);
    node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1);
    node.generate();
    node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1);
    before = node.contents();
  }

  @AfterParameterizedClassInvocation
  void stop() {
    node.close();
  }

  private Answer send(BadInput input) {
    return Server.send(node.uri("/").getPort(), input.request(node.uri("/").getAuthority()));
  }

  /** The bodies are signed for the ledger of every {@link HttpNode}, which is always the same. */
  static Stream<BadInput> api() {
    return BadInput.api();
  }

  static Stream<BadInput> firstDocument() {
    return BadInput.firstDocument();
  }

  static Stream<BadInput> http() {
    return BadInput.http();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"api", "http"})
  void isRefusedWithAProblem(BadInput input) {
    var answer = send(input);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(input.status());
    if (!input.method().equals("HEAD")) {
      assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
      assertThat(answer.code()).as(answer.body()).isEqualTo(input.code());
      assertThat(answer.body())
          .startsWith("{\"type\":\"urn:ledgerstone:problem:" + input.code() + "\",\"title\":\"")
          .contains("\"status\":" + input.status() + ",", "\"detail\":\"", "\"instance\":\"/");
    }
    assertNothingHappened(answer);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("firstDocument")
  void isRefusedAsTheFirstDocumentDoes(BadInput input) {
    var answer = send(input);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(input.status());
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body()).startsWith("{\"success\":false,\"error\":\"").endsWith("\"}");
    assertNothingHappened(answer);
  }

  private void assertNothingHappened(Answer answer) {
    assertThat(answer.body())
        .doesNotContainIgnoringCase("exception")
        .doesNotContain("java.", "org.springframework", "org.ledgerstone", "jackson", "<html")
        .doesNotContain("\tat ", "SQL", "jdbc");
    assertThat(node.contents()).isEqualTo(before);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void aGoodRequestOfTheSameMakeIsTaken() {
    for (var good : BadInput.good()) {
      // What makes the others fail is therefore what is wrong with them.
      var answer = send(good);
      assertThat(answer.status()).as(good + ": " + answer).isEqualTo(good.status());
    }
  }

  @Test
  void aBodyThatIsBrokenOffChangesNothing() {
    var whole = new String(BadInput.transfer().getBytes(UTF_8), ISO_8859_1);
    var request =
        "POST /api/v1/transactions HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + whole.length()
            + "\r\n\r\n"
            + whole.substring(0, whole.length() - 1);
    try (var socket = new Socket("127.0.0.1", node.uri("/").getPort())) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      socket.setSoTimeout(20_000);
      var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400").contains("MALFORMED");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(node.contents()).isEqualTo(before);
  }
}
