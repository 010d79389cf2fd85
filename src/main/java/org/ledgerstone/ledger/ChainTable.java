package org.ledgerstone.ledger;

import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.ProofOfWork;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.StateChange;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows that are blocks' own: the blocks and where their transactions stand. */
@Component
class ChainTable {

  private final EntityManager entities;
  private final SetStatements sets;
  private final JdbcClient jdbc;

  ChainTable(EntityManager entities, SetStatements sets, JdbcClient jdbc) {
    this.entities = entities;
    this.sets = sets;
    this.jdbc = jdbc;
  }

  void insertGenesis(SealedBlock genesis) {
    entities.persist(Block.of(genesis, BigInteger.ZERO));
    entities.flush();
    entities.clear();
  }

  /**
   * Writes blocks without their transactions.
   *
   * @param before the work of the chain that they follow
   * @return the work up to the last
   */
  BigInteger insert(List<SealedBlock> run, BigInteger before) {
    var work = before;
    for (var block : run) {
      work = work.add(ProofOfWork.of(block.header().difficulty()));
      entities.persist(Block.of(block, work));
    }
    entities.flush();
    entities.clear();
    return work;
  }

  /** Removes the blocks above this one, and the places of all that has a number above this one. */
  void cut(long lastIndex, long lastSeq) {
    jdbc.sql("delete from places where seq > ?").param(lastSeq).update();
    jdbc.sql("delete from blocks where \"index\" > ?").param(lastIndex).update();
    entities.clear();
  }

  /**
   * Gives the transactions of blocks their places.
   *
   * @param rows as they are recorded, in the order of the blocks
   */
  void place(List<FittingBlock> run, List<PoolTable.Pending> rows) {
    var places = new ArrayList<Place>(rows.size());
    for (var one : run) {
      var balances = one.effect().balances();
      for (int position = 0; position < one.block().transactions().size(); position++) {
        long seq = rows.get(places.size()).seq();
        long index = one.block().header().index();
        places.add(new Place(seq, index, position, balances.get(position)));
      }
    }
    sets.updateExactly(
        rows.size(),
        "insert into places (seq, block_index, position, sender_balance, receiver_balance)"
            + " select * from %s",
        new Columns()
            .add("bigint", places, Place::seq)
            .add("bigint", places, Place::blockIndex)
            .add("integer", places, Place::position)
            .add("numeric", places, place -> decimal(place.balances().sender().orElse(null)))
            .add("numeric", places, place -> decimal(place.balances().receiver().orElse(null))));
  }

  private record Place(long seq, long blockIndex, int position, StateChange.Balances balances) {}

  private static @Nullable BigDecimal decimal(@Nullable BigInteger number) {
    return number == null ? null : new BigDecimal(number);
  }
}
