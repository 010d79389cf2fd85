package org.ledgerstone.peers;

import java.util.ArrayList;
import java.util.List;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.protocol.Hash;

/**
 * Names the chain by few of its blocks: the newest ones, then ever fewer, and genesis. The first of
 * them that stands on another chain is close to where both part.
 */
final class Locator {

  private static final int DENSE = 10;

  private Locator() {}

  /** The newest block's hash first, the genesis hash last. */
  static List<Hash> of(Chain chain) {
    var hashes = new ArrayList<Hash>();
    long step = 1;
    for (long index = chain.head().index(); index > 1; index -= step) {
      chain.block(index).ifPresent(block -> hashes.add(block.hash()));
      if (hashes.size() >= DENSE) {
        step *= 2;
      }
    }
    hashes.add(chain.rulesInForce().ledger());
    return hashes;
  }
}
