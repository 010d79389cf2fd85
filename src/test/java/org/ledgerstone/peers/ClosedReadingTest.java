package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.access.TestToken;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;

/**
 * Nodes that let nobody read without a token (LEDGER_READ=token), each with a secret of its own.
 */
class ClosedReadingTest {

  private static final String SECRET_OF_ONE = "1".repeat(32);
  private static final String SECRET_OF_TWO = "2".repeat(32);

  /** One miner: every block is final, and so is signed. */
  private static final Genesis GENESIS =
      BlockFixture.genesis(draft -> {
        draft.intervalMillis = 1;
        draft.miners = List.of(BlockFixture.MINER.address());
      });

  private int portOfOne;
  private int portOfTwo;

  @BeforeEach
  void choosePorts() throws IOException {
    var here = InetAddress.getLoopbackAddress();
    try (var one = new ServerSocket(0, 1, here);
        var two = new ServerSocket(0, 1, here)) {
      portOfOne = one.getLocalPort();
      portOfTwo = two.getLocalPort();
    }
  }

  private HttpNode one(Map<String, String> more) {
    return start(portOfOne, BlockFixture.MINER, SECRET_OF_ONE, more);
  }

  private HttpNode two(Map<String, String> more) {
    return start(portOfTwo, BlockFixture.OPERATOR, SECRET_OF_TWO, more);
  }

  private static HttpNode start(
      int port, WalletKey wallet, String secret, Map<String, String> more) {
    var settings = new HashMap<>(more);
    settings.put("SERVER_PORT", Integer.toString(port));
    settings.put("LEDGER_READ", "token");
    settings.put("LEDGER_SECRET_KEY", secret);
    settings.put("LEDGER_CHECKPOINT_EVERY", "100ms");
    return HttpNode.start(TestDatabase.Kind.H2, wallet, GENESIS, settings);
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }

  private static String pair(int port, String secret) {
    return url(port) + " " + TestToken.of("reader", secret);
  }

  private static Reply get(HttpNode node, String path, String secret) {
    return node.get(path, "Authorization", "Bearer " + TestToken.of("reader", secret));
  }

  private static void generate(HttpNode node, String secret) {
    var admin = "Bearer " + TestToken.of("admin", secret);
    node.post("/api/v1/blocks/generate", "", "Authorization", admin).with(201);
  }

  private static Hash head(HttpNode node) {
    return node.node().get(Chain.class).head().hash();
  }

  private static int pending(HttpNode node) {
    return node.node().get(Transactions.class).pending(0, 10).size();
  }

  private static boolean hasMetAPeer(HttpNode node) {
    return !node.node().get(Peers.class).met().isEmpty();
  }

  private static NoteKey witness(HttpNode node, String secret) {
    var keys = get(node, "/api/v1/checkpoint/keys", secret).with(200);
    return NoteKey.parse(keys.text("witness")).orElseThrow();
  }

  private static boolean isCoSigned(HttpNode node, String secret, NoteKey by) {
    var newest = get(node, "/api/v1/checkpoint", secret);
    return newest.status() == 200 && by.hasSigned(SignedNote.parse(newest.body()).orElseThrow());
  }

  @Test
  void thoseWithATokenOfEachOtherAreOneLedger(@TempDir Path directory) throws IOException {
    var file = directory.resolve("tokens");
    Files.writeString(file, "# one\n" + pair(portOfOne, SECRET_OF_ONE) + "\n");
    var ofOne =
        Map.of(
            "LEDGER_PEERS", url(portOfTwo), "LEDGER_PEER_TOKENS", pair(portOfTwo, SECRET_OF_TWO));
    var ofTwo = Map.of("LEDGER_PEERS", url(portOfOne), "LEDGER_PEER_TOKENS_FILE", file.toString());
    try (var one = one(ofOne)) {
      generate(one, SECRET_OF_ONE);
      generate(one, SECRET_OF_ONE);
      try (var two = two(ofTwo);
          var log = new HttpClientLog()) {
        Patience.until("two has caught up", () -> head(two).equals(head(one)));
        Patience.until("they have met", () -> hasMetAPeer(one) && hasMetAPeer(two));
        two.order(new TransferDraft(two.rules()).order()).with(201);
        Patience.until("one has been told", () -> pending(one) == 1);
        generate(one, SECRET_OF_ONE);
        Patience.until("two has the block", () -> head(two).equals(head(one)) && pending(two) == 0);
        var ones = witness(one, SECRET_OF_ONE);
        var twos = witness(two, SECRET_OF_TWO);
        Patience.until("one's is co-signed", () -> isCoSigned(one, SECRET_OF_ONE, twos));
        Patience.until("two's is co-signed", () -> isCoSigned(two, SECRET_OF_TWO, ones));
        assertThat(newest(two, portOfOne)).isEqualTo(new PeerBlocks.Told.Block(4, head(one)));
        assertThat(get(two, "/api/v1/peers", SECRET_OF_TWO).with(200).body())
            .contains("lastSeen")
            .doesNotContain("Bearer", TestToken.of("reader", SECRET_OF_ONE));
        assertThat(log.lines())
            .anySatisfy(line -> assertThat(line).contains("/api/v1/"))
            .noneSatisfy(line -> assertThat(line).containsIgnoringCase("bearer"));
      }
    }
  }

  private static PeerBlocks.Told newest(HttpNode node, int peer) {
    return node.node().get(PeerBlocks.class).newest(PeerUrl.parse(url(peer)).orElseThrow());
  }

  @Test
  void whoHasNoneOrAWrongOneIsToldSoAndTakesNothing() {
    var alias = "http://localhost:" + portOfOne;
    var wrong = TestToken.of("reader", SECRET_OF_TWO);
    try (var one = one(Map.of())) {
      generate(one, SECRET_OF_ONE);
      try (var two =
          two(
              Map.of(
                  "LEDGER_PEERS",
                  url(portOfOne) + "," + alias,
                  "LEDGER_PEER_TOKENS",
                  url(portOfOne) + " " + wrong))) {
        var peers = two.node().get(Peers.class);
        Patience.until(
            "each has failed more than once",
            () ->
                peers.all().size() == 2
                    && peers.all().stream().allMatch(peer -> peer.failures() > 1));
        var told = get(two, "/api/v1/peers", SECRET_OF_TWO);
        assertThat(told.body()).doesNotContain(wrong);
        assertThat(told.items()).extracting("url").containsExactly(url(portOfOne), alias);
        assertThat(told.items())
            .extracting(peer -> (String) peer.get("error"))
            .satisfiesExactly(
                first -> assertThat(first).contains("refuses the token", "LEDGER_PEER_TOKENS"),
                second -> assertThat(second).contains("without a token", "LEDGER_PEER_TOKENS"));
        assertThat(told.items()).allSatisfy(peer -> assertThat(peer).containsKey("notBefore"));
        assertThat(peers.met()).isEmpty();
        assertThat(two.node().get(Chain.class).head().index()).isEqualTo(1);
        assertThat(newest(two, portOfOne)).isInstanceOf(PeerBlocks.Told.Refused.class);
        var admin = "Bearer " + TestToken.of("admin", SECRET_OF_ONE);
        one.post("/api/v1/peers", Map.of("url", url(portOfTwo)), "Authorization", admin)
            .isProblem(422, "PEER_TOKEN_NEEDED");
      }
    }
  }

  @Test
  void doesNotStartWithWhatIsNoPair() {
    assertThatThrownBy(() -> two(Map.of("LEDGER_PEER_TOKENS", "127.0.0.1:1 x, my-secret")))
        .rootCause()
        .hasMessageStartingWith("LEDGER_PEER_TOKENS is not understood in pair 2.")
        .hasMessageNotContaining("my-secret");
  }
}
