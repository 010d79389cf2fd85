package org.ledgerstone.audit;

import java.util.List;
import java.util.Optional;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.SignedNote;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * This node's own checkpoints: its newest final block, signed, with what other nodes have signed
 * below. Sizes only rise, and what was signed once is never contradicted. Start reading here.
 */
@Component
public class Checkpoints {

  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

  /** A note with more lines is read by nobody. */
  private static final int COSIGNATURES_MAX = 99;

  private final CheckpointBook book;
  private final CheckpointTable table;
  private final CheckpointChain chain;
  private final CheckpointKeys keys;
  private final CheckpointRecovery recovery;
  private boolean toldOfAnotherChain;

  Checkpoints(
      CheckpointBook book,
      CheckpointTable table,
      CheckpointChain chain,
      CheckpointKeys keys,
      CheckpointRecovery recovery) {
    this.book = book;
    this.table = table;
    this.chain = chain;
    this.keys = keys;
    this.recovery = recovery;
  }

  /** What came of signing. */
  enum Outcome {
    /** There is a newer one now. */
    SIGNED,
    /** It has been signed already. */
    KNOWN,
    /** Another instance with the same key was quicker, and signed less. */
    OUTRUN,
    /** No block is ever final here. */
    NOTHING_FINAL,
    /** The peers have not been asked yet what has been signed. */
    NOT_READY,
    /** More has been signed than is final here: the database was restored, and catches up. */
    BEHIND,
    /** The chain here is not the one that was signed. */
    OTHER_CHAIN
  }

  /** The newest one, with all signatures that there are. */
  public Optional<SignedNote> newest() {
    return isEverFinal() ? book.given(keys.log().key()).map(this::whole) : Optional.empty();
  }

  /**
   * The newest one for an export that ends with this block, with the first few signatures.
   *
   * @return empty if the newest speaks of later blocks, or of others
   */
  Optional<SignedNote> upTo(long index) {
    return newest()
        .filter(note -> {
          var said = CheckpointRow.checkpoint(note).orElseThrow();
          return said.size() <= index
              && chain.finalRoot(said.size()).equals(Optional.of(said.root()));
        })
        .map(note ->
            new SignedNote(
                note.text(), note.signatures().stream().limit(ExportEnd.SIGNATURES_MAX).toList()));
  }

  private SignedNote whole(CheckpointRow row) {
    var note = row.signed();
    var checkpoint = CheckpointRow.checkpoint(note).orElseThrow();
    for (var line : table.cosignatures(checkpoint, COSIGNATURES_MAX)) {
      note = note.and(line);
    }
    return note;
  }

  /** Whether blocks become final on this ledger at all. */
  public boolean isEverFinal() {
    return chain.newest().isPresent();
  }

  /** Which log this is, the same on all nodes of the ledger. */
  public String origin() {
    return keys.origin();
  }

  /** What its signatures are checked with: as a log, then as a witness. */
  public List<NoteKey> keys() {
    return keys.all();
  }

  /** Signs the newest final block, if it is newer than what was signed last. */
  Outcome sign() {
    var newest = chain.newest();
    if (newest.isEmpty()) {
      return Outcome.NOTHING_FINAL;
    }
    if (!recovery.isDone()) {
      return Outcome.NOT_READY;
    }
    var signer = keys.log();
    var last = book.newest(signer.key());
    var objection = last.flatMap(row -> objection(row, newest.get()));
    if (objection.isPresent()) {
      return objection.get();
    }
    return book.sign(signer, unsigned(newest.get()), newest.get(), last).isPresent()
        ? Outcome.SIGNED
        : notSigned(newest.get(), last);
  }

  /** Why it was not signed by a key that had signed this before. */
  private Outcome notSigned(Checkpoint newest, Optional<CheckpointRow> before) {
    var now = book.newest(keys.log().key());
    return now.equals(before)
        ? refused(newest)
        : now.flatMap(row -> objection(row, newest)).orElse(Outcome.OUTRUN);
  }

  private Optional<Outcome> objection(CheckpointRow last, Checkpoint newest) {
    if (last.size() > newest.size()) {
      return Optional.of(Outcome.BEHIND);
    }
    if (!chain.agreesWith(last)) {
      return Optional.of(refused(newest));
    }
    return last.size() == newest.size() ? Optional.of(Outcome.KNOWN) : Optional.empty();
  }

  private Outcome refused(Checkpoint newest) {
    if (!toldOfAnotherChain) {
      toldOfAnotherChain = true;
      log.error(
          "The final block {} here does not go on from what this node has signed before: no"
              + " checkpoint is signed any more. See docs/CHECKPOINTS.md.",
          newest.size());
    }
    return Outcome.OTHER_CHAIN;
  }

  /**
   * What shows that this is so here: signed already, or now.
   *
   * @param ours of this node's chain, and final
   * @return empty if that must not be signed
   */
  Optional<CheckpointRow> shown(Checkpoint ours) {
    return keys.all().stream()
        .flatMap(key -> book.at(key, ours.size()).stream())
        .filter(row -> row.isOf(ours))
        .findFirst()
        .or(() -> recovery.isDone() ? signed(ours) : Optional.empty());
  }

  private Optional<CheckpointRow> signed(Checkpoint ours) {
    var signer = keys.log();
    var last = book.newest(signer.key());
    if (last.filter(row -> !chain.agreesWith(row)).isPresent()) {
      return Optional.empty();
    }
    return last.filter(row -> row.size() > ours.size())
        .map(row -> book.signEarlier(signer, unsigned(ours), ours, row))
        .orElseGet(() -> book.sign(signer, unsigned(ours), ours, last));
  }

  private static SignedNote unsigned(Checkpoint checkpoint) {
    return new SignedNote(checkpoint.text(), List.of());
  }
}
