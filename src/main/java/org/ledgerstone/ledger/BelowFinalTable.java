package org.ledgerstone.ledger;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Well-made blocks that leave the chain below what is final: kept as evidence against who sealed
 * them, and reported. Bounded.
 */
@Component
class BelowFinalTable {

  private static final Logger log = LoggerFactory.getLogger(BelowFinalTable.class);
  private static final int BLOCKS_MAX = 1_000;

  private final JdbcClient jdbc;
  private final Clock clock;

  BelowFinalTable(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  boolean holds(SealedHeader block) {
    return jdbc.sql("select count(*) from below_final where hash = ?")
            .param(block.hash().toString())
            .query(Long.class)
            .single()
        > 0;
  }

  /** Keeps header and seal, which is all that it takes to show who made the block. */
  void insert(SealedHeader block) {
    if (jdbc.sql("select count(*) from below_final").query(Long.class).single() >= BLOCKS_MAX) {
      return;
    }
    log.warn(
        "{} sealed the block {} beside one with the index {} that is final here",
        block.header().miner().orElseThrow().shown(),
        block.hash(),
        block.header().index());
    jdbc.sql(
            "insert into below_final (hash, block_index, header, seal, received)"
                + " values (?, ?, ?, ?, ?)")
        .params(
            block.hash().toString(),
            block.header().index(),
            block.header().text(),
            block.seal().toString(),
            clock.millis())
        .update();
  }
}
