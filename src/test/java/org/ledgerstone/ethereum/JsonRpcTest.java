package org.ledgerstone.ethereum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.ethereum.NodeAnswer.Away;
import org.ledgerstone.ethereum.NodeAnswer.Got;
import org.ledgerstone.ethereum.NodeAnswer.Refused;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Whatever a node does, a call to it ends, and with a value. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class JsonRpcTest {

  private static final Duration TIME_MAX = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String SECRET = "a-secret-of-the-owner";

  private static JsonRpc to(String url, Duration max) {
    return new JsonRpc(NodeAddress.parse(url, OptionalInt.empty()).orElseThrow(), max, max);
  }

  private static NodeAnswer<Long> ask(LyingNode node, Duration max) {
    return to(node.url() + "/v3/" + SECRET, max).ask("eth_chainId", List.of(), NodeJson::number);
  }

  private static NodeAnswer<Long> ask(LyingNode node) {
    return ask(node, TIME_MAX);
  }

  private static void isAway(NodeAnswer<?> answer, String why) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Away.class,
            away -> assertThat(away.why()).contains(why).endsWith(".").doesNotContain(SECRET));
  }

  @Test
  void asksAsJsonRpcDoesAtTheWholeUrl() throws IOException {
    try (var node =
        LyingNode.that((call, exchange) -> {
          assertThat(call.get("method").stringValue()).isEqualTo("eth_chainId");
          assertThat(call.get("params").isArray()).isTrue();
          LyingNode.say(200, LyingNode.withId("{\"id\":ID,\"result\":\"0x7a69\"}", call), exchange);
        })) {
      assertThat(ask(node)).isEqualTo(new Got<>(31_337L));
      assertThat(node.paths()).containsExactly("/v3/" + SECRET);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "null",
        "[]",
        "\"0x1\"",
        "<html>502 a-secret-of-the-owner</html>",
        "{}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":null}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":\"no\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":99999999999,\"message\":\"no\"}}",
        "{\"jsonrpc\":\"2.0\",\"result\":\"0x1\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":123456789012,\"result\":\"0x1\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"a-secret-of-the-owner\",\"result\":\"0x1\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":null}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"1\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"0x\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"0x8000000000000000\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"0xa-secret-of-the-owner\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":{\"a\":\"0x1\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"0x1\"",
      })
  void takesGarbageForNoAnswer(String body) throws IOException {
    try (var node = LyingNode.thatSays(200, body)) {
      isAway(ask(node), "does not answer eth_chainId as one does");
    }
  }

  @Test
  void takesWhatIsNestedWithoutEndForNoAnswer() throws IOException {
    try (var node = LyingNode.thatAnswers("[".repeat(100_000) + "]".repeat(100_000))) {
      isAway(ask(node), "as one does");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 429, 500, 502, 503})
  void takesAnotherStatusForNoAnswer(int status) throws IOException {
    try (var node = LyingNode.thatSays(status, "no project " + SECRET)) {
      isAway(ask(node), "HTTP status " + status);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void goesNowhereElse(int status) throws IOException {
    try (var other = LyingNode.thatAnswers("\"0x1\"");
        var node =
            LyingNode.that((call, exchange) -> {
              exchange.getResponseHeaders().add("Location", other.url() + "/");
              LyingNode.say(status, "", exchange);
            })) {
      isAway(ask(node), "HTTP status " + status);
      assertThat(other.paths()).isEmpty();
    }
  }

  @Test
  void readsNoEndlessAnswer() throws IOException {
    try (var node =
        LyingNode.that((call, exchange) -> {
          exchange.sendResponseHeaders(200, 0);
          var some = "a".repeat(1 << 16).getBytes(UTF_8);
          while (true) {
            exchange.getResponseBody().write(some);
          }
        })) {
      isAway(ask(node), "more than 4194304 bytes");
    }
  }

  @Test
  void readsALargeAnswerThatIsNotTooLarge() throws IOException {
    try (var node = LyingNode.thatAnswers("\"" + "a".repeat(JsonRpc.BYTES_MAX - 1_000) + "\"")) {
      var answer =
          to(node.url(), TIME_MAX).ask("any", List.of(), text -> text.stringValue().length());
      assertThat(answer).isEqualTo(new Got<>(JsonRpc.BYTES_MAX - 1_000));
    }
  }

  @Test
  void waitsForNobodyWithoutEnd() throws Exception {
    var over = new CountDownLatch(1);
    try (var node = LyingNode.that((call, exchange) -> over.await())) {
      isAway(ask(node, SHORT), "in time");
    } finally {
      over.countDown();
    }
  }

  @Test
  void waitsNoLongerForWhoGivesByteByByte() throws Exception {
    var over = new CountDownLatch(1);
    try (var node = LyingNode.that((call, exchange) -> drip(exchange, over))) {
      isAway(ask(node, SHORT), "in time");
    } finally {
      over.countDown();
    }
  }

  private static void drip(HttpExchange exchange, CountDownLatch over)
      throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, 0);
    while (!over.await(20, TimeUnit.MILLISECONDS)) {
      exchange.getResponseBody().write(' ');
      exchange.getResponseBody().flush();
    }
  }

  @Test
  void saysWhoIsNotThere() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    isAway(
        to("http://127.0.0.1:" + port + "/" + SECRET, TIME_MAX)
            .ask("eth_chainId", List.of(), NodeJson::number),
        "cannot be reached");
    try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerPlainly(plain));
      isAway(
          to("https://127.0.0.1:" + plain.getLocalPort() + "/" + SECRET, TIME_MAX)
              .ask("eth_chainId", List.of(), NodeJson::number),
          "no secure connection");
    }
    try (var node =
        LyingNode.that((call, exchange) -> {
          throw new IOException("gone");
        })) {
      isAway(ask(node), "broke off");
    }
  }

  private static void answerPlainly(ServerSocket server) {
    while (true) {
      try (var socket = server.accept()) {
        var _ = socket.getInputStream().read(new byte[2_000]);
        socket.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(UTF_8));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static Refused<Long> refused(String error) throws IOException {
    try (var node =
        LyingNode.thatSays(200, "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":" + error + "}")) {
      return (Refused<Long>) ask(node);
    }
  }

  @Test
  void tellsARefusalWithCodeMessageAndData() throws IOException {
    assertThat(refused("{\"code\":3,\"message\":\"reverted\",\"data\":\"0xDEADbeef\"}"))
        .isEqualTo(new Refused<>(3, "reverted", Optional.of("0xDEADbeef")));
    assertThat(refused("{\"code\":-32601,\"message\":\"no such method\"}"))
        .isEqualTo(new Refused<>(-32601, "no such method", Optional.empty()));
    assertThat(refused("{\"code\":1,\"data\":{\"any\":\"thing\"}}"))
        .isEqualTo(new Refused<>(1, "", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "a\\u0000b, a b",
    "\\u0000\\u0000Broken\\r\\n\\u001b[31m\\u0000, Broken [31m",
    "lone \\ud800 half, lone   half",
    "project a-secret-of-the-owner is unknown, project … is unknown",
    "/v3/a-secret-of-the-owner, …",
  })
  void cleansTheMessage(String said, String kept) throws IOException {
    assertThat(refused("{\"code\":1,\"message\":\"" + said + "\"}").message()).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "😀", "a😀"})
  void cutsTheMessage(String part) throws IOException {
    var message = refused("{\"code\":1,\"message\":\"" + part.repeat(300) + "\"}").message();
    assertThat(message.length()).isBetween(199, 200);
    assertThat(message).endsWith("…");
    assertThat(message.getBytes(UTF_8)).doesNotContain((byte) '?');
    var whole = "a".repeat(200);
    assertThat(refused("{\"code\":1,\"message\":\"" + whole + "\"}").message()).isEqualTo(whole);
  }

  @Test
  void readsNullAsAResult() throws IOException {
    try (var node = LyingNode.thatAnswers("null")) {
      assertThat(to(node.url(), TIME_MAX).ask("any", List.of(), JsonNode::isNull))
          .isEqualTo(new Got<>(true));
    }
  }

  @Test
  void countsConnections() throws IOException {
    try (var node = LyingNode.thatAnswers("\"0x1\"")) {
      var rpc = to(node.url(), TIME_MAX);
      assertThat(rpc.connections()).isZero();
      rpc.ask("any", List.of(), NodeJson::number);
      rpc.ask("any", List.of(), NodeJson::number);
      assertThat(rpc.connections()).isEqualTo(1);
    }
  }

  @Test
  void writesNothingDownEvenIfEverythingIsAskedFor(CapturedOutput output) throws IOException {
    var root = (Logger) LoggerFactory.getLogger("ROOT");
    var before = root.getLevel();
    // The server of this test, which would write down what it was asked.
    ((Logger) LoggerFactory.getLogger("com.sun.net.httpserver")).setLevel(Level.INFO);
    root.setLevel(Level.ALL);
    try (var node = LyingNode.thatAnswers("\"0x1\"")) {
      assertThat(ask(node)).isEqualTo(new Got<>(1L));
    } finally {
      root.setLevel(before);
    }
    assertThat(output.getAll()).doesNotContain(SECRET, "eth_chainId");
  }
}
