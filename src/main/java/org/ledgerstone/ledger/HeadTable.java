package org.ledgerstone.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.ledgerstone.protocol.Hash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The one row that every writer locks. */
@Component
class HeadTable {

  private final JdbcClient jdbc;
  private volatile long lastIndex = 1;

  HeadTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The head as last committed; empty before genesis is written. */
  Optional<Head> find() {
    return jdbc.sql("select version, block_index, block_hash, work, pool_seq from head")
        .query((row, n) ->
            new Head(
                row.getLong("version"),
                row.getLong("block_index"),
                Hash.parse(row.getString("block_hash")).orElseThrow(),
                TransactionColumns.integer(row, "work"),
                row.getLong("pool_seq")))
        .optional();
  }

  /** The head as last committed. */
  Head read() {
    var head = find().orElseThrow(() -> new BrokenLedgerException("There is no head"));
    lastIndex = head.index();
    return head;
  }

  /** The index of the head when this node last read it, which it does with each change it makes. */
  long lastIndex() {
    return lastIndex;
  }

  /** Raises the version, and so waits for and keeps out every other writer of any instance. */
  Head lock() {
    jdbc.sql("update head set version = version + 1").update();
    return read();
  }

  void start(Hash genesis) {
    jdbc.sql(
            "insert into head (one, version, block_index, block_hash, work, pool_seq)"
                + " values (1, 1, 1, ?, 0, 0)")
        .param(genesis.toString())
        .update();
  }

  void movePoolTo(long poolSeq) {
    jdbc.sql("update head set pool_seq = ?").param(poolSeq).update();
  }

  void moveTo(long index, Hash hash, BigInteger work) {
    jdbc.sql("update head set block_index = ?, block_hash = ?, work = ?")
        .params(index, hash.toString(), new BigDecimal(work))
        .update();
  }
}
