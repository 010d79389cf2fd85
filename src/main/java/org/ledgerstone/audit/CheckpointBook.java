package org.ledgerstone.audit;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.ledger.Durability;
import org.ledgerstone.ledger.SchemaLevel;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.ledger.Steps;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.NoteSigner;
import org.ledgerstone.protocol.SignedNote;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one place where this node signs checkpoints, and where it remembers what it has signed: in a
 * table and in a file, both durable before a signature is handed out. Each key signs a size once
 * and no two of them different roots of it, also if the database is an older copy. Thread-safe.
 */
@Component
class CheckpointBook {

  private static final Logger log = LoggerFactory.getLogger(CheckpointBook.class);

  private final CheckpointTable table;
  private final SchemaLevel schema;
  private final CheckpointKeys keys;
  private final CheckpointFile file;
  private final Durability durability;
  private final Steps steps;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final Map<String, Long> inFile = new HashMap<>();
  private boolean isOpen;

  CheckpointBook(
      CheckpointTable table,
      SchemaLevel schema,
      CheckpointKeys keys,
      CheckpointFile file,
      Durability durability,
      Steps steps,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.table = table;
    this.schema = schema;
    this.keys = keys;
    this.file = file;
    this.durability = durability;
    this.steps = steps;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /** What this key of this node has signed last. */
  Optional<CheckpointRow> newest(NoteKey key) {
    open();
    return table.newest(key);
  }

  /** The same, durable in both places, so that it may be given to anybody. */
  synchronized Optional<CheckpointRow> given(NoteKey key) {
    var newest = newest(key);
    newest.ifPresent(row -> write(row, false));
    return newest;
  }

  /** The size of that as this instance knows it, 0 for none. Asks no database. */
  synchronized long givenSize(NoteKey key) {
    return inFile.getOrDefault(key.toString(), 0L);
  }

  /** What this key of this node has signed at this size. */
  Optional<CheckpointRow> at(NoteKey key, long size) {
    open();
    return table.at(key, size);
  }

  /**
   * Signs a checkpoint, or finds it signed already. The caller has seen that it continues the one
   * that the key has signed last.
   *
   * @param note the checkpoint with whatever signatures are to be kept with it
   * @param last what the key had signed last when that was seen
   * @return what is durable now and may be given to anybody; empty if the key has signed something
   *     else meanwhile, or a key of this node another root of this size
   */
  Optional<CheckpointRow> sign(
      NoteSigner signer, SignedNote note, Checkpoint checkpoint, Optional<CheckpointRow> last) {
    return last.map(row -> row.size() <= checkpoint.size()).orElse(true)
        ? keep(signer.key(), checkpoint, last, () -> signer.sign(note, seconds()))
        : Optional.empty();
  }

  /**
   * Signs a checkpoint that is smaller than the one that the key has signed last, to show what the
   * chain here was then. The caller has seen that both are of one chain.
   *
   * @return empty in the same cases
   */
  Optional<CheckpointRow> signEarlier(
      NoteSigner signer, SignedNote note, Checkpoint checkpoint, CheckpointRow last) {
    return keep(signer.key(), checkpoint, Optional.of(last), () -> signer.sign(note, seconds()));
  }

  private long seconds() {
    return Math.max(0, clock.instant().getEpochSecond());
  }

  /**
   * Keeps what one of this node's keys has signed earlier, as others remember it.
   *
   * @return whether that was news
   */
  boolean remember(NoteKey key, SignedNote note, Checkpoint checkpoint) {
    var last = newest(key);
    return last.map(row -> row.size() < checkpoint.size()).orElse(true)
        && keep(key, checkpoint, last, () -> note).isPresent();
  }

  @FunctionalInterface
  private interface Signing {
    SignedNote note();
  }

  /** What stands in the table now; whether it was written just now. */
  private record Kept(CheckpointRow row, boolean isNew) {}

  private synchronized Optional<CheckpointRow> keep(
      NoteKey key, Checkpoint checkpoint, Optional<CheckpointRow> last, Signing signing) {
    open();
    try {
      var kept = transaction.execute(status -> keepOnce(key, checkpoint, last, signing));
      kept.ifPresent(one -> {
        durability.sync();
        steps.reached(Step.CHECKPOINT_KEPT);
        write(one.row(), one.isNew());
      });
      return kept.map(Kept::row);
    } catch (DuplicateKeyException e) {
      // Another instance with the same key was quicker.
      return Optional.empty();
    }
  }

  private Optional<Kept> keepOnce(
      NoteKey key, Checkpoint checkpoint, Optional<CheckpointRow> last, Signing signing) {
    var now = table.lockNewest(key);
    schema.require();
    var same = table.at(key, checkpoint.size());
    if (same.isPresent()) {
      return same.filter(row -> row.isOf(checkpoint)).map(row -> new Kept(row, false));
    }
    boolean differs =
        keys.all().stream()
            .flatMap(own -> table.at(own, checkpoint.size()).stream())
            .anyMatch(row -> !row.isOf(checkpoint));
    if (differs || !now.equals(last)) {
      return Optional.empty();
    }
    var row = CheckpointRow.of(key.toString(), checkpoint, signing.note(), clock.millis());
    table.insert(row);
    return Optional.of(new Kept(row, true));
  }

  private void write(CheckpointRow row, boolean isNew) {
    boolean isNewest = inFile.getOrDefault(row.signer(), 0L) < row.size();
    // Also what could not be written when it was signed.
    if (isNew || isNewest) {
      file.append(row.signed());
      inFile.merge(row.signer(), row.size(), Math::max);
    }
  }

  /** Makes file and table agree, once: a database that was restored lacks what the file has. */
  private synchronized void open() {
    if (isOpen) {
      return;
    }
    for (var key : keys.all()) {
      long known = table.newest(key).map(CheckpointRow::size).orElse(0L);
      file.read(note -> take(key, note, known));
      table.newest(key).ifPresent(row -> write(row, false));
      tell(key, known);
    }
    isOpen = true;
  }

  private void take(NoteKey key, SignedNote note, long known) {
    if (!key.isNamedIn(note)) {
      return;
    }
    CheckpointRow.checkpoint(note)
        .filter(read -> read.origin().equals(keys.origin()))
        .ifPresent(checkpoint -> {
          inFile.merge(key.toString(), checkpoint.size(), Math::max);
          if (checkpoint.size() > known && table.at(key, checkpoint.size()).isEmpty()) {
            restore(key, note, checkpoint);
          }
        });
  }

  private void restore(NoteKey key, SignedNote note, Checkpoint checkpoint) {
    if (key.hasSigned(note)) {
      table.insert(CheckpointRow.of(key.toString(), checkpoint, note, clock.millis()));
      durability.sync();
    } else {
      log.error(
          "The file of checkpoints holds one of size {} with a wrong signature of {}",
          checkpoint.size(),
          key.name());
    }
  }

  private void tell(NoteKey key, long known) {
    long now = table.newest(key).map(CheckpointRow::size).orElse(0L);
    if (now > known) {
      log.warn(
          "The file of checkpoints has what {} signed up to size {}, the database only up to {}:"
              + " it is an older copy. Nothing smaller and nothing different will be signed.",
          key.name(),
          now,
          known);
    }
  }
}
