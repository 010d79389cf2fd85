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

  /** Which rows stand before a place in the chain, with the parameters of {@link #before}. */
  static final String BEFORE =
      """
      seq < coalesce(
        (select seq from places where block_index = :block and position = :position),
        (select seq from places where block_index = :next and position = 0),
        (select sealed_to + 1 from head))
      """;

  private static final String SELECT =
      "select p.block_index, p.position, b.hash as block_hash, r."
          + TransactionColumns.NAMES.replace(", ", ", r.");
  private static final String WITH_BLOCK =
      " join places p on p.seq = r.seq join blocks b on b.\"index\" = p.block_index";
  static final String IN_BLOCKS = inBlocks("recorded");
  private static final String WITH_BLOCK_IF_ANY = WITH_BLOCK.replace(" join ", " left join ");

  /** H2 reads an index from its end only if all of its columns are named in the order. */
  static final String POSTS =
      SELECT
          + ", r.seq from (select * from recorded where kind = 'post' and seq < :before"
          + " order by kind desc, seq desc limit :limit) r"
          + WITH_BLOCK_IF_ANY
          + " order by r.seq desc";

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
    return findIn(
            SELECT + " from recorded r" + WITH_BLOCK_IF_ANY + " where r.id = ?", id, this::kept)
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
    sets.query(
            SELECT + " from %s as k (id) join recorded r on r.id = k.id" + WITH_BLOCK_IF_ANY,
            new Columns().add("bytea", List.copyOf(ids), Hash::bytes),
            this::kept)
        .forEach(r -> found.put(r.transaction().id(), r));
    return found;
  }

  /** Posts before this number, wherever they stand, the newest first. */
  List<Transactions.Posted> posts(long beforeSeq, int limit) {
    return jdbc.sql(POSTS)
        .param("before", beforeSeq)
        .param("limit", limit)
        .query((row, n) -> new Transactions.Posted(row.getLong("seq"), kept(row, n)))
        .list();
  }

  /** These rows of {@code recorded}, called r, with the blocks that hold them. */
  static String inBlocks(String rows) {
    return SELECT + " from " + rows + " r" + WITH_BLOCK;
  }

  static Map<String, Object> before(ChainPosition place) {
    return Map.of(
        "block", place.blockIndex(), "position", place.position(), "next", place.blockIndex() + 1);
  }

  Recorded valid(ResultSet row, int n) throws SQLException {
    long block = row.getLong("block_index");
    return Recorded.valid(
        TransactionColumns.read(row, ledger, block),
        new Recorded.Place(
            block, Hash.parse(row.getString("block_hash")).orElseThrow(), row.getInt("position")));
  }

  private Recorded kept(ResultSet row, int n) throws SQLException {
    return row.getObject("block_index") == null
        ? Recorded.pending(TransactionColumns.read(row, ledger, 0))
        : valid(row, n);
  }

  private Recorded dropped(ResultSet row, int n) throws SQLException {
    return Recorded.dropped(TransactionColumns.read(row, ledger, 0), row.getString("reason"));
  }
}
