package org.ledgerstone.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;

/** How much of what others tell is taken at once, from each and from all. */
@TestInstance(Lifecycle.PER_CLASS)
class GossipBoundsTest {

  private static final String HEAD = "/api/v1/gossip/head";
  private static final String ORDERS = "/api/v1/gossip/transactions";
  private static final String NO_ORDERS = "{\"transactions\":[]}";
  private static final int HEAD_BYTES_MAX = 4 * 1024;
  private static final int ORDERS_BYTES_MAX = 4 << 20;

  /** So many calls of the greatest length fill the room that all have together. */
  private static final int LONGEST_AT_ONCE = 16;

  private static final int TOO_MANY = 3;

  private HttpNode node;

  @BeforeAll
  void start() {
    node =
        HttpNode.start(
            TestDatabase.Kind.H2,
            BlockFixture.OPERATOR,
            BlockFixture.genesis(draft -> draft.intervalMillis = 1),
            Map.of("LEDGER_BODY_TIME", "120s"));
  }

  @AfterAll
  void stop() {
    node.close();
  }

  private Map<String, Object> news(String previous) {
    var news = new LinkedHashMap<String, Object>();
    news.put("genesis", node.rules().ledger().toString());
    news.put("index", 9);
    news.put("hash", "ab".repeat(32));
    news.put("previous", previous);
    news.put("work", "900");
    return news;
  }

  private static String padded(String json, int length) {
    return json + " ".repeat(length - json.length());
  }

  @Test
  void newsOfABlockIsShort() {
    var json =
        "{\"genesis\":\"%s\",\"index\":9,\"hash\":\"%s\",\"previous\":\"%s\",\"work\":\"1\"}"
            .formatted(node.rules().ledger(), "ab".repeat(32), "cd".repeat(32));
    node.post(HEAD, padded(json, HEAD_BYTES_MAX)).with(200);
    node.post(HEAD, padded(json, HEAD_BYTES_MAX + 1)).isProblem(413, "BODY_TOO_LARGE");
    node.post(HEAD, json.replace(":9,", ":1000000000000001,")).isProblem(400, "MALFORMED");
    node.post(HEAD, json.replace("\"1\"", "\"1" + "0".repeat(38) + "\""))
        .isProblem(400, "MALFORMED");
  }

  @Test
  void aThousandOrdersComeAtOnceAndNotOneMore() {
    var draft = node.draft(BlockFixture.ALICE);
    var orders = new ArrayList<Object>(Collections.nCopies(999, Map.of("kind", "post")));
    orders.add(Wire.order(draft.order()));
    node.post(ORDERS, Map.of("transactions", orders)).with(200);
    assertThat(node.pool()).as("the last one").hasSize(1);
    orders.add(Map.of("kind", "post"));
    node.post(ORDERS, Map.of("transactions", orders)).isProblem(400, "MALFORMED");
    node.sealAll();
  }

  @Test
  void ordersAreSoManyBytesAndNotOneMore() {
    node.post(ORDERS, padded(NO_ORDERS, ORDERS_BYTES_MAX)).with(200);
    node.post(ORDERS, padded(NO_ORDERS, ORDERS_BYTES_MAX + 1)).isProblem(413, "BODY_TOO_LARGE");
  }

  /** So much is waited for before anything is done for a request. */
  private static final String BEGINNING = " ".repeat(16 * 1024);

  /** Each is taken for as long as it may become; half of them do not say how long they are. */
  @Test
  void allCallsTogetherHoldSoMuchAndNoMore() throws IOException {
    var sockets = new ArrayList<Socket>();
    try {
      for (int i = 0; i < LONGEST_AT_ONCE + TOO_MANY; i++) {
        sockets.add(
            i % 2 == 0
                ? begun("Content-Length: " + ORDERS_BYTES_MAX, BEGINNING)
                : begun("Transfer-Encoding: chunked", "4000\r\n" + BEGINNING + "\r\n"));
      }
      Patience.until("there is no room", () -> answered(sockets).size() >= TOO_MANY);
      var refused = node.post(ORDERS, NO_ORDERS);
      assertThat(refused.isProblem(429, "TOO_BUSY").header("Retry-After")).hasValue("1");
      node.post(HEAD, news("cd".repeat(32))).with(200);

      assertThat(answered(sockets)).as("the others are being read").hasSize(TOO_MANY);
      sockets.stream().filter(socket -> !isAnswered(socket)).findFirst().orElseThrow().close();
      Patience.until("there is room for a little", () -> isTaken(0));
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
    Patience.until("there is room for much", () -> isTaken(ORDERS_BYTES_MAX));
  }

  private boolean isTaken(int length) {
    return node.post(ORDERS, padded(NO_ORDERS, Math.max(length, NO_ORDERS.length()))).status()
        == 200;
  }

  private static List<Socket> answered(List<Socket> sockets) {
    return sockets.stream().filter(GossipBoundsTest::isAnswered).toList();
  }

  private static boolean isAnswered(Socket socket) {
    try {
      return socket.getInputStream().available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Socket begun(String framing, String body) throws IOException {
    var socket = new Socket("127.0.0.1", node.uri("/").getPort());
    var request =
        "POST "
            + ORDERS
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + framing
            + "\r\n\r\n"
            + body;
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    return socket;
  }

  /** Or anybody could make a node call whom he likes, or fill its memory with names. */
  @Test
  void aStrangersNameIsNeitherCalledNorListed() throws IOException {
    try (var stranger = FakePeer.ofLedger(node.rules().ledger().toString(), (request, out) -> {})) {
      var news = news("cd".repeat(32));
      news.put("url", stranger.url().text());
      node.post(HEAD, news).with(200);
      var order = node.draft(BlockFixture.ALICE).order();
      node.post(
              ORDERS,
              Map.of("url", stranger.url().text(), "transactions", List.of(Wire.order(order))))
          .with(200);
      assertThat(node.pool()).hasSize(1);
      node.post("/api/v1/peers/sync", "").with(200);
      assertThat(node.get("/api/v1/peers").items()).isEmpty();
      assertThat(stranger.requests()).isEmpty();
      node.sealAll();
    }
  }
}
