package org.ledgerstone.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.ProvedBlock;
import org.ledgerstone.protocol.SignedNote;
import tools.jackson.databind.node.ObjectNode;

/** What a proof is checked against. */
sealed interface Trusted permits Anchored, Trusted.Head, Trusted.Noted {

  /**
   * The hash of the head that is trusted.
   *
   * @param head which the proof ends with
   * @param ledger which it is of, where it says so
   * @throws Failure if nothing vouches for that head
   */
  Hash head(ProvedBlock head, Optional<Hash> ledger);

  /** What it is, as the end of a sentence. */
  String words(String which);

  /** What it leaves open beyond what every proof does, as sentences that begin with "that". */
  default List<String> missing() {
    return List.of();
  }

  /** Adds what it is to an answer. */
  void put(ObjectNode answer);

  /** A head from elsewhere. */
  record Head(Hash hash) implements Trusted {

    @Override
    public Hash head(ProvedBlock head, Optional<Hash> ledger) {
      return hash;
    }

    @Override
    public String words(String which) {
      return which + " that you gave";
    }

    @Override
    public void put(ObjectNode answer) {
      // The answer names the head anyway.
    }
  }

  /**
   * A checkpoint that a key has signed.
   *
   * @param cosignedAt when, in seconds since 1970, if that is part of the signature
   */
  record Noted(Checkpoint checkpoint, NoteKey key, OptionalLong cosignedAt) implements Trusted {

    /**
     * Reads a note.
     *
     * @throws Failure if it is no checkpoint, or not signed by that key
     */
    static Noted read(String text, NoteKey key) {
      var note =
          SignedNote.parse(text).orElseThrow(() -> Failure.file("The file holds no signed note."));
      var checkpoint =
          Checkpoint.parse(note.text())
              .orElseThrow(() -> Failure.file("The signed note is no checkpoint."));
      if (!key.hasSigned(note)) {
        throw fails("It is not signed by " + key.name() + " with that key.");
      }
      return new Noted(checkpoint, key, key.cosignedAt(note));
    }

    /** The head names the root over all blocks before it, and so those of the checkpoint. */
    @Override
    public Hash head(ProvedBlock head, Optional<Hash> ledger) {
      if (ledger.isPresent() && !checkpoint.origin().equals(Checkpoint.originOf(ledger.get()))) {
        throw fails("It is of " + checkpoint.origin() + ", the proof of " + ledger.get() + ".");
      }
      if (head.header().index() - 1 != checkpoint.size()) {
        throw fails(
            "It speaks of %d blocks, so the proof's head has to be block %d, not %d."
                .formatted(checkpoint.size(), checkpoint.size() + 1, head.header().index()));
      }
      if (!head.header().history().equals(checkpoint.root())) {
        throw fails("The proof's head follows other blocks.");
      }
      return head.hash();
    }

    private static Failure fails(String detail) {
      return Failure.refused("CHECKPOINT_FAILS", "The checkpoint does not vouch for it. " + detail);
    }

    @Override
    public String words(String which) {
      var when = new StringBuilder();
      cosignedAt.ifPresent(seconds -> when.append(" at ").append(Instant.ofEpochSecond(seconds)));
      return "the checkpoint of size " + checkpoint.size() + ", signed by " + key.name() + when;
    }

    @Override
    public void put(ObjectNode answer) {
      var fields = answer.putObject("checkpoint");
      fields.put("origin", checkpoint.origin());
      fields.put("size", checkpoint.size());
      fields.put("signedBy", key.toString());
      cosignedAt.ifPresent(seconds -> fields.put("signedAt", seconds));
    }
  }
}
