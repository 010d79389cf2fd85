package org.ledgerstone.ledger;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The blocks of the chain that counts, by Spring Data. */
interface BlockRows extends Repository<Block, Long> {

  // Native statements: at a start nobody has to wait for a parser of another query language.

  Optional<Block> findById(long index);

  @Query(
      value = "select * from blocks where \"index\" = (select block_index from head)",
      nativeQuery = true)
  Optional<Block> findNewest();

  @Query(value = "select * from blocks where hash = :hash", nativeQuery = true)
  Optional<Block> findByHash(String hash);

  @Query(value = "select * from blocks where hash in (:hashes)", nativeQuery = true)
  List<Block> findByHashes(List<String> hashes);

  @Query(
      value = "select * from blocks where \"index\" >= :index order by \"index\" limit :limit",
      nativeQuery = true)
  List<Block> findFrom(long index, int limit);

  /** Who made the newest blocks up to this index, the newest first. */
  @Query(
      value =
          "select miner from blocks where \"index\" <= :index and \"index\" > 1"
              + " order by \"index\" desc limit :limit",
      nativeQuery = true)
  List<String> findMinersUpTo(long index, int limit);
}
