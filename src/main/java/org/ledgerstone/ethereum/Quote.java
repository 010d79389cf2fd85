package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.util.Optional;
import org.ledgerstone.ethereum.NodeAnswer.Got;
import org.ledgerstone.ethereum.NodeAnswer.Refused;
import org.ledgerstone.protocol.Address;

/**
 * What an order would take now.
 *
 * @param gas that it would use; empty where it would fail or cannot be paid
 * @param failure why, as the node says; empty otherwise
 * @param baseFee of the newest block; empty where the chain has none
 * @param balance of the account, wei
 * @param nonce of the account's next transaction after those in blocks
 * @param pendingNonce after those that wait as well
 */
record Quote(
    Optional<BigInteger> gas,
    String failure,
    Optional<BigInteger> baseFee,
    BigInteger balance,
    long nonce,
    long pendingNonce) {

  /** A call of a contract that would fail (EIP-1474 leaves it open, all nodes say it so). */
  private static final int REVERTED = 3;

  static NodeAnswer<Quote> of(EthereumNode node, Address from, EthereumOrder order) {
    return node.balance(from)
        .then(balance ->
            node.nonce(from, BlockTag.LATEST)
                .then(nonce ->
                    node.nonce(from, BlockTag.PENDING)
                        .then(pending ->
                            baseFee(node)
                                .then(base ->
                                    gas(node, from, order, balance)
                                        .map(gas ->
                                            new Quote(
                                                gas.used(),
                                                gas.failure(),
                                                base,
                                                balance,
                                                nonce,
                                                pending))))));
  }

  private static NodeAnswer<Optional<BigInteger>> baseFee(EthereumNode node) {
    return node.block(BlockTag.LATEST).map(head -> head.flatMap(EthereumBlock::baseFee));
  }

  private record Gas(Optional<BigInteger> used, String failure) {}

  private static NodeAnswer<Gas> gas(
      EthereumNode node, Address from, EthereumOrder order, BigInteger balance) {
    if (balance.compareTo(order.value()) < 0) {
      return new Got<>(new Gas(Optional.empty(), ""));
    }
    var answer = node.gas(from, order).map(used -> new Gas(Optional.of(used), ""));
    return answer instanceof Refused<Gas> refused && refused.code() == REVERTED
        ? new Got<>(new Gas(Optional.empty(), refused.words()))
        : answer;
  }
}
