package org.ledgerstone.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The next block of a chain while it is being written. Left alone it becomes a valid one; every
 * part can be made wrong, and what the hash commits to is still mined and sealed.
 */
public final class BlockDraft {

  private final Rules rules;
  private final List<Transaction> others = new ArrayList<>();

  public long index;
  public Hash previous;
  public Hash history;
  public Time time;
  public WalletKey miner = BlockFixture.MINER;
  public String data = "";
  public int difficulty;

  /** What is done to the header before it is mined. */
  public UnaryOperator<Header> header = UnaryOperator.identity();

  /** What is done to the list of all transactions, the reward included, before it is hashed. */
  public UnaryOperator<List<Transaction>> transactions = UnaryOperator.identity();

  /** Who seals instead of the miner. */
  public Optional<WalletKey> sealer = Optional.empty();

  /** What is sent along instead of the data that was hashed. */
  public Optional<String> dataSent = Optional.empty();

  /** Whether the hash shows the work; otherwise it surely does not. */
  public boolean mined = true;

  BlockDraft(ChainInMemory chain) {
    rules = chain.rules();
    index = chain.parent().index() + 1;
    previous = chain.head().hash();
    history = chain.historyRoot();
    time = chain.parent().time().plusMillis(rules.intervalMillis());
    difficulty = rules.difficulty();
  }

  public BlockDraft by(WalletKey key) {
    miner = key;
    return this;
  }

  /** Adds orders as accepted at the block's time. */
  public BlockDraft with(Order... orders) {
    for (var order : orders) {
      others.add(order.acceptedAt(time));
    }
    return this;
  }

  /** Adds a transaction as it is. */
  public BlockDraft with(Transaction transaction) {
    others.add(transaction);
    return this;
  }

  /** The reward, where there is one, and what was added. */
  public List<Transaction> transactions() {
    var all = new ArrayList<Transaction>();
    BlockRules.reward(rules, miner.address(), index)
        .ifPresent(reward -> all.add(Transaction.unsigned(reward, time)));
    all.addAll(others);
    return transactions.apply(all);
  }

  /** The block, mined and sealed. */
  public SealedBlock block() {
    var held = transactions();
    var unmined =
        header.apply(
            SealedBlock.header(
                index, previous, history, time, miner.address(), held, data, difficulty));
    var whole = mined ? ProofOfWork.mine(unmined, () -> false).orElseThrow() : idle(unmined);
    var seal = sealer.orElse(miner).sign(whole.hash().bytes());
    return new SealedBlock(whole, Optional.of(seal), dataSent.orElse(data), held);
  }

  private static Header idle(Header header) {
    var idle = header;
    while (ProofOfWork.isShownBy(idle, idle.hash())) {
      idle = idle.withNonce(idle.nonce() + 1);
    }
    return idle;
  }
}
