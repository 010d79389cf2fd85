package org.ledgerstone.ethereum;

import java.util.List;
import java.util.Optional;
import org.ledgerstone.ledger.Anchors;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.Hash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The anchors that there are, also where none are made any more. Asks no network. */
@Component
public class AnchorBook implements Anchors {

  /** So many final anchors are looked at for one of a head that stands on the chain. */
  private static final int LOOKED_AT = 100;

  private final AnchorTable table;
  private final Chain chain;

  AnchorBook(JdbcClient jdbc, Chain chain) {
    this.table = new AnchorTable(jdbc, new SubmissionTable(jdbc));
    this.chain = chain;
  }

  /**
   * Those before this one, the newest first.
   *
   * @param id of a later one; {@link Long#MAX_VALUE} for the newest
   */
  public List<Anchor> before(long id, int limit) {
    return table.before(id, limit);
  }

  /** Whether the anchored head stands on the chain that counts now. */
  public boolean isOnChain(Anchor anchor) {
    return chain.block(anchor.index()).map(StoredBlock::hash).equals(Optional.of(anchor.hash()));
  }

  @Override
  public Optional<AnchorEvidence> of(Hash head) {
    return table.finalOf(head).stream().flatMap(one -> one.evidence().stream()).findFirst();
  }

  @Override
  public Optional<Hash> lowestFrom(long index) {
    return table.finalFrom(index, LOOKED_AT).stream()
        .filter(one -> one.evidence().isPresent() && isOnChain(one))
        .map(Anchor::hash)
        .findFirst();
  }
}
