package org.ledgerstone.audit;

import java.util.Optional;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.SignedNote;

/**
 * A checkpoint that a key has signed.
 *
 * @param signer the key, {@code name+id+key}
 * @param note the whole text with its signatures
 * @param millis when it was signed or came, since 1970
 */
record CheckpointRow(String signer, long size, Hash root, String note, long millis) {

  static CheckpointRow of(String signer, Checkpoint checkpoint, SignedNote note, long millis) {
    return new CheckpointRow(signer, checkpoint.size(), checkpoint.root(), note.format(), millis);
  }

  /**
   * What the note says of itself; empty if it is no checkpoint, or one with further lines: those of
   * all nodes of a ledger are equal, and these would not be.
   */
  static Optional<Checkpoint> checkpoint(SignedNote note) {
    return Checkpoint.parse(note.text()).filter(read -> read.extensions().isEmpty());
  }

  SignedNote signed() {
    return SignedNote.parse(note).orElseThrow();
  }

  boolean isOf(Checkpoint checkpoint) {
    return size == checkpoint.size() && root.equals(checkpoint.root());
  }
}
