package org.ledgerstone.ledger;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Transaction;

/**
 * One chain from an index up to a head that was read first: its blocks in order, and the
 * transactions of each. Holds a page of either and neither a lock nor a connection, however slowly
 * it is read. Each block has to name the one before and the last to be that head, so it is one
 * chain or a {@link ChangedException}, never parts of two.
 */
public final class PinnedChain {

  /** The chain has changed since the head was read. */
  public static final class ChangedException extends RuntimeException {
    private ChangedException() {
      super("The chain has changed", null, false, false);
    }
  }

  private static final int BLOCKS = 200;
  private static final int TRANSACTIONS = 500;

  private final Chain chain;
  private final Head head;
  private final Deque<StoredBlock> blocks = new ArrayDeque<>();
  private final Deque<Recorded> transactions = new ArrayDeque<>();
  private long next;
  private int nextPosition;
  private Optional<StoredBlock> current = Optional.empty();

  /** Begins before the block with this index. */
  public PinnedChain(Chain chain, Head head, long first) {
    this.chain = chain;
    this.head = head;
    this.next = first;
  }

  /**
   * The next block; empty after the head. The transactions of the one before must have been taken.
   *
   * @throws ChangedException if the chain has changed
   */
  public Optional<StoredBlock> block() {
    if (next > head.index()) {
      return Optional.empty();
    }
    if (blocks.isEmpty()) {
      int count = (int) Math.min(BLOCKS, head.index() - next + 1);
      blocks.addAll(chain.blocks(next, count));
    }
    var block = required(Optional.ofNullable(blocks.poll()).filter(this::isNext));
    current = Optional.of(block);
    next++;
    nextPosition = 0;
    return current;
  }

  private boolean isNext(StoredBlock block) {
    return block.header().index() == next
        && current.map(before -> block.header().previous().equals(before.hash())).orElse(true)
        && (next < head.index() || block.hash().equals(head.hash()));
  }

  /**
   * The next transaction of the block that was given last; empty after its last.
   *
   * @throws ChangedException if the chain has changed
   */
  public Optional<Transaction> transaction() {
    var block = current.orElseThrow();
    if (nextPosition == block.header().count()) {
      return Optional.empty();
    }
    if (transactions.isEmpty()) {
      var from = new ChainPosition(block.header().index(), nextPosition);
      transactions.addAll(chain.transactions(from, TRANSACTIONS));
    }
    var found = required(Optional.ofNullable(transactions.poll()));
    // The place names the block as it was when the transaction was read, by one and the same query.
    if (!found.place().equals(Optional.of(place(block.header().index(), block.hash())))) {
      throw new ChangedException();
    }
    nextPosition++;
    return Optional.of(found.transaction());
  }

  private Recorded.Place place(long index, Hash hash) {
    return new Recorded.Place(index, hash, nextPosition);
  }

  private static <T> T required(Optional<T> found) {
    return found.orElseThrow(ChangedException::new);
  }
}
