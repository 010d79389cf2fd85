package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Ancestors;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.StateChange;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.TreeNodes;

/**
 * A chain as read, and what has been judged onto it since: what the next block of a run is judged
 * against. Not thread-safe.
 */
final class GrowingChain implements Ancestors {

  private final StoredAncestors base;
  private final BranchNodes history;
  private final List<Address> miners = new ArrayList<>();
  private final Map<AccountId, Standing> after = new HashMap<>();
  private final Set<Hash> added = new HashSet<>();
  private Header parent;
  private Hash historyRoot;

  /**
   * Begins with this chain. What becomes of it afterwards makes no difference.
   *
   * @param history the complete subtrees over all its blocks
   */
  GrowingChain(StoredAncestors base, TreeNodes history) {
    this.base = base;
    this.history = BranchNodes.after(history, base.parent().index());
    this.parent = base.parent();
    this.historyRoot = base.historyRoot();
  }

  /** Adds a block by its header alone. */
  void add(Header header, Hash hash) {
    history.put(MerkleTree.append(history, parent.index(), SealedBlock.historyLeaf(hash)));
    parent = header;
    historyRoot = MerkleTree.root(history, header.index());
    miners.addFirst(header.miner().orElseThrow());
  }

  /** Adds a block that does this to the accounts. */
  void add(SealedBlock block, StateChange effect) {
    add(block.header(), block.hash());
    after.putAll(effect.after());
    block.transactions().stream().map(Transaction::id).forEach(added::add);
  }

  @Override
  public Header parent() {
    return parent;
  }

  @Override
  public Hash historyRoot() {
    return historyRoot;
  }

  @Override
  public List<Address> latestMiners(int count) {
    var latest = new ArrayList<>(miners.subList(0, Math.min(count, miners.size())));
    latest.addAll(base.latestMiners(count - latest.size()));
    return latest;
  }

  @Override
  public Standing standing(AccountId account) {
    var changed = after.get(account);
    return changed == null ? base.standing(account) : changed;
  }

  @Override
  public boolean holds(Hash transactionId) {
    return added.contains(transactionId) || base.holds(transactionId);
  }

  /** What the accounts hold that blocks have touched since it began. */
  Map<AccountId, Standing> after() {
    return Collections.unmodifiableMap(after);
  }
}
