package org.ledgerstone.ethereum;

import java.util.Optional;
import java.util.function.Function;
import org.ledgerstone.ethereum.ChainView.State;
import org.ledgerstone.ethereum.NodeAnswer.Away;
import org.ledgerstone.ethereum.NodeAnswer.Got;
import org.ledgerstone.ethereum.NodeAnswer.Refused;
import org.ledgerstone.ethereum.Reading.NotRead;
import org.ledgerstone.ethereum.Reading.Read;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Word;

/**
 * Ethereum as far as it may be believed: everything goes through here, and nothing goes to a node
 * that is on another chain, behind, or still fetching. Thread-safe.
 *
 * <p>Its methods throw a {@link org.springframework.dao.DataAccessException} if the ledger's
 * database does not answer, and nothing else.
 */
public final class EthereumChain {

  private final EthereumNode node;
  private final ChainWatch watch;
  private final ChainFinality finality;

  EthereumChain(EthereumNode node, ChainWatch watch, ChainFinality finality) {
    this.node = node;
    this.watch = watch;
    this.finality = finality;
  }

  /** How the node is, as it was found at most two seconds ago. */
  public ChainView view() {
    return watch.view();
  }

  /** What an account has. */
  public Reading<EthereumAccount> account(Address address) {
    return read(asked ->
        asked
            .balance(address)
            .then(balance ->
                asked
                    .nonce(address, BlockTag.LATEST)
                    .then(nonce ->
                        asked
                            .nonce(address, BlockTag.PENDING)
                            .map(pending ->
                                new EthereumAccount(address, balance, nonce, pending)))));
  }

  /** A block; empty where there is none. */
  public Reading<Optional<EthereumBlock>> block(BlockTag tag) {
    return read(asked -> asked.block(tag));
  }

  /** A transaction, and what came of it; empty where the node does not know it. */
  public Reading<Optional<FoundTransaction>> transaction(Word hash) {
    return read(asked ->
        asked
            .transaction(hash)
            .then(found ->
                found.isEmpty()
                    ? new Got<>(Optional.empty())
                    : withReceipt(found.get(), asked).map(Optional::of)));
  }

  private NodeAnswer<FoundTransaction> withReceipt(
      EthereumTransaction transaction, EthereumNode asked) {
    return asked
        .receipt(transaction.hash())
        .then(receipt ->
            receipt
                .map(mined -> isFinal(mined, asked))
                .orElseGet(() -> new Got<>(false))
                .map(isFinal -> new FoundTransaction(transaction, receipt, isFinal)));
  }

  /** Its block is at or below the finalized one, and it is the block that counts there. */
  private NodeAnswer<Boolean> isFinal(EthereumReceipt receipt, EthereumNode asked) {
    long number = receipt.blockNumber();
    return finality
        .newest(asked)
        .then(last ->
            last.filter(block -> block.number() >= number).isEmpty()
                ? new Got<>(false)
                : asked.block(BlockTag.number(number)).map(block -> holds(receipt, block)));
  }

  private static boolean holds(EthereumReceipt receipt, Optional<EthereumBlock> counting) {
    return counting.filter(block -> block.hash().equals(receipt.blockHash())).isPresent();
  }

  /** Asks the node if it is to be used, and still is after the call. */
  <T> Reading<T> read(Function<EthereumNode, NodeAnswer<T>> call) {
    var view = watch.view();
    if (view.state() != State.READY) {
      return notRead(view);
    }
    return switch (call.apply(node)) {
      case Got<T>(var value) -> stillReady(new Read<>(value));
      case Refused<T> refused ->
          stillReady(new NotRead<>(EthereumRefusal.ETHEREUM_REFUSED, refused.words()));
      case Away<T>(var why) -> {
        watch.doubt();
        yield new NotRead<>(EthereumRefusal.ETHEREUM_AWAY, why);
      }
    };
  }

  private <T> Reading<T> stillReady(Reading<T> reading) {
    var view = watch.viewSince(node.connections());
    return view.state() == State.READY ? reading : notRead(view);
  }

  private static <T> Reading<T> notRead(ChainView view) {
    var code =
        switch (view.state()) {
          case READY, AWAY -> EthereumRefusal.ETHEREUM_AWAY;
          case OTHER_CHAIN -> EthereumRefusal.ETHEREUM_OTHER_CHAIN;
          case SYNCING -> EthereumRefusal.ETHEREUM_SYNCING;
          case BEHIND -> EthereumRefusal.ETHEREUM_BEHIND;
        };
    return new NotRead<>(code, view.detail());
  }
}
