package org.ledgerstone.ledger;

import java.util.Optional;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.SealedBlock;

/** Bad blocks that can be forgotten all at once, as a restart forgets them. */
class ForgetfulBadBlocks extends BadBlocks {

  private BadBlocks known = new BadBlocks();

  synchronized void forget() {
    known = new BadBlocks();
  }

  @Override
  synchronized void remember(Hash hash, BlockRefused why) {
    known.remember(hash, why);
  }

  @Override
  synchronized Optional<BlockRefused> find(SealedBlock block) {
    return known.find(block);
  }
}
