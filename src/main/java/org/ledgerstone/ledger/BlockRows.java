package org.ledgerstone.ledger;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The blocks of the chain that counts, by Spring Data. */
interface BlockRows extends Repository<Block, Long> {

  Optional<Block> findByIndex(long index);

  Optional<Block> findByHash(String hash);

  List<Block> findByIndexGreaterThanEqualOrderByIndex(long index, Limit limit);

  /** Who made the newest blocks up to this index, the newest first. */
  @Query(
      "select b.miner from Block b where b.index <= :index and b.index > 1 order by b.index desc")
  List<String> findMinersUpTo(long index, Limit limit);
}
