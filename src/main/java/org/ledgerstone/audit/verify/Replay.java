package org.ledgerstone.audit.verify;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Ancestors;
import org.ledgerstone.protocol.Content;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;

/**
 * The chain as far as it has been replayed: what the next block is judged against. It begins before
 * genesis. Not thread-safe.
 */
final class Replay implements Ancestors {

  private static final String SEPARATOR = " ";

  private final RuleBook rules;
  private ReplayState state;
  private final Map<Integer, Hash> peaks = new HashMap<>();
  private final Deque<Address> miners = new ArrayDeque<>();
  private final Set<Hash> repeated = new HashSet<>();
  private List<MerkleTree.Node> finished = List.of();
  private Optional<Header> parent = Optional.empty();
  private Hash parentHash = Hash.ZERO;
  private long index;
  private BigInteger work = BigInteger.ZERO;
  private long lastSeq = Long.MIN_VALUE;
  private long transactions;
  private boolean approximate;

  /** Begins before genesis, or where the state was left. */
  Replay(RuleBook rules, ReplayState state) {
    this.rules = rules;
    this.state = state;
    var facts = state.facts();
    if (!facts.isEmpty()) {
      restore(facts);
    }
  }

  private void restore(Map<String, String> facts) {
    index = Long.parseLong(fact(facts, "index"));
    parent = Header.parse(fact(facts, "header"));
    parentHash = Hash.parse(fact(facts, "hash")).orElseThrow();
    work = new BigInteger(fact(facts, "work"));
    lastSeq = Long.parseLong(fact(facts, "lastSeq"));
    transactions = Long.parseLong(fact(facts, "transactions"));
    var hashes = new ArrayDeque<>(list(fact(facts, "peaks")));
    for (int level = 0; level < Long.SIZE - 1; level++) {
      if ((index >> level & 1) == 1) {
        peaks.put(level, Hash.parse(hashes.remove()).orElseThrow());
      }
    }
    list(fact(facts, "miners")).forEach(miner -> miners.add(new Address(miner)));
  }

  private static String fact(Map<String, String> facts, String name) {
    return Objects.requireNonNull(facts.get(name), name);
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(SEPARATOR));
  }

  /** What a state has to be kept with, so that another replay can go on from it. */
  Map<String, String> facts() {
    return Map.of(
        "genesis", rules.ledger().toString(),
        "index", Long.toString(index),
        "header", parent.map(Header::text).orElse(""),
        "hash", parentHash.toString(),
        "work", work.toString(),
        "lastSeq", Long.toString(lastSeq),
        "transactions", Long.toString(transactions),
        "peaks",
            peaks.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(peak -> peak.getValue().toString())
                .collect(Collectors.joining(SEPARATOR)),
        "miners", miners.stream().map(Address::text).collect(Collectors.joining(SEPARATOR)));
  }

  /** The index of the last block; 0 before genesis. */
  long index() {
    return index;
  }

  /** Balances cannot be followed exactly any more. */
  void becomeApproximate() {
    approximate = true;
  }

  /** Whether something that moved value is missing, so that the rows have to be believed. */
  boolean isApproximate() {
    return approximate;
  }

  /** The sum of the work up to the last block. */
  BigInteger work() {
    return work;
  }

  /** The sum of the work up to the block that comes next. */
  BigInteger workWithNext() {
    return work.add(BigInteger.TWO.pow(rules.inForceAt(index).difficulty()));
  }

  /** The number of the last transaction. */
  long lastSeq() {
    return lastSeq;
  }

  /** How many transactions the blocks hold. */
  long transactions() {
    return transactions;
  }

  ReplayState state() {
    return state;
  }

  /** Goes on in another state, which stands on the one before. */
  void goOnIn(ReplayState other) {
    state = other;
  }

  @Override
  public Header parent() {
    return parent.orElseThrow();
  }

  /** Whether the last block's header could not be made out. */
  boolean isUncertain() {
    return index > 0 && parent.isEmpty();
  }

  @Override
  public Hash parentHash() {
    return parentHash;
  }

  @Override
  public Hash historyRoot() {
    return MerkleTree.root((level, position) -> peak(level), index);
  }

  private Hash peak(int level) {
    return Objects.requireNonNull(peaks.get(level));
  }

  @Override
  public List<Address> latestMiners(int count) {
    return miners.stream().limit(count).toList();
  }

  @Override
  public Standing standing(AccountId account) {
    return state.standing(account);
  }

  @Override
  public boolean holds(Hash transactionId) {
    return repeated.contains(transactionId);
  }

  /** Says of which of these it has to know whether they have been there. */
  void expect(List<Transaction> next) {
    repeated.clear();
    for (var transaction : next) {
      if (couldComeAgain(transaction.content()) && state.holds(transaction.id())) {
        repeated.add(transaction.id());
      }
    }
  }

  /** What carries a number cannot be there twice without using a number twice. */
  private static boolean couldComeAgain(Content content) {
    return !(content instanceof Transfer transfer && transfer.nonce().isPresent());
  }

  /** A block has been found good: this is what its transactions leave. */
  void add(
      Optional<Header> header, Hash hash, List<Transaction> held, Map<AccountId, Standing> after) {
    for (var transaction : held) {
      if (couldComeAgain(transaction.content())) {
        state.add(transaction.id());
      }
    }
    state.put(after);
    transactions += held.size();
    work = index == 0 ? BigInteger.ZERO : workWithNext();
    addHash(hash);
    if (index > 1) {
      header.flatMap(Header::miner).ifPresent(miners::addFirst);
      int rest = rules.inForceAt(index).restOfAMiner();
      while (miners.size() > rest) {
        miners.removeLast();
      }
    }
    parent = header;
    parentHash = hash;
  }

  private void addHash(Hash hash) {
    finished = MerkleTree.append((level, at) -> peak(level), index, SealedBlock.historyLeaf(hash));
    index++;
    finished.forEach(node -> peaks.remove(node.level()));
    var top = finished.getLast();
    peaks.put(top.level(), top.hash());
  }

  /** The subtrees that the last block has completed. */
  List<MerkleTree.Node> finished() {
    return finished;
  }

  /** What has been recorded is numbered up to this. */
  void reach(long seq) {
    lastSeq = Math.max(lastSeq, seq);
  }
}
