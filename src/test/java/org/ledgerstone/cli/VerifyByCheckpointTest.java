package org.ledgerstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.audit.ProofJson;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.NoteSigner;
import org.ledgerstone.protocol.ProofFixture;
import org.ledgerstone.protocol.SignedNote;
import tools.jackson.databind.json.JsonMapper;

/** {@code verify-proof} with a signed checkpoint in the place of a head. */
class VerifyByCheckpointTest {

  private static final byte[] SEED = HexFormat.of().parseHex("61".repeat(32));
  private static final Hash WRONG = Hash.of(new byte[] {1});

  @TempDir private Path directory;
  private Terminal terminal;
  private final ChainInMemory chain = ProofFixture.chain();
  private final Hash ledger = chain.blocks().getFirst().hash();
  private final String origin = Checkpoint.originOf(ledger);
  private final NoteSigner log = signer(origin, NoteKey.Use.NOTE);
  private final NoteSigner witness = signer(origin + "/w", NoteKey.Use.COSIGNATURE);

  private static NoteSigner signer(String name, NoteKey.Use use) {
    var key = NoteKey.of(name, use, NoteSigner.publicKey(SEED)).orElseThrow();
    return new NoteSigner(key, SEED);
  }

  @BeforeEach
  void begin() throws IOException {
    terminal = Terminal.in(directory).offline();
    write("proof.json", ProofJson.write(ProofFixture.inclusion(chain, 5, 1, 9)));
    write("later.json", ProofJson.write(ProofFixture.consistency(chain, 5, 9)));
    write("whole.json", ProofJson.write(ProofFixture.consistency(chain, 1, 9)));
  }

  private void write(String file, Map<String, Object> json) throws IOException {
    Files.writeString(directory.resolve(file), new JsonMapper().writeValueAsString(json));
  }

  private SignedNote note(String from, long size, Hash root) {
    var text = new Checkpoint(from, size, root, List.of()).text();
    return witness.sign(log.sign(new SignedNote(text, List.of()), 0), 1_770_000_000);
  }

  private SignedNote right() {
    return note(origin, 8, chain.head().header().history());
  }

  private Terminal.Said verify(String proof, String note, NoteKey key, String... more)
      throws IOException {
    Files.writeString(directory.resolve("note.txt"), note);
    var words = new ArrayList<>(List.of("verify-proof", proof, "--checkpoint", "note.txt"));
    words.addAll(List.of("--key", key.toString()));
    words.addAll(List.of(more));
    return terminal.run(words.toArray(String[]::new));
  }

  @Test
  void holdsAgainstWhatALogOrAWitnessHasSigned() throws IOException {
    var said = verify("proof.json", right().format(), log.key());
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("The proof holds.")
        .contains("Against:   the checkpoint of size 8, signed by " + origin + ".");
    said = verify("proof.json", right().format(), witness.key());
    assertThat(said.out()).contains("signed by " + origin + "/w at 2026-02-02T02:40:00Z.");
    for (var proof : List.of("later.json", "whole.json")) {
      said = verify(proof, right().format(), witness.key());
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(said.out()).contains("the checkpoint of size 8");
    }
    var json = verify("proof.json", right().format(), log.key(), "--json").json();
    assertThat(json.path("checkpoint").path("size").asInt()).isEqualTo(8);
    assertThat(json.path("checkpoint").path("signedBy").asString()).isEqualTo(log.key() + "");
  }

  private void fails(String proof, SignedNote note, NoteKey key, String why) throws IOException {
    var said = verify(proof, note.format(), key);
    assertThat(said.code()).as(said.out()).isEqualTo(1);
    assertThat(said.err()).contains("CHECKPOINT_FAILS").contains(why);
    assertThat(said.out()).doesNotContain("holds");
  }

  @Test
  void refusesWhatDoesNotVouchForTheHead() throws IOException {
    var root = chain.head().header().history();
    fails("proof.json", note(origin, 7, root), log.key(), "block 8, not 9");
    fails("proof.json", note(origin, 8, WRONG), log.key(), "other blocks");
    fails("later.json", note(origin, 8, WRONG), log.key(), "other blocks");
    fails("later.json", note(origin, 9, root), log.key(), "block 10, not 9");
    var elsewhere = note(Checkpoint.originOf(WRONG), 8, root);
    fails("proof.json", elsewhere, log.key(), "It is of ledgerstone/");
    fails("whole.json", elsewhere, log.key(), "It is of ledgerstone/");
    var other = signer(origin, NoteKey.Use.COSIGNATURE).key();
    fails("proof.json", right(), other, "not signed by");
    var moved = new SignedNote(note(origin, 7, root).text(), right().signatures());
    fails("proof.json", moved, log.key(), "not signed by");
  }

  @Test
  void readsNothingElse() throws IOException {
    assertThat(verify("proof.json", "nothing", log.key()).code()).isEqualTo(4);
    var note = log.sign(new SignedNote("a text\n", List.of()), 0);
    assertThat(verify("proof.json", note.format(), log.key()).code()).isEqualTo(4);
    var head = chain.head().hash().toString();
    var key = log.key().toString();
    for (var words :
        List.of(
            List.of("--head", head, "--key", key),
            List.of("--checkpoint", "note.txt"),
            List.of("--key", key),
            List.of("--checkpoint", "note.txt", "--key", "x"),
            List.of("--checkpoint", "note.txt", "--key", key, "--head", head))) {
      var all = new ArrayList<>(List.of("verify-proof", "proof.json"));
      all.addAll(words);
      assertThat(terminal.run(all.toArray(String[]::new)).code()).as("" + words).isEqualTo(2);
    }
  }
}
