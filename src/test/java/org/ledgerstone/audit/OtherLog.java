package org.ledgerstone.audit;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.ledgerstone.ledger.ChainTrees;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.testing.TestLedger;

/** Another node of a ledger as far as it signs heads, and whatever it likes to sign. */
final class OtherLog {

  private final CheckpointKeys keys;

  private OtherLog(CheckpointKeys keys) {
    this.keys = keys;
  }

  /** A node of this ledger whose key is this byte, all over. */
  static OtherLog of(Hash ledger, int everyByte) {
    var seed = String.format("%02x", everyByte).repeat(32);
    return new OtherLog(new CheckpointKeys(ledger, seed, Path.of("unused"), new Random(1)));
  }

  NoteKey key() {
    return keys.log().key();
  }

  NoteKey witness() {
    return keys.witness().key();
  }

  /** Its checkpoint of this size and root. */
  SignedNote note(long size, Hash root) {
    return signed(new Checkpoint(keys.origin(), size, root, List.of()).text());
  }

  /** Its checkpoint of the blocks as the ledger has them. */
  SignedNote note(TestLedger ledger, long size) {
    return note(size, root(ledger, size));
  }

  /** Its signature below any text. */
  SignedNote signed(String text) {
    return keys.log().sign(new SignedNote(text, List.of()), 0);
  }

  /** Its line as a witness of this note. */
  SignedNote.Line cosigned(SignedNote note) {
    return keys.witness().sign(note, 1).signatures().getLast();
  }

  static Hash root(TestLedger ledger, long size) {
    return ledger.get(ChainTrees.class).root(size).orElseThrow();
  }

  /** The body that asks for a co-signature, with the proof that the ledger's chain has. */
  static String asking(TestLedger ledger, long old, long size, SignedNote note) {
    var proof = ledger.get(ChainTrees.class).consistency(old, size).orElseThrow();
    return asking(old, proof, note);
  }

  static String asking(long old, List<Hash> proof, SignedNote note) {
    var body = new StringBuilder("old " + old + "\n");
    for (var hash : proof) {
      body.append(Base64.getEncoder().encodeToString(hash.bytes())).append('\n');
    }
    return body + "\n" + note.format();
  }
}
