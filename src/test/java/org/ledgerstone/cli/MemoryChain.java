package org.ledgerstone.cli;

import java.util.ArrayList;
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

/** A chain and its state in memory. */
final class MemoryChain implements Ancestors {

  final List<SealedBlock> blocks = new ArrayList<>();
  private final Map<AccountId, Standing> standings = new HashMap<>();
  private final Set<Hash> ids = new HashSet<>();

  MemoryChain(SealedBlock genesis) {
    append(genesis);
  }

  void append(SealedBlock block) {
    var time = block.header().time();
    standings.putAll(StateChange.of(block.transactions(), this::standing, time).after());
    block.transactions().stream().map(Transaction::id).forEach(ids::add);
    blocks.add(block);
  }

  SealedBlock head() {
    return blocks.getLast();
  }

  @Override
  public Header parent() {
    return head().header();
  }

  @Override
  public Hash historyRoot() {
    return MerkleTree.root(
        blocks.stream().map(SealedBlock::hash).map(SealedBlock::historyLeaf).toList());
  }

  @Override
  public List<Address> latestMiners(int count) {
    return blocks.reversed().stream()
        .flatMap(block -> block.header().miner().stream())
        .limit(count)
        .toList();
  }

  @Override
  public Standing standing(AccountId account) {
    return standings.getOrDefault(account, Standing.NEW);
  }

  @Override
  public boolean holds(Hash transactionId) {
    return ids.contains(transactionId);
  }
}
