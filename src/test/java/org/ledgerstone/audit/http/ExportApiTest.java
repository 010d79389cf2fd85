package org.ledgerstone.audit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.SlowReader;
import org.ledgerstone.testing.TestDatabase;

/** Export and import as callers see them: true ones, slow ones and such as do not read. */
class ExportApiTest {

  private static final String GZIP = "application/gzip";

  /** More than is waited for before the import begins. */
  private static final int BEGINNING = 17 * 1024;

  private static HttpNode node(TestDatabase.Kind kind, Map<String, String> settings) {
    return HttpNode.start(
        kind,
        BlockFixture.OPERATOR,
        BlockFixture.genesis(draft -> draft.intervalMillis = 1),
        settings);
  }

  private static byte[] export(HttpNode node, String query) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(node.uri("/api/v1/export" + query)).build();
      var answer = client.send(request, BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue(GZIP);
      return answer.body();
    }
  }

  private static void append(HttpNode node, SealedBlock block) {
    assertThat(node.node().get(Appending.class).append(block, Companion.none()))
        .isNotInstanceOf(AppendOutcome.Rejected.class);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void comesInAsItWentOut(TestDatabase.Kind kind) throws Exception {
    try (var source = node(kind, Map.of());
        var target = node(kind, Map.of())) {
      for (int i = 0; i < 4; i++) {
        source.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 5);
        source.generate();
      }
      var zipped = export(source, "");
      var told = target.send("POST", "/api/v1/import", zipped, "Content-Type", GZIP).with(200);
      assertThat(told.json())
          .containsEntry("from", 1)
          .containsEntry("to", 5)
          .containsEntry("blocks", 4)
          .containsEntry("transactions", 8)
          .containsEntry("skipped", 0);
      assertThat(told.object("head"))
          .isEqualTo(Map.of("index", 5, "hash", source.head().get("hash")));
      for (int i = 1; i <= 5; i++) {
        var path = "/api/v1/blocks/" + i + "?transactions=true";
        assertThat(target.get(path).with(200).body()).isEqualTo(source.get(path).with(200).body());
      }
      var again =
          target.send(
              "POST", "/api/v1/import", zipped, "Content-Type", GZIP, "Idempotency-Key", "k");
      assertThat(again.with(200).json()).containsEntry("blocks", 0).containsEntry("skipped", 4);
      var late = export(source, "?from=5");
      assertThat(target.send("POST", "/api/v1/import", late, "Content-Type", GZIP).json())
          .containsEntry("from", 5)
          .containsEntry("skipped", 1);
    }
  }

  @Test
  void isRefusedInWords() throws Exception {
    try (var node = node(TestDatabase.Kind.H2, Map.of())) {
      for (var from : new String[] {"0", "-1", "x", "1e3", "99999999999999999"}) {
        node.get("/api/v1/export?from=" + from).isProblem(400, "MALFORMED");
      }
      node.get("/api/v1/export?from=2").isProblem(404, "NOT_FOUND");
      var body = "{}".getBytes(StandardCharsets.UTF_8);
      node.send("POST", "/api/v1/import", body, "Content-Type", "application/json")
          .isProblem(415, "MEDIA_TYPE_UNSUPPORTED");
      node.send("POST", "/api/v1/import", body, "Content-Type", GZIP, "Content-Encoding", "gzip")
          .isProblem(415, "MEDIA_TYPE_UNSUPPORTED");
      node.send("POST", "/api/v1/import", body, "Content-Type", GZIP).isProblem(400, "MALFORMED");
      node.send("POST", "/api/v1/import", new byte[0], "Content-Type", GZIP)
          .isProblem(400, "EXPORT_INCOMPLETE");
      node.get("/api/v1/import").isProblem(405, "METHOD_NOT_ALLOWED");
    }
  }

  /** Who reads only when everything has been sent hears the answer, too. */
  @Test
  void isRefusedAloudHoweverMuchIsStillToCome() throws Exception {
    try (var source = node(TestDatabase.Kind.H2, Map.of());
        var target =
            HttpNode.start(
                TestDatabase.Kind.H2,
                BlockFixture.OPERATOR,
                BlockFixture.genesis(draft -> draft.name = "other"))) {
      var first = export(source, "");
      var much = new byte[20 << 20];
      new Random(1).nextBytes(much);
      System.arraycopy(first, 0, much, 0, first.length);
      try (var socket = beginning(target, much, much.length)) {
        socket.getOutputStream().write(much, BEGINNING, much.length - BEGINNING);
        var answer = new String(socket.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
        assertThat(answer)
            .startsWith("HTTP/1.1 409")
            .contains("OTHER_LEDGER")
            .contains(source.rules().ledger().toString(), target.rules().ledger().toString());
      }
    }
  }

  /** Text that cannot be made shorter, so that the export is longer than all buffers on its way. */
  private static ChainInMemory longChain(HttpNode node) {
    var random = new Random(7);
    var chain = node.chain();
    for (int i = 0; i < 6; i++) {
      var draft = chain.next();
      for (int n = 0; n < 290; n++) {
        var text =
            random
                .ints(3990, 0x4e00, 0x9f00)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        draft.with(BlockFixture.post(chain.rules(), text.toString(), i + "-" + n));
      }
      chain.accept(draft.block());
      append(node, chain.head());
    }
    return chain;
  }

  @Test
  void breaksOffIfTheChainChangesBelowWhatIsStillToCome() throws Exception {
    try (var node = node(TestDatabase.Kind.H2, Map.of())) {
      var other = node.chain();
      var chain = longChain(node);
      try (var undisturbed = new SlowReader(node.uri("/api/v1/export"));
          var disturbed = new SlowReader(node.uri("/api/v1/export"))) {
        undisturbed.begin();
        disturbed.begin();
        append(node, chain.next().block());
        assertThat(undisturbed.rest()).as("one more block changes nothing").isTrue();
        for (int i = 0; i < 9; i++) {
          other.accept(other.next().by(BlockFixture.BOB).block());
          append(node, other.head());
        }
        assertThat(node.head()).containsEntry("hash", other.head().hash().toString());
        assertThat(disturbed.rest()).as("the rest of it is no longer there").isFalse();
        assertThat(disturbed.received()).isGreaterThan(100_000);
      }
      var lines = new GZIPInputStream(new ByteArrayInputStream(export(node, "")));
      assertThat(new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines()).hasSize(12);
    }
  }

  @Test
  void leavesWhoDoesNotReadAndHasRoomForOthersThen() throws Exception {
    try (var node =
        node(
            TestDatabase.Kind.H2,
            Map.of("LEDGER_BODY_TIME", "3s", "SERVER_TOMCAT_CONNECTIONTIMEOUT", "3s"))) {
      longChain(node);
      try (var reader = new SlowReader(node.uri("/api/v1/export"))) {
        reader.begin();
        Patience.until("the server has left it", () -> node.node().connections() == 0);
        assertThat(reader.rest()).as("it reads on too late").isFalse();
      }
      var stuck = new ArrayList<SlowReader>();
      try {
        for (int i = 0; i < 4; i++) {
          stuck.add(new SlowReader(node.uri("/api/v1/export")));
          stuck.getLast().begin();
        }
        node.get("/api/v1/export?from=7").isProblem(429, "TOO_BUSY");
        Patience.until("they were left", () -> node.get("/api/v1/export?from=7").status() == 200);
        assertThat(stuck).anySatisfy(reader -> assertThat(reader.rest()).isFalse());
      } finally {
        for (var reader : stuck) {
          reader.close();
        }
      }
    }
  }

  /** Begins to send an export, and sends no more than its first bytes. */
  private static Socket beginning(HttpNode node, byte[] zipped, int length) throws IOException {
    var socket = new Socket("127.0.0.1", node.uri("/").getPort());
    socket.setSoTimeout(30_000);
    var head =
        "POST /api/v1/import HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/gzip\r\n"
            + "Connection: close\r\nContent-Length: "
            + length
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(zipped, 0, BEGINNING);
    socket.getOutputStream().flush();
    return socket;
  }

  private static int status(HttpNode node, byte[] zipped) {
    return node.send("POST", "/api/v1/import", zipped, "Content-Type", GZIP).status();
  }

  /** A line that has not ended when much of it has come. */
  private static byte[] zippedNoise() throws IOException {
    var random = new Random(3);
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 4 * BEGINNING; i++) {
        zip.write('a' + random.nextInt(16));
      }
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void doesNotWaitForABodyThatComesTooSlowly(boolean pauses) throws Exception {
    try (var node = node(TestDatabase.Kind.H2, Map.of("LEDGER_BODY_TIME", "1s"))) {
      node.generate();
      var zipped = export(node, "");
      var endless = zippedNoise();
      try (var socket = beginning(node, endless, 1_000_000)) {
        var dripping = dripping(socket.getOutputStream(), endless);
        if (!pauses) {
          dripping.start();
        }
        var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        assertThat(answer).isEqualTo("HTTP/1.1 408");
        dripping.join();
      }
      Patience.until("there is room again", () -> status(node, zipped) == 200);
    }
  }

  @Test
  void takesOneAtATime() throws Exception {
    try (var node = node(TestDatabase.Kind.H2, Map.of())) {
      node.generate();
      var zipped = export(node, "");
      var endless = zippedNoise();
      // Either may come first.
      Patience.until(
          "one is refused while the other is being taken",
          () -> {
            try (var socket = beginning(node, endless, 1_000_000)) {
              return status(node, zipped) == 429 && socket.isConnected();
            }
          },
          () -> "both are taken");
      Patience.until("there is room again", () -> status(node, zipped) == 200);
    }
  }

  /** A byte now and then, each in time. */
  private static Thread dripping(OutputStream out, byte[] zipped) {
    return new Thread(() -> {
      try {
        for (int i = BEGINNING; i < zipped.length - 1; i++) {
          out.write(zipped[i]);
          out.flush();
          Thread.sleep(100);
        }
      } catch (IOException | InterruptedException e) {
        // It was left, as it had to be.
      }
    });
  }

  @Test
  void hasALineOfAnyLengthButNotMore() throws Exception {
    try (var node = node(TestDatabase.Kind.H2, Map.of())) {
      var bytes = new ByteArrayOutputStream();
      try (var zip = new GZIPOutputStream(bytes)) {
        for (int i = 0; i < 64; i++) {
          zip.write(new byte[1 << 20]);
        }
      }
      node.send("POST", "/api/v1/import", bytes.toByteArray(), "Content-Type", GZIP)
          .isProblem(413, "EXPORT_LINE_TOO_LONG");
    }
  }
}
