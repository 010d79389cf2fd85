package org.ledgerstone.ledger;

import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.StateChange;
import org.springframework.stereotype.Component;

/** Writes a block's own rows: the block and its transactions. */
@Component
class ChainTable {

  private final EntityManager entities;
  private final SetStatements sets;

  ChainTable(EntityManager entities, SetStatements sets) {
    this.entities = entities;
    this.sets = sets;
  }

  void insertBlock(SealedBlock block, BigInteger work) {
    entities.persist(Block.of(block, work));
    entities.flush();
    entities.clear();
  }

  void insertTransactions(SealedBlock block, List<StateChange.Balances> balances) {
    var transactions = block.transactions();
    if (transactions.isEmpty()) {
      return;
    }
    var positions = IntStream.range(0, transactions.size()).boxed().toList();
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

  private static @Nullable BigDecimal decimal(@Nullable BigInteger number) {
    return number == null ? null : new BigDecimal(number);
  }
}
