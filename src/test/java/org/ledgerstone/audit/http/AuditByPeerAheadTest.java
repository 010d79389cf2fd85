package org.ledgerstone.audit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestClock;
import org.ledgerstone.testing.TestDatabase;

/**
 * An audit that names a peer which has more, as one has where an old copy was put back. The peer's
 * clock is a day ahead, so that the node cannot take over what the peer has before the test says
 * so.
 */
class AuditByPeerAheadTest {

  private static final String AUDITS = "/api/v1/audits";
  private static final Genesis GENESIS = BlockFixture.genesis(draft -> draft.intervalMillis = 1);
  private static final long DAY_MILLIS = 86_400_000;

  private static HttpNode start(TestClock clock) {
    return HttpNode.start(
        TestDatabase.of(TestDatabase.Kind.H2),
        BlockFixture.OPERATOR,
        GENESIS,
        Map.of(),
        context ->
            context.registerBean(
                "testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)));
  }

  private static void generate(HttpNode node, TestClock clock) {
    clock.advance(1);
    node.generate();
  }

  /** Asks until it has the same newest block. */
  private static void catchUp(HttpNode node, HttpNode with) {
    Patience.until(
        "both have one chain",
        () -> {
          node.post("/api/v1/peers/sync", "{}").with(200);
          return node.head().get("hash").equals(with.head().get("hash"));
        });
  }

  private static Reply audit(HttpNode node, Object body) {
    var path = node.post(AUDITS, body).with(202).header("Location").orElseThrow();
    Patience.until(
        "the audit ends", () -> !node.get(path).with(200).text("status").equals("RUNNING"));
    return node.get(path).with(200);
  }

  private static String url(HttpNode node) {
    return node.uri("").toString();
  }

  @Test
  void findsWhatIsMissingUntilTheNodeHasCaughtUp() {
    var time = new TestClock(GENESIS.time().plusMillis(1_000));
    var later = new TestClock(GENESIS.time().plusMillis(1_000 + DAY_MILLIS));
    try (var node = start(time);
        var ahead = start(later)) {
      generate(node, time);
      generate(node, time);
      ahead.post("/api/v1/peers", Map.of("url", url(node))).with(201);
      catchUp(ahead, node);
      generate(ahead, later);
      node.post("/api/v1/peers", Map.of("url", url(ahead)));
      node.post("/api/v1/peers/sync", "{}").with(200);

      var byPeer = Map.of("peer", url(ahead));
      var found = audit(node, byPeer);
      assertThat(found.json()).containsEntry("status", "FINDINGS").containsEntry("to", 3);
      assertThat(found.list("findings"))
          .containsExactly(
              Map.of(
                  "table", "blocks",
                  "key", "4",
                  "column", "hash",
                  "found", "a chain of 3 blocks without it",
                  "expected", ahead.head().get("hash") + ", by the peer " + url(ahead)));
      assertThat(found.json().get("heldAgainst"))
          .isEqualTo(
              List.of("block 4 " + ahead.head().get("hash") + ", by the peer " + url(ahead)));
      assertThat(audit(node, "").json()).as("by itself").containsEntry("status", "PASSED");

      time.advance(DAY_MILLIS + 1);
      catchUp(node, ahead);
      assertThat(audit(node, byPeer).json())
          .containsEntry("status", "PASSED")
          .containsEntry("to", 4);
    }
  }
}
