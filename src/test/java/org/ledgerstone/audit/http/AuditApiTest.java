package org.ledgerstone.audit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.access.TestToken;
import org.ledgerstone.audit.NeumannsCheckpoints;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;

/** Audits as clients see them. */
@TestInstance(Lifecycle.PER_CLASS)
class AuditApiTest {

  private static final String AUDITS = "/api/v1/audits";
  private static final String STRANGE = Hash.ofText("strange").toString();

  private final TestDatabase database = TestDatabase.of(TestDatabase.Kind.H2);
  private HttpNode node;

  @BeforeAll
  void start() {
    node =
        HttpNode.start(
            database,
            BlockFixture.OPERATOR,
            BlockFixture.genesis(draft -> draft.intervalMillis = 1),
            Map.of());
    for (int i = 0; i < 3; i++) {
      node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1);
      node.generate();
    }
  }

  @AfterAll
  void stop() {
    node.close();
  }

  private Reply ended(Object body) {
    return ended(node, node.post(AUDITS, body).with(202));
  }

  private static Reply ended(HttpNode where, Reply accepted) {
    var path = accepted.header("Location").orElseThrow();
    assertThat(path).isEqualTo(AUDITS + "/" + accepted.json().get("id"));
    Patience.until(
        "the audit ends", () -> !where.get(path).with(200).text("status").equals("RUNNING"));
    return where.get(path).with(200);
  }

  @Test
  void tellsWhatItHasVerified() {
    var accepted = node.post(AUDITS, "").with(202);
    assertThat(accepted.json()).containsEntry("status", "RUNNING").containsEntry("full", false);
    var audit = ended(node, accepted);
    assertThat(audit.json())
        .containsEntry("status", "PASSED")
        .containsEntry("from", 1)
        .containsEntry("to", 4)
        .containsEntry("transactions", 10)
        .containsEntry("hash", node.head().get("hash"))
        .containsEntry("heldAgainst", List.of())
        .containsEntry("findingCount", 0)
        .containsEntry("findings", List.of())
        .containsKeys("node", "started", "ended")
        .doesNotContainKeys("progress", "failure");
    assertThat(ended(Map.of("full", true)).json()).containsEntry("full", true);
    var newest = node.get(AUDITS + "?limit=1");
    assertThat(newest.items()).singleElement().extracting("full").isEqualTo(true);
    var next = node.get(AUDITS + "?limit=1&cursor=" + newest.text("next")).items();
    assertThat((int) next.getFirst().get("id"))
        .isEqualTo((int) newest.items().getFirst().get("id") - 1);
    node.get(AUDITS + "?cursor=x").isProblem(400, "CURSOR_INVALID");
  }

  @Test
  void tellsWhatItHasFound() throws Exception {
    var name = BlockFixture.TREASURY.text();
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate("update accounts set valid = 1001 where address = '" + name + "'");
      var audit = ended("");
      statement.executeUpdate("update accounts set valid = 1000 where address = '" + name + "'");
      assertThat(audit.json()).containsEntry("status", "FINDINGS").containsEntry("findingCount", 1);
      assertThat(audit.list("findings"))
          .containsExactly(
              Map.of(
                  "table", "accounts",
                  "key", name + " COIN",
                  "column", "valid",
                  "found", "1001",
                  "expected", "1000"));
    }
  }

  @Test
  void isHeldAgainstWhatTheCallerHas() {
    var third = node.get("/api/v1/blocks/3").json();
    var root = Hash.parse((String) third.get("historyRoot")).orElseThrow();
    var passed =
        ended(
            Map.of(
                "head", third.get("hash"),
                "checkpoint", NeumannsCheckpoints.signed(2, root).format(),
                "key", NeumannsCheckpoints.KEY));
    assertThat(passed.json()).containsEntry("status", "PASSED");
    assertThat((List<?>) passed.json().get("heldAgainst")).hasSize(2);
    var found = ended(Map.of("head", STRANGE));
    assertThat(found.json()).containsEntry("status", "FINDINGS");
    assertThat(found.list("findings").getFirst().get("expected").toString()).startsWith(STRANGE);
  }

  @Test
  void isHeldAgainstAPeer() {
    try (var same = HttpNode.start(TestDatabase.Kind.H2, BlockFixture.OPERATOR, node.genesis());
        var other = HttpNode.start(TestDatabase.Kind.H2, BlockFixture.OPERATOR, node.genesis())) {
      other.generate();
      for (var peer : List.of(same, other)) {
        node.post("/api/v1/peers", Map.of("url", url(peer))).with(201);
      }
      assertThat(ended(Map.of("peer", url(same))).json()).containsEntry("status", "PASSED");
      var fork = other.head();
      var found = ended(Map.of("peer", url(other)));
      assertThat(found.json()).containsEntry("status", "FINDINGS");
      assertThat(found.list("findings"))
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding).containsEntry("table", "blocks").containsEntry("key", "2");
            assertThat(finding.get("expected"))
                .isEqualTo(fork.get("hash") + ", by the peer " + url(other));
          });
    } finally {
      for (var peer : node.get("/api/v1/peers").items()) {
        node.send("DELETE", "/api/v1/peers?url=" + peer.get("url"), new byte[0]).with(200);
      }
    }
  }

  @Test
  void doesNotBeginWhereThePeerCannotBeAsked() {
    var peer = Map.of("peer", "http://127.0.0.1:1");
    node.post(AUDITS, peer).isProblem(404, "PEER_UNKNOWN");
    var dying = HttpNode.start(TestDatabase.Kind.H2, BlockFixture.OPERATOR, node.genesis());
    var url = url(dying);
    node.post("/api/v1/peers", Map.of("url", url)).with(201);
    dying.close();
    node.post(AUDITS, Map.of("peer", url)).isProblem(503, "PEER_UNREACHABLE");
    node.send("DELETE", "/api/v1/peers?url=" + url, new byte[0]).with(200);
    ended("");
  }

  private static String url(HttpNode other) {
    return other.uri("").toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"full\":1}",
        "{\"whole\":true}",
        "{\"head\":\"x\"}",
        "{\"head\":7}",
        "{\"key\":\"" + NeumannsCheckpoints.KEY + "\"}",
        "{\"key\":\"x\",\"checkpoint\":\"y\"}",
        "{\"checkpoint\":\"y\"}",
        "{\"peer\":\"ftp://x\"}"
      })
  void takesNothingMalformed(String body) {
    node.post(AUDITS, body).isProblem(400, "MALFORMED");
  }

  @Test
  void takesNoCheckpointThatTheKeyHasNotSigned() {
    var note = NeumannsCheckpoints.signed(2, Hash.ofText("x")).format().replace("\n2\n", "\n3\n");
    node.post(AUDITS, Map.of("checkpoint", note, "key", NeumannsCheckpoints.KEY))
        .isProblem(422, "CHECKPOINT_INVALID");
  }

  @Test
  void knowsNoOthers() {
    for (var path : List.of(AUDITS + "/999999", AUDITS + "/999999999999999999")) {
      node.get(path).isProblem(404, "NOT_FOUND");
      node.send("DELETE", path, new byte[0]).isProblem(404, "NOT_FOUND");
    }
    for (var path : List.of(AUDITS + "/0", AUDITS + "/x", AUDITS + "/9999999999999999999")) {
      node.get(path).isProblem(400, "MALFORMED");
      node.send("DELETE", path, new byte[0]).isProblem(400, "MALFORMED");
    }
  }

  @Test
  void beginsOnceUnderAKey() {
    var first = node.post(AUDITS, "", "Idempotency-Key", "audit").with(202);
    ended(node, first);
    var again = node.post(AUDITS, "", "Idempotency-Key", "audit").with(202);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("Idempotency-Replayed")).hasValue("true");
    node.post(AUDITS, Map.of("full", true), "Idempotency-Key", "audit")
        .isProblem(422, "IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void onlyAnAdminStartsAndStopsThem() {
    var secret = Map.of("LEDGER_SECRET_KEY", TestToken.SECRET, "LEDGER_READ", "open");
    try (var guarded =
        HttpNode.start(TestDatabase.Kind.H2, BlockFixture.OPERATOR, node.genesis(), secret)) {
      var reader = TestToken.reader().split(": ");
      var admin = TestToken.admin().split(": ");
      guarded.post(AUDITS, "").isProblem(401, "TOKEN_MISSING");
      guarded.post(AUDITS, "", reader).isProblem(403, "ADMIN_ONLY");
      assertThat(guarded.get(AUDITS).items()).isEmpty();
      var begun = guarded.post(AUDITS, "", admin).with(202);
      var path = begun.header("Location").orElseThrow();
      guarded.send("DELETE", path, new byte[0]).isProblem(401, "TOKEN_MISSING");
      guarded.send("DELETE", path, new byte[0], reader).isProblem(403, "ADMIN_ONLY");
      guarded.send("DELETE", path, new byte[0], admin).with(200);
      ended(guarded, begun);
    }
  }
}
