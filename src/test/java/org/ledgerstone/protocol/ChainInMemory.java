package org.ledgerstone.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A chain with its whole state in memory: what the next block is judged against. One thread. */
public final class ChainInMemory implements Ancestors {

  private final RuleBook book;
  private final List<SealedBlock> blocks = new ArrayList<>();
  private final Map<AccountId, Standing> standings = new HashMap<>();
  private final Set<Hash> transactionIds = new HashSet<>();

  /** The chain that holds genesis only. */
  public ChainInMemory(Genesis genesis) {
    this.book = new RuleBook(genesis);
    append(genesis.block());
  }

  /** A second chain with the same blocks, from where both can go on differently. */
  public ChainInMemory fork() {
    var fork = new ChainInMemory(book.genesis());
    blocks.stream().skip(1).forEach(fork::append);
    return fork;
  }

  /** A valid block without further transactions on top, for a test to add to and to change. */
  public BlockDraft next() {
    return new BlockDraft(this);
  }

  /** Why the block cannot come next, judged at its own time; empty if it can. */
  public Optional<BlockRefused> judge(SealedBlock block) {
    return judge(block, block.header().time());
  }

  /** Why the block cannot come next when the clock says this; empty if it can. */
  public Optional<BlockRefused> judge(SealedBlock block, Time now) {
    return BlockRules.judge(block, this, rules(), now);
  }

  /** Judges the block and appends it. */
  public ChainInMemory accept(SealedBlock block) {
    judge(block)
        .ifPresent(refused -> {
          throw new AssertionError("Refused: " + refused);
        });
    append(block);
    return this;
  }

  private void append(SealedBlock block) {
    var change = StateChange.of(block.transactions(), this::standing, block.header().time());
    if (change.fault().isPresent()) {
      throw new AssertionError("Cannot be applied: " + change.fault().get());
    }
    standings.putAll(change.after());
    block.transactions().forEach(transaction -> transactionIds.add(transaction.id()));
    blocks.add(block);
  }

  /** The blocks, genesis first. */
  public List<SealedBlock> blocks() {
    return List.copyOf(blocks);
  }

  /** The newest block. */
  public SealedBlock head() {
    return blocks.getLast();
  }

  /** The rules in force at the head. */
  public Rules rules() {
    return book.inForceAt(parent().index());
  }

  /** Every account that was touched, and what it came to. */
  public Map<AccountId, Standing> standings() {
    return Map.copyOf(standings);
  }

  @Override
  public Header parent() {
    return head().header();
  }

  @Override
  public Hash historyRoot() {
    return MerkleTree.root(
        blocks.stream().map(block -> SealedBlock.historyLeaf(block.hash())).toList());
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
    return transactionIds.contains(transactionId);
  }
}
