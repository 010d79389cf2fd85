package org.ledgerstone.ledger;

import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.StateChange;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes a block's own rows: the block and its transactions. */
@Component
class ChainTable {

  private static final String MOVE =
      "insert into transactions ("
          + TransactionColumns.NAMES
          + ", block_index, position, sender_balance, receiver_balance) select p."
          + TransactionColumns.NAMES.replace(", ", ", p.")
          + ", %s, d.position, d.sender_balance, d.receiver_balance"
          + " from %s as d (seq, position, sender_balance, receiver_balance)"
          // The range is said once more, or the plan walks over all that have left the pool before.
          + " join pool p on p.seq = d.seq and p.seq between %d and %d";

  private final EntityManager entities;
  private final SetStatements sets;
  private final JdbcClient jdbc;

  ChainTable(EntityManager entities, SetStatements sets, JdbcClient jdbc) {
    this.entities = entities;
    this.sets = sets;
    this.jdbc = jdbc;
  }

  void insertBlock(SealedBlock block, BigInteger work) {
    entities.persist(Block.of(block, work));
    entities.flush();
    entities.clear();
  }

  void insertTransactions(SealedBlock block, List<StateChange.Balances> balances) {
    insertTransactions(block, block.transactions().size(), balances);
  }

  /** Writes the block's first transactions. */
  void insertTransactions(SealedBlock block, int count, List<StateChange.Balances> balances) {
    var transactions = block.transactions().subList(0, count);
    if (transactions.isEmpty()) {
      return;
    }
    var positions = IntStream.range(0, count).boxed().toList();
    sets.updateExactly(
        transactions.size(),
        "insert into transactions ("
            + TransactionColumns.NAMES
            + ", block_index, position, sender_balance, receiver_balance) select * from %s",
        TransactionColumns.of(transactions)
            .add("bigint", positions, p -> block.header().index())
            .add("integer", positions, p -> p)
            .add("numeric", positions, p -> decimal(balances.get(p).sender().orElse(null)))
            .add("numeric", positions, p -> decimal(balances.get(p).receiver().orElse(null))));
  }

  /**
   * Moves the block's last transactions here out of the pool, where these are their rows. False if
   * not all of them are there.
   */
  boolean moveFromPool(
      SealedBlock block, List<PoolTable.Pending> rows, List<StateChange.Balances> balances) {
    if (rows.isEmpty()) {
      return true;
    }
    int first = block.transactions().size() - rows.size();
    var positions = IntStream.range(first, block.transactions().size()).boxed().toList();
    int moved =
        sets.update(
            MOVE.formatted(
                block.header().index(), "%s", rows.getFirst().seq(), rows.getLast().seq()),
            new Columns()
                .add("bigint", rows, PoolTable.Pending::seq)
                .add("integer", positions, p -> p)
                .add("numeric", positions, p -> decimal(balances.get(p).sender().orElse(null)))
                .add("numeric", positions, p -> decimal(balances.get(p).receiver().orElse(null))));
    int removed =
        jdbc.sql("delete from pool where seq >= ? and seq <= ?")
            .params(rows.getFirst().seq(), rows.getLast().seq())
            .update();
    return moved == rows.size() && removed == rows.size();
  }

  private static @Nullable BigDecimal decimal(@Nullable BigInteger number) {
    return number == null ? null : new BigDecimal(number);
  }
}
