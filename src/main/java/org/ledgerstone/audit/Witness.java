package org.ledgerstone.audit;

import java.util.Optional;
import org.ledgerstone.ledger.SchemaLevel;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.SignedNote;
import org.springframework.stereotype.Component;

/**
 * Co-signs the checkpoints of other nodes, by the rules of C2SP {@code tlog-witness} and one more:
 * what they speak of has to be final here too, and the same. So who sees the co-signature knows
 * that two nodes have judged every block below it.
 */
@Component
public class Witness {

  private final WitnessKeys known;
  private final WitnessSeen seen;
  private final CheckpointRecovery recovery;
  private final SchemaLevel schema;
  private final CheckpointBook book;
  private final CheckpointKeys keys;
  private final CheckpointChain chain;

  Witness(
      WitnessKeys known,
      WitnessSeen seen,
      CheckpointRecovery recovery,
      SchemaLevel schema,
      CheckpointBook book,
      CheckpointKeys keys,
      CheckpointChain chain) {
    this.known = known;
    this.seen = seen;
    this.recovery = recovery;
    this.schema = schema;
    this.book = book;
    this.keys = keys;
    this.chain = chain;
  }

  /** Judges a checkpoint, and co-signs it if nothing speaks against it. */
  public WitnessAnswer judge(WitnessRequest request) {
    var checkpoint = request.checkpoint();
    if (!checkpoint.origin().equals(keys.origin())) {
      return new WitnessAnswer.UnknownOrigin();
    }
    if (known.logs().stream().noneMatch(key -> key.hasSigned(request.note()))) {
      return new WitnessAnswer.UnknownKey();
    }
    schema.require();
    if (!recovery.isDone()) {
      return new WitnessAnswer.NotYet("The peers are being asked what this node has signed.");
    }
    seen.see(request.note(), checkpoint);
    var last = book.newest(keys.witness().key());
    return objection(request, last).orElseGet(() -> sign(request, last));
  }

  private Optional<WitnessAnswer> objection(WitnessRequest request, Optional<CheckpointRow> last) {
    var checkpoint = request.checkpoint();
    long lastSize = last.map(CheckpointRow::size).orElse(0L);
    if (request.old() != lastSize) {
      return Optional.of(new WitnessAnswer.Stale(lastSize));
    }
    if (checkpoint.size() < 1) {
      return Optional.of(new WitnessAnswer.NotYet("There is no block in it."));
    }
    var root = chain.finalRoot(checkpoint.size());
    if (root.isEmpty()) {
      return Optional.of(
          new WitnessAnswer.NotYet("Block " + checkpoint.size() + " is not final here."));
    }
    boolean differs =
        !root.get().equals(checkpoint.root())
            || last.filter(row -> !chain.agreesWith(row)).isPresent();
    if (differs) {
      return Optional.of(new WitnessAnswer.Conflict());
    }
    var lastRoot = last.map(CheckpointRow::root).orElse(MerkleTree.EMPTY);
    return MerkleTree.isConsistent(
            lastSize, lastRoot, checkpoint.size(), checkpoint.root(), request.proof())
        ? Optional.empty()
        : Optional.of(new WitnessAnswer.BadProof());
  }

  private WitnessAnswer sign(WitnessRequest request, Optional<CheckpointRow> last) {
    var signer = keys.witness();
    return book.sign(signer, trusted(request.note()), request.checkpoint(), last)
        .<WitnessAnswer>map(row -> new WitnessAnswer.CoSigned(lines(signer.key(), row.signed())))
        .orElseGet(() -> outrun(request.old(), signer.key()));
  }

  /** Another request was quicker, or this node's other key has signed another root. */
  private WitnessAnswer outrun(long old, NoteKey key) {
    long size = book.newest(key).map(CheckpointRow::size).orElse(0L);
    return size == old ? new WitnessAnswer.Conflict() : new WitnessAnswer.Stale(size);
  }

  private SignedNote trusted(SignedNote note) {
    var lines = known.logs().stream().flatMap(key -> key.linesIn(note).stream()).toList();
    return new SignedNote(note.text(), lines);
  }

  private static String lines(NoteKey key, SignedNote note) {
    var only = new SignedNote("", key.linesIn(note)).format();
    return only.substring(1);
  }
}
