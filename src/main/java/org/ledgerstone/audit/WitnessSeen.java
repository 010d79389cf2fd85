package org.ledgerstone.audit;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.SignedNote;
import org.springframework.stereotype.Component;

/**
 * What others have signed, as far as this node has come to see it: compared with each other, and
 * with the chain here as far as that is final. What contradicts raises an alarm.
 */
@Component
public class WitnessSeen {

  private final WitnessTable table;
  private final WitnessKeys keys;
  private final WitnessAlarms alarms;
  private final Checkpoints checkpoints;
  private final CheckpointBook book;
  private final CheckpointKeys own;
  private final CheckpointChain chain;
  private final Clock clock;
  private long comparedUpTo;

  WitnessSeen(
      WitnessTable table,
      WitnessKeys keys,
      WitnessAlarms alarms,
      Checkpoints checkpoints,
      CheckpointBook book,
      CheckpointKeys own,
      CheckpointChain chain,
      Clock clock) {
    this.table = table;
    this.keys = keys;
    this.alarms = alarms;
    this.checkpoints = checkpoints;
    this.book = book;
    this.own = own;
    this.chain = chain;
    this.clock = clock;
  }

  /** The newest note here that this key has signed, with its signature and no other. */
  public Optional<SignedNote> newestOf(NoteKey key) {
    return own.all().contains(key)
        ? book.given(key).map(CheckpointRow::signed)
        : table.newest(key).map(CheckpointRow::signed);
  }

  /** Takes in whatever of this note keys that are known here have signed. */
  void see(SignedNote note, Checkpoint checkpoint) {
    if (checkpoint.size() >= 1 && checkpoint.origin().equals(own.origin())) {
      for (var key : keys.all()) {
        var lines = key.linesIn(note);
        if (!lines.isEmpty()) {
          see(key, new SignedNote(note.text(), lines), checkpoint);
        }
      }
    }
  }

  private void see(NoteKey key, SignedNote note, Checkpoint checkpoint) {
    if (table.holds(key, checkpoint.size(), checkpoint.root())) {
      return;
    }
    var row = CheckpointRow.of(key.toString(), checkpoint, note, clock.millis());
    table.add(row);
    table.others(row.size(), row.root()).forEach(other -> alarms.raise(row, other));
    compare(row);
  }

  /** Compares with the chain here what this had not reached when it came. */
  synchronized void compareWithChain() {
    long upTo = chain.newest().map(Checkpoint::size).orElse(0L);
    for (var row : table.between(comparedUpTo, upTo)) {
      compare(row);
    }
    comparedUpTo = Math.max(comparedUpTo, upTo);
  }

  private void compare(CheckpointRow theirs) {
    var root = chain.finalRoot(theirs.size());
    boolean differs = root.isPresent() && !root.get().equals(theirs.root());
    // What is not kept is not worth a signature, or a peer could have any number of them made.
    if (differs && alarms.hasRoom(theirs.signer(), own.log().key().toString())) {
      var ours = new Checkpoint(own.origin(), theirs.size(), root.orElseThrow(), List.of());
      checkpoints.shown(ours).ifPresent(row -> alarms.raise(theirs, row));
    }
  }
}
