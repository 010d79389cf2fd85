package org.ledgerstone.console;

import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.protocol.Address;

/**
 * A block in a list.
 *
 * @param miner empty for genesis
 */
record BlockLine(
    long index,
    String hash,
    String hashShort,
    Moment time,
    int count,
    String miner,
    String minerShort) {

  static BlockLine of(StoredBlock block) {
    var header = block.header();
    var miner = header.miner().map(Address::shown).orElse("");
    return new BlockLine(
        header.index(),
        block.hash().toString(),
        Shortened.hash(block.hash()),
        Moment.of(header.time()),
        header.count(),
        miner,
        Shortened.address(miner));
  }
}
