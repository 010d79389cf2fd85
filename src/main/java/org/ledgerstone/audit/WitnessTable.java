package org.ledgerstone.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The keys of the peers, and the newest checkpoints that keys known here have signed. */
@Component
class WitnessTable {

  /** So many of one key are kept. */
  static final int SEEN_MAX = 100;

  private static final String SEEN =
      "select signer, size, root, note, received from checkpoints_seen";

  private final JdbcClient jdbc;

  WitnessTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The keys of a peer. */
  record Pinned(String url, NoteKey log, NoteKey witness) {}

  List<Pinned> pinned() {
    return jdbc.sql("select url, log_key, witness_key from checkpoint_peers order by pinned, url")
        .query(WitnessTable::pinnedRow)
        .list();
  }

  Optional<Pinned> pinned(PeerUrl peer) {
    return jdbc.sql("select url, log_key, witness_key from checkpoint_peers where url = ?")
        .param(peer.text())
        .query(WitnessTable::pinnedRow)
        .optional();
  }

  private static Pinned pinnedRow(ResultSet row, int number) throws SQLException {
    return new Pinned(
        row.getString(1),
        NoteKey.parse(row.getString(2)).orElseThrow(),
        NoteKey.parse(row.getString(3)).orElseThrow());
  }

  /** Keeps the keys of a peer, unless it has some already or is no peer any more. */
  void pin(PeerUrl peer, NoteKey log, NoteKey witness, long millis) {
    try {
      jdbc.sql(
              "insert into checkpoint_peers (url, log_key, witness_key, pinned)"
                  + " values (?, ?, ?, ?)")
          .params(peer.text(), log.toString(), witness.toString(), millis)
          .update();
    } catch (DataIntegrityViolationException e) {
      return;
    }
  }

  /**
   * Keeps what a key has signed, and gives up the oldest of it when there are too many.
   *
   * @return whether it is new
   */
  boolean add(CheckpointRow row) {
    try {
      jdbc.sql(
              "insert into checkpoints_seen (signer, size, root, note, received)"
                  + " values (?, ?, ?, ?, ?)")
          .params(row.signer(), row.size(), row.root().toString(), row.note(), row.millis())
          .update();
    } catch (DataIntegrityViolationException e) {
      return false;
    }
    jdbc.sql(
            "delete from checkpoints_seen where signer = :signer and size <"
                + " (select min(size) from (select size from checkpoints_seen"
                + " where signer = :signer order by size desc limit :most) as newest)")
        .param("signer", row.signer())
        .param("most", SEEN_MAX)
        .update();
    return true;
  }

  boolean holds(NoteKey signer, long size, Hash root) {
    return jdbc.sql(
                "select count(*) from checkpoints_seen where signer = ? and size = ? and root = ?")
            .params(signer.toString(), size, root.toString())
            .query(Long.class)
            .single()
        > 0;
  }

  Optional<CheckpointRow> newest(NoteKey signer) {
    return jdbc.sql(SEEN + " where signer = ? order by size desc, received desc limit 1")
        .param(signer.toString())
        .query(CheckpointTable::row)
        .optional();
  }

  /** What says otherwise about this size, of whomever. */
  List<CheckpointRow> others(long size, Hash root) {
    return jdbc.sql(SEEN + " where size = ? and root <> ? order by received, signer")
        .params(size, root.toString())
        .query(CheckpointTable::row)
        .list();
  }

  /** All that speaks of these sizes. */
  List<CheckpointRow> between(long above, long upTo) {
    return jdbc.sql(SEEN + " where size > ? and size <= ? order by size, received, signer")
        .params(above, upTo)
        .query(CheckpointTable::row)
        .list();
  }
}
