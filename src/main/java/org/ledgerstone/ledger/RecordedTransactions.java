package org.ledgerstone.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.RuleBook;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds transactions by their ids, wherever they stand. */
@Component
class RecordedTransactions {

  private static final String IN_BLOCKS_SELECT =
      "select t.block_index, t.position, b.hash as block_hash, t."
          + TransactionColumns.NAMES.replace(", ", ", t.");
  private static final String WITH_BLOCK = " join blocks b on b.\"index\" = t.block_index";
  static final String IN_BLOCKS = IN_BLOCKS_SELECT + " from transactions t" + WITH_BLOCK;

  private final JdbcClient jdbc;
  private final SetStatements sets;
  private final Clock clock;
  private final Hash ledger;

  RecordedTransactions(JdbcClient jdbc, SetStatements sets, RuleBook rules, Clock clock) {
    this.jdbc = jdbc;
    this.sets = sets;
    this.clock = clock;
    this.ledger = rules.ledger();
  }

  /** The one with this id: valid, pending or dropped within the last day. */
  Optional<Recorded> find(Hash id) {
    return findIn(IN_BLOCKS + " where t.id = ?", id, this::valid)
        .or(() ->
            findIn(
                "select " + TransactionColumns.NAMES + " from pool where id = ?",
                id,
                this::pending))
        // Sealed between the two questions, it would have been missed by both.
        .or(() -> findIn(IN_BLOCKS + " where t.id = ?", id, this::valid))
        .or(() ->
            findIn(
                "select reason, "
                    + TransactionColumns.NAMES
                    + " from dropped where id = ? and dropped_at >= "
                    + (clock.millis() - PoolTable.DROPPED_MILLIS),
                id,
                this::dropped));
  }

  private Optional<Recorded> findIn(String sql, Hash id, RowMapper<Recorded> mapper) {
    return jdbc.sql(sql).param(id.bytes()).query(mapper).optional();
  }

  /** Those of these that are valid or pending. */
  Map<Hash, Recorded> find(Collection<Hash> ids) {
    var found = new HashMap<Hash, Recorded>();
    if (ids.isEmpty()) {
      return found;
    }
    var wanted = List.copyOf(ids);
    var columns = new Columns().add("bytea", wanted, Hash::bytes);
    sets.query(
            "select p."
                + TransactionColumns.NAMES.replace(", ", ", p.")
                + " from %s as k (id) join pool p on p.id = k.id",
            columns,
            this::pending)
        .forEach(r -> found.put(r.transaction().id(), r));
    sets.query(
            IN_BLOCKS_SELECT + " from %s as k (id) join transactions t on t.id = k.id" + WITH_BLOCK,
            columns,
            this::valid)
        .forEach(r -> found.put(r.transaction().id(), r));
    return found;
  }

  Recorded valid(ResultSet row, int n) throws SQLException {
    long block = row.getLong("block_index");
    return Recorded.valid(
        TransactionColumns.read(row, ledger, block),
        new Recorded.Place(
            block, Hash.parse(row.getString("block_hash")).orElseThrow(), row.getInt("position")));
  }

  private Recorded pending(ResultSet row, int n) throws SQLException {
    return Recorded.pending(TransactionColumns.read(row, ledger, 0));
  }

  private Recorded dropped(ResultSet row, int n) throws SQLException {
    return Recorded.dropped(TransactionColumns.read(row, ledger, 0), row.getString("reason"));
  }
}
