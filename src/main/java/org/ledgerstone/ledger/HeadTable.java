package org.ledgerstone.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.web.Problem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The one row that whoever changes the chain locks. */
@Component
class HeadTable {

  private static final String COLUMNS =
      "version, block_index, block_hash, work, sealed_to, pool_left, replaced";

  private final JdbcClient jdbc;
  private final SchemaLevel schema;
  private volatile long lastIndex = 1;
  private volatile long lastPoolLeft;

  HeadTable(JdbcClient jdbc, SchemaLevel schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /** The head as last committed; empty before genesis is written. */
  Optional<Head> find() {
    return jdbc.sql("select " + COLUMNS + " from head").query((row, n) -> head(row)).optional();
  }

  private static Head head(ResultSet row) throws SQLException {
    return new Head(
        row.getLong("version"),
        row.getLong("block_index"),
        Hash.parse(row.getString("block_hash")).orElseThrow(),
        TransactionColumns.integer(row, "work"),
        row.getLong("sealed_to"),
        row.getLong("pool_left"),
        row.getLong("replaced"));
  }

  /** The head as last committed. */
  Head read() {
    return noted(find());
  }

  private Head noted(Optional<Head> found) {
    var head = found.orElseThrow(() -> new BrokenLedgerException("There is no head"));
    note(head.index());
    lastPoolLeft = head.poolLeft();
    return head;
  }

  /** The head's index has just been read together with something else. */
  void note(long index) {
    lastIndex = index;
  }

  /** The index of the head when this node last read it, which it does with each change it makes. */
  long lastIndex() {
    return lastIndex;
  }

  /** How many had left the pool when this node last read the head. */
  long lastPoolLeft() {
    return lastPoolLeft;
  }

  /**
   * Raises the version, and so waits for and keeps out every other writer of any instance.
   *
   * @throws Problem {@code SCHEMA_NEWER} if a newer version has changed the tables
   */
  Head lock() {
    jdbc.sql("update head set version = version + 1").update();
    return noted(
        jdbc.sql("select " + COLUMNS + ", " + SchemaLevel.MIGRATED + " from head")
            .query((row, n) -> {
              schema.require(row.getLong("migrated"));
              return head(row);
            })
            .optional());
  }

  /** Begins with genesis, whose last transaction has this number. */
  void start(Hash genesis, long sealedTo) {
    jdbc.sql(
            "insert into head"
                + " (one, version, block_index, block_hash, work, sealed_to, pool_left, replaced)"
                + " values (1, 1, 1, ?, 0, ?, 0, 0)")
        .params(genesis.toString(), sealedTo)
        .update();
  }

  /**
   * Blocks have been written.
   *
   * @param lastSeq the number of its last transaction
   * @param poolLeft how many of their transactions have left the pool
   */
  void moveTo(long index, Hash hash, BigInteger work, long lastSeq, int poolLeft) {
    jdbc.sql(
            "update head set block_index = ?, block_hash = ?, work = ?, sealed_to = ?,"
                + " pool_left = pool_left + ?")
        .params(index, hash.toString(), new BigDecimal(work), lastSeq, poolLeft)
        .update();
  }

  /**
   * The blocks above this one are off the chain.
   *
   * @param lastSeq the number of its last transaction
   * @param unsealed how many transactions are pending again
   */
  void backTo(long index, Hash hash, BigInteger work, long lastSeq, long unsealed) {
    jdbc.sql(
            "update head set block_index = ?, block_hash = ?, work = ?, sealed_to = ?,"
                + " pool_left = pool_left - ?, replaced = replaced + 1")
        .params(index, hash.toString(), new BigDecimal(work), lastSeq, unsealed)
        .update();
  }

  /** So many have left the pool without a block. */
  void poolLeft(int count) {
    jdbc.sql("update head set pool_left = pool_left + ?").param(count).update();
  }
}
