package org.ledgerstone.audit;

import java.util.Optional;
import java.util.stream.Stream;
import org.ledgerstone.ledger.ChainTrees;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.web.Problem;
import org.springframework.stereotype.Component;

/** Compares the checkpoint in an export with the blocks that have come with it. */
@Component
class ImportCheckpoint {

  private final ChainTrees trees;
  private final CheckpointKeys own;
  private final WitnessKeys known;

  ImportCheckpoint(ChainTrees trees, CheckpointKeys own, WitnessKeys known) {
    this.trees = trees;
    this.own = own;
    this.known = known;
  }

  /**
   * What there is of it.
   *
   * @throws Problem 400 {@code EXPORT_CHECKPOINT_WRONG} if it does not speak of these blocks
   */
  Optional<ImportReport.Signed> judge(ExportEnd end) {
    return end.checkpoint().map(note -> judge(note, end.index()));
  }

  private ImportReport.Signed judge(String text, long index) {
    var note = SignedNote.parse(text).orElseThrow(() -> wrong("It is no signed note."));
    var checkpoint =
        CheckpointRow.checkpoint(note)
            .filter(read -> read.origin().equals(own.origin()))
            .filter(read -> read.size() >= 1 && read.size() <= index)
            .orElseThrow(() -> wrong("It is no checkpoint of these blocks."));
    if (!isRight(checkpoint)) {
      throw wrong("Its root is not the one over the first " + checkpoint.size() + " blocks.");
    }
    var keys = Stream.concat(own.all().stream(), known.all().stream());
    return new ImportReport.Signed(
        checkpoint.size(), keys.filter(key -> key.hasSigned(note)).count());
  }

  private boolean isRight(Checkpoint checkpoint) {
    return trees.root(checkpoint.size()).equals(Optional.of(checkpoint.root()));
  }

  private static Problem wrong(String detail) {
    return Problem.malformed(
        "EXPORT_CHECKPOINT_WRONG",
        "The last line: the checkpoint does not fit. " + detail + " The blocks are taken.");
  }
}
