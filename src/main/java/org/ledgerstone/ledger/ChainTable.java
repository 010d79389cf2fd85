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

  /**
   * Gives the block's transactions their places.
   *
   * @param rows as they are recorded, in the order of the block
   * @param balances right after each of them
   */
  void place(SealedBlock block, List<PoolTable.Pending> rows, List<StateChange.Balances> balances) {
    var positions = IntStream.range(0, rows.size()).boxed().toList();
    sets.updateExactly(
        rows.size(),
        "insert into places (seq, position, sender_balance, receiver_balance, block_index)"
            + " select p.*, %d from %%s as p".formatted(block.header().index()),
        new Columns()
            .add("bigint", rows, PoolTable.Pending::seq)
            .add("integer", positions, p -> p)
            .add("numeric", positions, p -> decimal(balances.get(p).sender().orElse(null)))
            .add("numeric", positions, p -> decimal(balances.get(p).receiver().orElse(null))));
  }

  private static @Nullable BigDecimal decimal(@Nullable BigInteger number) {
    return number == null ? null : new BigDecimal(number);
  }
}
