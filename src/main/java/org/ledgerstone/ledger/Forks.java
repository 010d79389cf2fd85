package org.ledgerstone.ledger;

import java.util.Optional;
import org.ledgerstone.protocol.Hash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where blocks that are off the chain have left it. Reads only. */
@Component
public class Forks {

  private static final String LEFT_AT =
      """
      with recursive branch (hash, previous_hash) as (
        select hash, previous_hash from side_blocks where hash = :hash
        union all
        select s.hash, s.previous_hash from side_blocks s join branch b on s.hash = b.previous_hash)
      select c.hash from branch b join blocks c on c.hash = b.previous_hash
      order by c."index" desc limit 1
      """;

  private final Chain chain;
  private final JdbcClient jdbc;

  Forks(Chain chain, JdbcClient jdbc) {
    this.chain = chain;
    this.jdbc = jdbc;
  }

  /**
   * The newest block that this one's branch has in common with the chain: itself if it stands
   * there. Empty if it is not known here, or not all of its branch is any more.
   */
  public Optional<StoredBlock> newestCommon(Hash hash) {
    return chain.block(hash).or(() -> leftAt(hash).flatMap(chain::block));
  }

  private Optional<Hash> leftAt(Hash hash) {
    return jdbc.sql(LEFT_AT)
        .param("hash", hash.toString())
        .query(String.class)
        .optional()
        .flatMap(Hash::parse);
  }
}
