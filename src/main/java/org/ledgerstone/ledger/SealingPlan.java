package org.ledgerstone.ledger;

import java.util.List;
import java.util.Map;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.StateChange;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;

/**
 * What the next block will hold.
 *
 * @param time what it will be dated
 * @param transactions the reward first, then the oldest pending ones; empty if there is nothing
 * @param change what they do to the accounts
 * @param rows the pool's rows of all transactions but the reward
 * @param isFull whether there is no room for more, by number or by text
 * @param unfit who has pending transfers that can no longer be sealed, and their standing now; if
 *     anybody, these have to be dropped first
 */
record SealingPlan(
    Head head,
    StoredAncestors ancestors,
    Time time,
    List<Transaction> transactions,
    List<PoolTable.Pending> rows,
    StateChange change,
    boolean isFull,
    Map<AccountId, Standing> unfit) {

  /** Over these leaves of the transactions. */
  Header header(Rules rules, Address miner, List<Hash> leaves, String data) {
    return SealedBlock.header(
        head.index() + 1,
        head.hash(),
        ancestors.historyRoot(),
        time,
        miner,
        leaves.size(),
        MerkleTree.root(leaves),
        data,
        rules.difficulty());
  }
}
