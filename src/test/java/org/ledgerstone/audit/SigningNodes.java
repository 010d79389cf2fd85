package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestDatabase.Kind;

/** Nodes that sign and co-sign when a test says so, seen over HTTP. */
final class SigningNodes {

  private SigningNodes() {}

  /** One miner: every block is final. */
  static final Genesis ONE_MINER =
      BlockFixture.genesis(draft -> {
        draft.intervalMillis = 1;
        draft.miners = List.of(BlockFixture.MINER.address());
      });

  /** Anybody mines, and final is what has three blocks after it. */
  static final Genesis OPEN =
      BlockFixture.genesis(draft -> {
        draft.intervalMillis = 1;
        draft.finalDepth = 3;
      });

  static HttpNode start(Kind kind, WalletKey wallet, Genesis genesis, String... more) {
    return start(TestDatabase.of(kind), wallet, genesis, more);
  }

  static HttpNode start(TestDatabase database, WalletKey wallet, Genesis genesis, String... more) {
    var settings = new HashMap<String, String>();
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return HttpNode.start(database, wallet, genesis, settings);
  }

  static PeerUrl url(HttpNode node) {
    return PeerUrl.parse(node.uri("").toString()).orElseThrow();
  }

  static void meet(HttpNode one, HttpNode other) {
    one.post("/api/v1/peers", Map.of("url", url(other).text())).with(201);
    other.post("/api/v1/peers", Map.of("url", url(one).text()));
    one.post("/api/v1/peers/sync", "{}").with(200);
    other.post("/api/v1/peers/sync", "{}").with(200);
    maySign(one);
    maySign(other);
  }

  private static void maySign(HttpNode node) {
    Patience.until(
        "the peers were asked", () -> node.node().get(CheckpointRecovery.class).isDone());
  }

  /** Has this node ask the other as its rounds would. */
  static void ask(HttpNode node, HttpNode other) {
    var _ = node.node().get(CoSigning.class).ask(url(other));
  }

  static Checkpoints.Outcome sign(HttpNode node) {
    maySign(node);
    return node.node().get(Checkpoints.class).sign();
  }

  static SignedNote newest(HttpNode node) {
    var body = node.get("/api/v1/checkpoint").with(200).body();
    return SignedNote.parse(body).orElseThrow();
  }

  static long size(SignedNote note) {
    return Checkpoint.parse(note.text()).orElseThrow().size();
  }

  static NoteKey key(HttpNode node, String use) {
    var told = node.get("/api/v1/checkpoint/keys").with(200);
    assertThat(told.json()).containsOnlyKeys("origin", "log", "witness");
    return NoteKey.parse(told.text(use)).orElseThrow();
  }

  static boolean isCoSigned(HttpNode node, HttpNode by) {
    return key(by, "witness").hasSigned(newest(node));
  }

  static List<Map<String, Object>> alarms(HttpNode node) {
    return node.get("/api/v1/checkpoint/alarms").with(200).list("items");
  }

  static String signedBy(HttpNode node, NoteKey key) {
    return node.get("/api/v1/checkpoint/signed-by?key=" + encoded(key)).with(200).body();
  }

  static String encoded(NoteKey key) {
    return URLEncoder.encode(key.toString(), StandardCharsets.UTF_8);
  }
}
