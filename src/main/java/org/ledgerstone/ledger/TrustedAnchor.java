package org.ledgerstone.ledger;

import java.util.Optional;
import java.util.OptionalLong;
import org.ledgerstone.protocol.Hash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The newest block that is anchored elsewhere and that this node was told to trust for that: it
 * never by itself gives up this block or one below, whatever work another chain has. Only moves up.
 */
@Component
public class TrustedAnchor {

  private final HeadTable heads;
  private final JdbcClient jdbc;

  TrustedAnchor(HeadTable heads, JdbcClient jdbc) {
    this.heads = heads;
    this.jdbc = jdbc;
  }

  /** The index of that block; empty if there is none. */
  public OptionalLong index() {
    return jdbc.sql("select block_index from trusted_anchor")
        .query(Long.class)
        .optional()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /**
   * Trusts a block from now on, unless a newer one is trusted already.
   *
   * @return false if it does not stand on the chain: then nothing is changed, for this node would
   *     hold fast to what the anchor contradicts
   */
  @Transactional
  public boolean trust(long index, Hash hash) {
    if (!stands(index, hash)) {
      return false; // Without a lock, for this may be asked again and again.
    }
    heads.lock(); // Nobody changes the chain meanwhile.
    if (!stands(index, hash)) {
      return false;
    }
    var trusted = index();
    if (trusted.isEmpty()) {
      jdbc.sql("insert into trusted_anchor (one, block_index, block_hash) values (1, ?, ?)")
          .params(index, hash.toString())
          .update();
    } else if (trusted.getAsLong() < index) {
      jdbc.sql("update trusted_anchor set block_index = ?, block_hash = ?")
          .params(index, hash.toString())
          .update();
    }
    return true;
  }

  /** By a query of its own: of a row Hibernate would say again what it has once read. */
  private boolean stands(long index, Hash hash) {
    return jdbc.sql("select hash from blocks where \"index\" = ?")
        .param(index)
        .query(String.class)
        .optional()
        .equals(Optional.of(hash.toString()));
  }
}
