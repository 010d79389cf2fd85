package org.ledgerstone.audit.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ledgerstone.ledger.ChainTrees;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.NoteSigner;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;

/** The calls about checkpoints as a C2SP client sees them. */
class CheckpointApiTest {

  private static final String PATH = "/api/v1/checkpoint/cosignatures";
  private static final byte[] SEED = HexFormat.of().parseHex("61".repeat(32));
  private static final Hash WRONG = Hash.of(new byte[] {1});

  private static HttpNode node;
  private static HttpNode plain;
  private static NoteSigner log;

  @BeforeAll
  static void start() {
    var genesis =
        BlockFixture.genesis(draft -> {
          draft.intervalMillis = 1;
          draft.finalDepth = 1;
        });
    log = log(Checkpoint.originOf(genesis.block().hash()));
    node =
        HttpNode.start(
            TestDatabase.Kind.H2,
            BlockFixture.OPERATOR,
            genesis,
            Map.of("LEDGER_WITNESSED_KEYS", log.key().toString()));
    for (int i = 0; i < 4; i++) {
      node.generate();
    }
    Patience.until("it may sign", () -> !send(0, note(log, 5, root(5))).body().contains("asked"));
    plain = HttpNode.start(TestDatabase.Kind.H2);
  }

  @AfterAll
  static void stop() {
    node.close();
    plain.close();
  }

  private static NoteSigner log(String origin) {
    var key = NoteKey.of(origin, NoteKey.Use.NOTE, NoteSigner.publicKey(SEED)).orElseThrow();
    return new NoteSigner(key, SEED);
  }

  private static Hash root(long size) {
    return node.node().get(ChainTrees.class).root(size).orElseThrow();
  }

  private static SignedNote note(NoteSigner signer, long size, Hash root) {
    var text = new Checkpoint(signer.key().name(), size, root, List.of()).text();
    return signer.sign(new SignedNote(text, List.of()), 0);
  }

  private static Reply send(long old, SignedNote note) {
    return send("old " + old + "\n\n" + note.format());
  }

  private static Reply send(String body) {
    return node.send("POST", PATH, body.getBytes(UTF_8), "Content-Type", "text/plain");
  }

  @Test
  void saysWhyThereIsNone() {
    var reply = plain.get("/api/v1/checkpoint").isProblem(404, "NOTHING_FINAL");
    assertThat(reply.text("detail")).contains("final-depth is 0");
    node.get("/api/v1/checkpoint").isProblem(404, "NOTHING_SIGNED");
  }

  @Test
  void answersAsTheSpecificationOfWitnessesSays() {
    send("old 0").isProblem(400, "MALFORMED");
    send("old 3\n\n" + note(log, 2, root(2)).format()).isProblem(400, "MALFORMED");
    node.send("POST", PATH, new byte[] {(byte) 0xff}).isProblem(400, "MALFORMED");
    send("old 0\n\n" + "x".repeat(80 * 1024)).isProblem(413, "BODY_TOO_LARGE");
    send(0, note(log("ledgerstone/other"), 2, root(2))).isProblem(404, "UNKNOWN_ORIGIN");
    var stranger = new SignedNote(note(log, 3, root(3)).text(), note(log, 2, root(2)).signatures());
    send(0, stranger).isProblem(403, "UNKNOWN_LOG_KEY");
    var early = send(0, note(log, 5, root(5))).isProblem(503, "NOT_FINAL_HERE");
    assertThat(early.header("Retry-After")).hasValue("1");
    send("old 0\n" + "A".repeat(43) + "=\n\n" + note(log, 2, root(2)).format())
        .isProblem(422, "CONSISTENCY_FAILS");

    var signed = send(0, note(log, 2, root(2)));
    var keys = node.get("/api/v1/checkpoint/keys").with(200);
    var witness = NoteKey.parse(keys.text("witness")).orElseThrow();
    signed.isPlainText(200, signed.body());
    assertThat(
            witness.hasSigned(
                SignedNote.parse(note(log, 2, root(2)).format() + signed.body()).orElseThrow()))
        .isTrue();

    var stale = send(0, note(log, 3, root(3))).with(409);
    assertThat(stale.body()).isEqualTo("2\n");
    assertThat(stale.header("Content-Type")).hasValue("text/x.tlog.size");
    assertThat(node.get("/api/v1/checkpoint/alarms").with(200).list("items")).isEmpty();
    send(2, note(log, 2, WRONG)).isProblem(409, "CHECKPOINT_CONFLICT");
    assertThat(node.get("/api/v1/checkpoint/alarms").with(200).list("items"))
        .as("it contradicts this node, and itself")
        .hasSize(2);
  }

  @Test
  void handsOutWhatAKeyHasSignedLast() {
    var path = "/api/v1/checkpoint/signed-by?key=";
    node.get(path + "x").isProblem(400, "MALFORMED");
    node.get("/api/v1/checkpoint/signed-by").isProblem(400, "MALFORMED");
    var own = node.get("/api/v1/checkpoint/keys").text("log");
    plain.get(path + URLEncoder.encode(own, UTF_8)).isProblem(404, "NOT_FOUND");
    send(0, note(log, 5, root(5)));
    node.get(path + URLEncoder.encode(log.key().toString(), UTF_8))
        .isPlainText(200, note(log, 5, root(5)).format());
  }
}
