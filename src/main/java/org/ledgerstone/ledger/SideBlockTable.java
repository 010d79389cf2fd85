package org.ledgerstone.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.SealedBlock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The blocks beside the chain, each whole. Their number and their bytes are bounded. */
@Component
class SideBlockTable {

  /** Room for a branch as deep as may be changed over to, and for the one that it replaces. */
  private static final int BLOCKS_MAX = 4_000;

  private static final long BYTES_MAX = 512L << 20;

  /**
   * A block beside the chain, without its body.
   *
   * @param work of its whole branch, from genesis up to it
   */
  record Side(Header header, Hash hash, BigInteger work) {}

  private final JdbcClient jdbc;
  private final BlockJson json;

  SideBlockTable(JdbcClient jdbc, BlockJson json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  Optional<Side> find(Hash hash) {
    return jdbc.sql("select header, work from side_blocks where hash = ?")
        .param(hash.toString())
        .query((row, n) ->
            new Side(
                header(row.getString("header"), hash),
                hash,
                TransactionColumns.integer(row, "work")))
        .optional();
  }

  private static Header header(String text, Hash hash) {
    return Header.parse(text)
        .filter(header -> header.hash().equals(hash))
        .orElseThrow(() -> new BrokenLedgerException("Side block " + hash + " has another header"));
  }

  /**
   * The whole block.
   *
   * @throws BrokenLedgerException if it is not there, or another one is
   */
  SealedBlock whole(Hash hash) {
    return jdbc.sql("select body from side_blocks where hash = ?")
        .param(hash.toString())
        .query((row, n) -> row.getBytes(1))
        .optional()
        .map(body -> json.stored(new String(body, StandardCharsets.UTF_8)))
        .filter(block -> block.hash().equals(hash))
        .orElseThrow(() -> new BrokenLedgerException("Side block " + hash + " is missing"));
  }

  boolean holds(Hash hash) {
    return jdbc.sql("select count(*) from side_blocks where hash = ?")
            .param(hash.toString())
            .query(Long.class)
            .single()
        > 0;
  }

  /**
   * Keeps a block, and gives up the lowest ones when there are too many.
   *
   * @param needed what is not given up: the branch that this block ends
   */
  void insert(SealedBlock block, BigInteger work, Set<Hash> needed) {
    var body = json.text(block, work).getBytes(StandardCharsets.UTF_8);
    jdbc.sql(
            "insert into side_blocks"
                + " (hash, block_index, previous_hash, header, work, bytes, body)"
                + " values (?, ?, ?, ?, ?, ?, ?)")
        .params(
            block.hash().toString(),
            block.header().index(),
            block.header().previous().toString(),
            block.header().text(),
            new BigDecimal(work),
            body.length,
            body)
        .update();
    giveUp(block.hash(), needed);
  }

  private void giveUp(Hash newest, Set<Hash> needed) {
    while (isTooFull()) {
      var lowest =
          jdbc
              .sql("select hash from side_blocks order by block_index, hash limit ?")
              .param(needed.size() + 2)
              .query((row, n) -> Hash.parse(row.getString(1)).orElseThrow())
              .list()
              .stream()
              .filter(hash -> !hash.equals(newest) && !needed.contains(hash))
              .findFirst();
      if (lowest.isEmpty()) {
        return;
      }
      remove(lowest.get());
    }
  }

  private boolean isTooFull() {
    return jdbc.sql("select count(*), coalesce(sum(bytes), 0) from side_blocks")
        .query((row, n) -> row.getLong(1) > BLOCKS_MAX || row.getLong(2) > BYTES_MAX)
        .single();
  }

  void remove(Hash hash) {
    jdbc.sql("delete from side_blocks where hash = ?").param(hash.toString()).update();
  }

  /** Removes a block and all that stand on it. */
  void removeWithChildren(Hash hash) {
    var doomed = new ArrayDeque<>(List.of(hash.toString()));
    while (!doomed.isEmpty()) {
      var next = doomed.remove();
      jdbc.sql("delete from side_blocks where hash = ?").param(next).update();
      doomed.addAll(
          jdbc.sql("select hash from side_blocks where previous_hash = ?")
              .param(next)
              .query(String.class)
              .list());
    }
  }
}
