package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Word;

/**
 * What this room asks of an Ethereum node. Each call is one question, waits for a bounded time, and
 * throws nothing: how it failed is an answer too.
 */
interface EthereumNode {

  /** The name and version of its program. */
  NodeAnswer<String> client();

  /** Which chain it is on. */
  NodeAnswer<Long> chainId();

  /** Whether it is still fetching the chain. */
  NodeAnswer<Boolean> isSyncing();

  /** A block; empty where it knows none. */
  NodeAnswer<Optional<EthereumBlock>> block(BlockTag tag);

  /** Wei. */
  NodeAnswer<BigInteger> balance(Address account);

  /** The nonce of the account's next transaction. */
  NodeAnswer<Long> nonce(Address account, BlockTag tag);

  /** A transaction, mined or waiting; empty where it knows none. */
  NodeAnswer<Optional<EthereumTransaction>> transaction(Word hash);

  /** What came of a transaction; empty while it stands in no block. */
  NodeAnswer<Optional<EthereumReceipt>> receipt(Word hash);

  /** The newest block that will not be given up again; empty where it has none or says none. */
  default NodeAnswer<Optional<EthereumBlock>> finalized() {
    return block(BlockTag.FINALIZED).orIfRefused(Optional.empty());
  }

  /** The code at an address, {@code 0x} and hex digits; {@code 0x} where there is none. */
  NodeAnswer<String> code(Address address);

  /** The transactions of a block, in its order; empty where it knows no such block. */
  NodeAnswer<Optional<List<EthereumTransaction>>> transactionsIn(BlockTag tag);

  /** The tip with which a transaction is likely to be taken soon, in wei for a unit of gas. */
  NodeAnswer<BigInteger> tip();

  /** How much gas it would take now; refused where it would fail. */
  NodeAnswer<BigInteger> gas(Address from, EthereumOrder order);

  /**
   * Hands over a signed transaction.
   *
   * @param raw {@code 0x} and hex digits
   * @return its hash, as the node says
   */
  NodeAnswer<Word> send(String raw);

  /** How many connections there have been. Another one may lead to another node. */
  long connections();

  /**
   * The RLP of a block's header, which has the block's hash; empty where it knows no such block.
   */
  NodeAnswer<Optional<byte[]>> header(Word block);

  /** What shows what an account has in slots right after a block. Nobody has judged it yet. */
  NodeAnswer<StateProof> proof(Address account, List<Word> slots, long block);

  /** What contracts told in a transaction; empty while it stands in no block. */
  NodeAnswer<Optional<List<EthereumLog>>> logs(Word transaction);
}
