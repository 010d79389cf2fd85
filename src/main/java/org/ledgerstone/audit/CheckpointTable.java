package org.ledgerstone.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.SignedNote;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What this node's keys have signed, and what others have signed below it. */
@Component
class CheckpointTable {

  private static final String ROWS = "select signer, size, root, note, signed_at from checkpoints";

  private final JdbcClient jdbc;

  CheckpointTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<CheckpointRow> newest(NoteKey signer) {
    return newest(signer, "");
  }

  /** The newest, and nobody else adds one that is newer before this transaction has ended. */
  Optional<CheckpointRow> lockNewest(NoteKey signer) {
    // Whoever has waited for the lock may find another newest one now.
    var _ = newest(signer, " for update");
    return newest(signer, " for update");
  }

  private Optional<CheckpointRow> newest(NoteKey signer, String how) {
    return jdbc.sql(
            ROWS
                + " where signer = :signer and size ="
                + " (select max(size) from checkpoints where signer = :signer)"
                + how)
        .param("signer", signer.toString())
        .query(CheckpointTable::row)
        .optional();
  }

  Optional<CheckpointRow> at(NoteKey signer, long size) {
    return jdbc.sql(ROWS + " where signer = ? and size = ?")
        .params(signer.toString(), size)
        .query(CheckpointTable::row)
        .optional();
  }

  static CheckpointRow row(ResultSet row, int number) throws SQLException {
    return new CheckpointRow(
        row.getString(1),
        row.getLong(2),
        Hash.parse(row.getString(3)).orElseThrow(),
        row.getString(4),
        row.getLong(5));
  }

  void insert(CheckpointRow row) {
    jdbc.sql("insert into checkpoints (signer, size, root, note, signed_at) values (?, ?, ?, ?, ?)")
        .params(row.signer(), row.size(), row.root().toString(), row.note(), row.millis())
        .update();
  }

  /** The first lines of others below this checkpoint, in the order in which they came. */
  List<SignedNote.Line> cosignatures(Checkpoint checkpoint, int limit) {
    return jdbc
        .sql(
            "select line from checkpoint_cosignatures where size = ? and root = ?"
                + " order by received, signer limit ?")
        .params(checkpoint.size(), checkpoint.root().toString(), limit)
        .query(String.class)
        .list()
        .stream()
        .map(line -> SignedNote.parse(checkpoint.text() + "\n" + line + "\n").orElseThrow())
        .map(note -> note.signatures().getFirst())
        .toList();
  }

  boolean hasCosigned(Checkpoint checkpoint, NoteKey signer) {
    return jdbc.sql(
                "select count(*) from checkpoint_cosignatures"
                    + " where size = ? and root = ? and signer = ?")
            .params(checkpoint.size(), checkpoint.root().toString(), signer.toString())
            .query(Long.class)
            .single()
        > 0;
  }

  /** Keeps a line below this checkpoint; the first one of a key stays. */
  void addCosignature(Checkpoint checkpoint, NoteKey signer, SignedNote.Line line, long millis) {
    var text = new SignedNote("", List.of(line)).format().strip();
    try {
      jdbc.sql(
              "insert into checkpoint_cosignatures (size, root, signer, line, received)"
                  + " values (?, ?, ?, ?, ?)")
          .params(checkpoint.size(), checkpoint.root().toString(), signer.toString(), text, millis)
          .update();
    } catch (DuplicateKeyException e) {
      return;
    }
  }
}
