package org.ledgerstone.ledger.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.json.JsonMapper;

/** Batches that are too large, too slow or too many: they are refused and disturb nobody. */
@TestInstance(Lifecycle.PER_CLASS)
class BatchLimitsTest {

  private static final String BATCH = "/api/v1/transactions/batch";
  private static final Duration BODY_TIME = Duration.ofSeconds(2);
  private static final Duration PAUSE = BODY_TIME.dividedBy(2);
  private static final String CONNECTION_TIME = "SERVER_TOMCAT_CONNECTIONTIMEOUT";
  private static final int BYTES_MAX = 16 << 20;

  /** Its refusal is long, so that all of them are more than any socket takes by itself. */
  private static final String TOLD_AT_LENGTH =
      "{\"kind\":\"transfer\",\"" + "\\\"".repeat(250) + "\":1}";

  /** Long before those who send slowly would come to their end, however busy the machine is. */
  private static final Duration SOON = Duration.ofSeconds(25);

  private HttpNode node;

  /** One that waits for bodies no longer than this takes to tell. */
  private HttpNode hurried;

  @BeforeAll
  void start() {
    var brief = BODY_TIME.toSeconds() + "s";
    node = start(Map.of("SERVER_TOMCAT_KEEPALIVETIMEOUT", brief, CONNECTION_TIME, brief));
    hurried = start(Map.of("LEDGER_BODY_TIME", brief, CONNECTION_TIME, brief));
  }

  private static HttpNode start(Map<String, String> settings) {
    return HttpNode.start(
        TestDatabase.Kind.H2,
        BlockFixture.OPERATOR,
        BlockFixture.genesis(draft -> draft.intervalMillis = 1),
        settings);
  }

  @AfterAll
  void stop() {
    node.close();
    hurried.close();
  }

  private static String items(String item, int count) {
    return "{\"transactions\":["
        + IntStream.range(0, count).mapToObj(i -> item).collect(Collectors.joining(","))
        + "]}";
  }

  /** A batch with something in it that is taken, from an account of its own each time. */
  private static void assertOthersAreServed(HttpNode node) {
    var draft = node.draft(BlockFixture.ALICE);
    draft.amount = 1;
    var json = new JsonMapper().writeValueAsString(Wire.order(draft.order()));
    long began = System.nanoTime();
    node.post(BATCH, "{\"transactions\":[" + json + "]}").with(200);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
  }

  // How many.

  @Test
  void takesTenThousandAndNotOneMore() {
    var good =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "{\"kind\":\"post\",\"author\":\"A\",\"content\":\"%d\"}".formatted(i))
            .collect(Collectors.joining(",", "{\"transactions\":[", ""));
    var before = node.contents();
    node.post(BATCH, good + ",{}]}").isProblem(413, "BATCH_TOO_LARGE");
    node.send(
            "POST",
            BATCH,
            "{}\n".repeat(10_001).getBytes(ISO_8859_1),
            "Content-Type",
            "application/x-ndjson")
        .isProblem(413, "BATCH_TOO_LARGE");
    assertThat(node.contents()).isEqualTo(before);

    var key = "ten thousand";
    var reply = node.post(BATCH, good + "]}", "Idempotency-Key", key).with(200);
    assertThat(reply.json()).containsEntry("accepted", 10_000).containsEntry("refused", 0);
    assertThat(reply.list("results").stream().map(r -> r.get("id")).distinct()).hasSize(10_000);
    var again = node.post(BATCH, good + "]}", "Idempotency-Key", key).with(200);
    assertThat(again.header("Idempotency-Replayed")).hasValue("true");
    assertThat(again.body()).isEqualTo(reply.body());
  }

  // Whose.

  @Test
  void refusesAnybodyElseWhatOnlyAnAdminMayAskFor() {
    try (var closed =
        HttpNode.start(
            TestDatabase.Kind.H2,
            BlockFixture.OPERATOR,
            BlockFixture.genesis(),
            Map.of("LEDGER_SECRET_KEY", "0123456789".repeat(4)))) {
      var signed = new JsonMapper().writeValueAsString(Wire.order(order(closed)));
      var unsigned = signed.replaceFirst(",\"signature\":\"[^\"]*\"", "");
      var reply = closed.post(BATCH, "{\"transactions\":[" + unsigned + "," + signed + "]}");
      assertThat(reply.with(200).json()).containsEntry("accepted", 1).containsEntry("refused", 1);
      assertThat(reply.list("results").getFirst()).containsEntry("code", "TOKEN_MISSING");
    }
  }

  private static Order order(HttpNode closed) {
    return BlockFixture.transfer(
        closed.rules(), BlockFixture.ALICE, BlockFixture.BOB.address(), 1, 0);
  }

  // How large.

  @Test
  void refusesALargeBodyByItsLength() {
    var beginning = new byte[16 * 1024];
    var reply = raw(node, "Content-Length: " + (BYTES_MAX + 1), out -> out.write(beginning));
    assertThat(reply.text()).startsWith("HTTP/1.1 413").contains("BODY_TOO_LARGE");
    assertThat(reply.took()).isLessThan(SOON);
  }

  @Test
  void takesABodyOfTheGreatestLength() {
    var body = items("{}", 3);
    node.post(BATCH, body + " ".repeat(BYTES_MAX - body.length())).with(200);
    node.post(BATCH, body + " ".repeat(BYTES_MAX + 1 - body.length()))
        .isProblem(413, "BODY_TOO_LARGE");
  }

  @Test
  void cutsABodyThatNeverEnds() {
    var sent = new long[1];
    var chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
    var reply =
        raw(
            node,
            "Transfer-Encoding: chunked",
            out -> {
              for (int i = 0; i < 10_000; i++) {
                out.write(chunk.getBytes(ISO_8859_1));
                sent[0] += 0x10000;
              }
            });
    assertThat(sent[0]).isGreaterThanOrEqualTo(BYTES_MAX).isLessThan(4L * BYTES_MAX);
    assertThat(reply.text()).startsWith("HTTP/1.1 413").contains("BODY_TOO_LARGE");
    assertThat(reply.took()).isLessThan(SOON);
    assertOthersAreServed(node);
  }

  // How slow.

  @Test
  void refusesABodyThatComesByteByByte() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = new ArrayList<Future<Raw>>();
      for (int i = 0; i < 60; i++) {
        var framing = i % 2 == 0 ? "Content-Length: 1000000" : "Transfer-Encoding: chunked";
        var piece = i % 2 == 0 ? " " : "1\r\n \r\n";
        // From its beginning, or after so much that its reader waits for the rest.
        var begun = piece.repeat(i < 30 ? 1 : 20_000);
        slow.add(
            threads.submit(() ->
                raw(
                    hurried,
                    framing,
                    out -> {
                      out.write(begun.getBytes(ISO_8859_1));
                      for (int sent = 0; sent < 300; sent++) {
                        out.write(piece.getBytes(ISO_8859_1));
                        Thread.sleep(100);
                      }
                    })));
      }
      assertOthersAreServed(hurried);
      for (var one : slow) {
        var reply = one.get(60, TimeUnit.SECONDS);
        assertThat(reply.text()).startsWith("HTTP/1.1 408").contains("BODY_TOO_SLOW");
        assertThat(reply.took()).isGreaterThan(PAUSE).isLessThan(SOON);
      }
    }
    assertOthersAreServed(hurried);
  }

  @Test
  void refusesABodyThatStops() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var stopped = new LinkedHashMap<String, Future<Raw>>();
      for (var begun :
          List.of("", "{", "{\"transactions\":[{\"a\":\"b", "{\"transactions\":[1],")) {
        for (var before : List.of("", " ".repeat(20_000))) {
          var sent = (before + begun).getBytes(ISO_8859_1);
          stopped.put(
              before.length() + begun,
              threads.submit(() -> raw(hurried, "Content-Length: 100000", out -> out.write(sent))));
        }
      }
      for (var one : stopped.entrySet()) {
        var reply = one.getValue().get(60, TimeUnit.SECONDS);
        assertThat(reply.text())
            .as(one.getKey())
            .startsWith("HTTP/1.1 408")
            .contains("BODY_TOO_SLOW");
        assertThat(reply.took()).as(one.getKey()).isLessThan(SOON);
      }
    }
  }

  @Test
  void refusesWhatThereIsNoRoomFor() throws Exception {
    var many = items("1", 9_999).replace("]}", "");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var holding = new ArrayList<Future<Raw>>();
      var refused = hurried.post(BATCH, items("1", 100));
      for (int i = 0; i < 40 && refused.status() != 429; i++) {
        holding.add(
            threads.submit(() -> raw(hurried, "Content-Length: 1000000", out -> hold(many, out))));
        Thread.sleep(20);
        refused = hurried.post(BATCH, items("1", 100));
      }
      refused.isProblem(429, "TOO_BUSY");
      assertThat(refused.header("Retry-After")).hasValue("1");
      for (var one : holding) {
        assertThat(one.get(60, TimeUnit.SECONDS).text()).containsAnyOf("TOO_SLOW", "TOO_BUSY");
      }
    }
    hurried.post(BATCH, items("1", 10_000)).with(200);
  }

  /** Sends this and then hardly anything, as long as the server listens. */
  private static void hold(String sent, OutputStream out) throws IOException, InterruptedException {
    out.write(sent.getBytes(ISO_8859_1));
    for (int i = 0; i < 100; i++) {
      Thread.sleep(100);
      out.write(' ');
    }
  }

  // Who does not listen.

  @Test
  void leavesAClientThatDoesNotReadItsAnswer() throws Exception {
    var body = items(TOLD_AT_LENGTH, 10_000);
    var request = head("Content-Length: " + body.length()) + body;
    var sockets = new ArrayList<Socket>();
    var taken = new ArrayList<Long>();
    try {
      for (int i = 0; i < 12; i++) {
        var socket = new Socket();
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(new InetSocketAddress("127.0.0.1", node.uri("/").getPort()));
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        sockets.add(socket);
      }
      assertOthersAreServed(node);
      Patience.until("the server has left them all", () -> node.node().connections() == 0);
      for (var socket : sockets) {
        socket.setSoTimeout(20_000);
        taken.add(readToTheEnd(socket));
      }
      var whole = (long) node.post(BATCH, items(TOLD_AT_LENGTH, 10_000)).with(200).body().length();
      assertThat(taken)
          .allSatisfy(bytes -> assertThat(bytes).isLessThan(whole))
          .anySatisfy(bytes -> assertThat(bytes).as("of the long answer").isGreaterThan(64 << 10));
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
    assertOthersAreServed(node);
  }

  private static long readToTheEnd(Socket socket) {
    long count = 0;
    try {
      var buffer = new byte[64 * 1024];
      for (int got = 0; got >= 0; got = socket.getInputStream().read(buffer)) {
        count += got;
      }
    } catch (IOException e) {
      // It was broken off.
    }
    return count;
  }

  // A client of its own, since others would not do this.

  private interface Sending {
    void to(OutputStream out) throws IOException, InterruptedException;
  }

  private record Raw(String text, Duration took) {}

  private static String head(String framing) {
    return "POST "
        + BATCH
        + " HTTP/1.1\r\nHost: localhost\r\n"
        + "Content-Type: application/json\r\n"
        + framing
        + "\r\n\r\n";
  }

  /** Sends this until the server has answered and closed, and what it answered. */
  private static Raw raw(HttpNode node, String framing, Sending body) {
    long began = System.nanoTime();
    try (var socket = new Socket("127.0.0.1", node.uri("/").getPort())) {
      socket.setSoTimeout(30_000);
      var out = socket.getOutputStream();
      out.write(head(framing).getBytes(ISO_8859_1));
      var sender =
          Thread.startVirtualThread(() -> {
            try {
              body.to(out);
            } catch (IOException | InterruptedException e) {
              // The server wants no more.
            }
          });
      var text = new StringBuilder();
      try {
        var buffer = new byte[8 * 1024];
        for (int got = 0; got >= 0; got = socket.getInputStream().read(buffer)) {
          text.append(new String(buffer, 0, got, ISO_8859_1));
        }
      } catch (IOException e) {
        // It was broken off; what came before it counts.
      }
      sender.interrupt();
      sender.join(Duration.ofSeconds(5));
      return new Raw(text.toString(), Duration.ofNanos(System.nanoTime() - began));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
