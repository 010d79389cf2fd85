package org.ledgerstone.ethereum;

import java.util.List;
import java.util.Optional;
import org.ledgerstone.ethereum.NodeAnswer.Got;
import org.ledgerstone.protocol.Address;

/**
 * Finds the transaction that has used a nonce, by how many transactions of the account there were
 * after which block.
 */
final class TakenNonce {

  private final EthereumNode node;
  private final Address account;
  private final long nonce;

  TakenNonce(EthereumNode node, Address account, long nonce) {
    this.node = node;
    this.account = account;
    this.nonce = nonce;
  }

  /**
   * The transaction, and the block that it stands in.
   *
   * @param last the newest block that is looked at
   * @return empty if the nonce was free after that block, or the node contradicts itself
   */
  NodeAnswer<Optional<Taken>> find(long last) {
    return isUsed(last).then(used -> used ? below(last, 1) : new Got<>(Optional.empty()));
  }

  /** A transaction, and the number of its block. */
  record Taken(EthereumTransaction by, long block) {}

  private NodeAnswer<Boolean> isUsed(long block) {
    return node.nonce(account, BlockTag.number(block)).map(count -> count > nonce);
  }

  /** Goes back in steps that double, for old states are not kept by every node. */
  private NodeAnswer<Optional<Taken>> below(long used, long step) {
    if (used == 0) {
      return new Got<>(Optional.empty());
    }
    long earlier = Math.max(0, used - step);
    return isUsed(earlier)
        .then(isUsed -> isUsed ? below(earlier, step * 2) : between(earlier, used));
  }

  private NodeAnswer<Optional<Taken>> between(long free, long used) {
    if (used - free == 1) {
      return node.transactionsIn(BlockTag.number(used)).map(all -> in(used, all));
    }
    long middle = free + (used - free) / 2;
    return isUsed(middle).then(isUsed -> isUsed ? between(free, middle) : between(middle, used));
  }

  private Optional<Taken> in(long block, Optional<List<EthereumTransaction>> all) {
    return all.orElse(List.of()).stream()
        .filter(one -> one.from().equals(account) && one.nonce() == nonce)
        .findFirst()
        .map(one -> new Taken(one, block));
  }
}
