package org.ledgerstone.ledger.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ledgerstone.Server;
import org.ledgerstone.access.TestToken;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.settings.StartRefused;
import org.ledgerstone.testing.EventReader;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.support.GenericApplicationContext;

/** Who may subscribe, how many, and what becomes of those who hold others up. */
class EventsLimitsTest {

  private static final String EVENTS = "/api/v1/events";

  private static HttpNode start(Map<String, String> settings) {
    return start(settings, context -> {});
  }

  private static HttpNode start(
      Map<String, String> settings, Consumer<GenericApplicationContext> parts) {
    return HttpNode.start(
        TestDatabase.of(TestDatabase.Kind.H2),
        BlockFixture.OPERATOR,
        BlockFixture.genesis(draft -> draft.intervalMillis = 1),
        settings,
        parts);
  }

  private static EventReader subscribe(HttpNode node) {
    var reader = new EventReader(node.uri(EVENTS));
    assertThat(reader.status()).isEqualTo(200);
    reader.next("retry");
    reader.next("block");
    reader.next("pool");
    return reader;
  }

  private static boolean canSubscribe(HttpNode node) {
    try (var reader = new EventReader(node.uri(EVENTS))) {
      return reader.status() == 200;
    }
  }

  private static List<SealedBlock> grow(HttpNode node, ChainInMemory chain, int count) {
    var run =
        IntStream.range(0, count)
            .mapToObj(i -> {
              chain.accept(chain.next().block());
              return chain.head();
            })
            .toList();
    var appending = node.node().get(Appending.class);
    assertThat(appending.append(appending.prepare(run)).taken()).isEqualTo(count);
    return run;
  }

  private static void areTold(EventReader reader, List<SealedBlock> blocks) {
    assertThat(reader.blocks(blocks.size()).stream().map(event -> event.id().orElseThrow()))
        .isEqualTo(
            blocks.stream().map(block -> block.header().index() + "-" + block.hash()).toList());
  }

  // How many.

  @Test
  void refusesMoreThanThereIsRoomFor() {
    try (var node = start(Map.of("LEDGER_EVENTS_MAX", "2"));
        var one = subscribe(node)) {
      try (var two = subscribe(node)) {
        assertThat(canSubscribe(node)).isFalse();
        var refused = node.get(EVENTS).isProblem(503, "EVENTS_FULL");
        assertThat(refused.header("Retry-After")).hasValue("5");
        node.get(EVENTS, "Last-Event-ID", "x").isProblem(400, "EVENT_ID_INVALID");
        var blocks = List.of(grow(node, node.chain(), 1).getFirst());
        areTold(one, blocks);
        areTold(two, blocks);
      }
      Patience.until(
          "it is seen that one has left",
          () -> {
            node.generate();
            return canSubscribe(node);
          });
    }
  }

  @Test
  void hasRoomForAtLeastOne() {
    assertThatThrownBy(() -> Server.start("--ledger.events-max=0"))
        .hasRootCauseInstanceOf(StartRefused.class)
        .hasRootCauseMessage("LEDGER_EVENTS_MAX is a whole number from 1.");
  }

  // Who.

  @Test
  void tellsOnlyReadersWhereReadingIsClosed() {
    var settings = Map.of("LEDGER_SECRET_KEY", TestToken.SECRET, "LEDGER_READ", "token");
    try (var node = start(settings)) {
      node.get(EVENTS).isProblem(401, "TOKEN_MISSING");
      var reader = "Bearer " + TestToken.of("reader", TestToken.SECRET);
      var nobody = "Bearer " + TestToken.of("x", TestToken.SECRET);
      node.get(EVENTS, "Authorization", nobody).isProblem(403, "READER_ONLY");
      try (var events = new EventReader(node.uri(EVENTS), "Authorization", reader)) {
        assertThat(events.status()).isEqualTo(200);
        events.next("retry");
        events.next("block");
      }
    }
  }

  // Who does not read.

  /** Has small buffers and little patience, so that a client which does not read soon shows. */
  private static HttpNode startNarrow(String writeTime, String batchTime) {
    var settings = new HashMap<String, String>();
    settings.put("LEDGER_EVENTS_MAX", "2");
    settings.put("LEDGER_BODY_TIME", batchTime);
    settings.put("SERVER_TOMCAT_CONNECTIONTIMEOUT", writeTime);
    settings.put("SERVER_TOMCAT_KEEPALIVETIMEOUT", "60s");
    return start(
        settings,
        context ->
            context.registerBean(
                "narrow",
                WebServerFactoryCustomizer.class,
                () ->
                    (WebServerFactoryCustomizer<TomcatServletWebServerFactory>)
                        factory ->
                            factory.addConnectorCustomizers(
                                one -> one.setProperty("socket.txBufSize", "8192"))));
  }

  /** Asks for all blocks and reads where the answer begins. */
  private static Socket beginToRead(HttpNode node) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(8 * 1024);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress("127.0.0.1", node.uri("/").getPort()));
    var request =
        "GET %s?lastEventId=1-%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
            .formatted(EVENTS, node.rules().ledger());
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1))
        .isEqualTo("HTTP/1.1 200");
    return socket;
  }

  @Test
  void leavesWhoDoesNotReadAndHoldsUpNobody() throws Exception {
    try (var node = startNarrow("3s", "60s")) {
      var chain = node.chain();
      grow(node, chain, 400);
      try (var reader = subscribe(node);
          var idle = beginToRead(node)) {
        node.get(EVENTS).isProblem(503, "EVENTS_FULL");
        node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1);
        areTold(reader, grow(node, chain, 60));
        Patience.until("the other one is left", () -> canSubscribe(node));
        assertBrokenOff(idle);
        areTold(reader, grow(node, chain, 1));
      }
    }
  }

  @Test
  void leavesWhoReadsTooSlowly() throws Exception {
    try (var node = startNarrow("60s", "1s")) {
      grow(node, node.chain(), 400);
      try (var reader = subscribe(node);
          var slow = beginToRead(node)) {
        assertThat(reader.status()).isEqualTo(200);
        node.get(EVENTS).isProblem(503, "EVENTS_FULL");
        Patience.until(
            "the slow one is left",
            () -> {
              takeALittle(slow);
              return canSubscribe(node);
            });
      }
    }
  }

  /** Reads what is still on its way, to the end. */
  private static void assertBrokenOff(Socket socket) {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketTimeoutException e) {
      throw new AssertionError("It is still held", e);
    } catch (IOException e) {
      // It was broken off with more on its way.
    }
  }

  private static void takeALittle(Socket socket) {
    try {
      socket.getInputStream().skipNBytes(100);
    } catch (IOException e) {
      // It was broken off.
    }
  }

  // The end.

  private static boolean isLooking() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("events"));
  }

  @Test
  void looksAtNothingForNobody() {
    try (var node = start(Map.of())) {
      assertThat(isLooking()).isFalse();
      for (int i = 0; i < 2; i++) {
        try (var reader = subscribe(node)) {
          assertThat(isLooking()).isTrue();
          areTold(reader, grow(node, node.chain(), 1));
        }
        Patience.until(
            "it is seen that nobody is left",
            () -> {
              node.generate();
              return !isLooking();
            });
      }
    }
  }

  @Test
  void endsTheStreamsWhenTheServerStops() throws Exception {
    try (var node = start(Map.of())) {
      var reader = subscribe(node);
      var stopping = Thread.ofVirtual().start(node::restart);
      assertThat(reader.next()).isEqualTo(new EventReader.Event("end", Optional.empty(), ""));
      stopping.join();
      try (var again = subscribe(node)) {
        assertThat(again.status()).isEqualTo(200);
      }
    }
  }
}
