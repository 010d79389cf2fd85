package org.ledgerstone.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.SealedBlock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The blocks beside the chain, each whole, the newest so many. */
@Component
class SideBlockTable {

  private static final int BLOCKS_MAX = 1000;

  private final JdbcClient jdbc;
  private final BlockJson json;

  SideBlockTable(JdbcClient jdbc, BlockJson json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  Optional<SealedBlock> find(Hash hash) {
    return jdbc.sql("select body from side_blocks where hash = ?")
        .param(hash.toString())
        .query((row, n) -> row.getBytes(1))
        .optional()
        .map(body -> json.stored(new String(body, StandardCharsets.UTF_8)));
  }

  boolean holds(Hash hash) {
    return jdbc.sql("select count(*) from side_blocks where hash = ?")
            .param(hash.toString())
            .query(Long.class)
            .single()
        > 0;
  }

  /** The work of the branch up to this block, which is held. */
  BigInteger workOf(Hash hash) {
    return jdbc.sql("select work from side_blocks where hash = ?")
        .param(hash.toString())
        .query((row, n) -> TransactionColumns.integer(row, "work"))
        .single();
  }

  /** Keeps a block, and gives up the lowest one when there are too many. */
  void insert(SealedBlock block, BigInteger work) {
    jdbc.sql(
            "insert into side_blocks (hash, block_index, previous_hash, work, body)"
                + " values (?, ?, ?, ?, ?)")
        .params(
            block.hash().toString(),
            block.header().index(),
            block.header().previous().toString(),
            new BigDecimal(work),
            json.text(block, work).getBytes(StandardCharsets.UTF_8))
        .update();
    if (jdbc.sql("select count(*) from side_blocks").query(Long.class).single() > BLOCKS_MAX) {
      jdbc.sql(
              "delete from side_blocks where hash = (select hash from side_blocks where hash <> ?"
                  + " order by block_index, hash limit 1)")
          .param(block.hash().toString())
          .update();
    }
  }
}
