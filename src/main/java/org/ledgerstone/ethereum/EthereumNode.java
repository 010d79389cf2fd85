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

  /** The newest block that will not be given up again; empty where it has none or says none. */
  default NodeAnswer<Optional<EthereumBlock>> finalized() {
    return block(BlockTag.FINALIZED).orIfRefused(Optional.empty());
  }

  /** Wei. */
  NodeAnswer<BigInteger> balance(Address account);

  /** The nonce of the account's next transaction. */
  NodeAnswer<Long> nonce(Address account, BlockTag tag);

  /** A transaction, mined or waiting; empty where it knows none. */
  NodeAnswer<Optional<EthereumTransaction>> transaction(Word hash);

  /** What came of a transaction; empty while it stands in no block. */
  NodeAnswer<Optional<EthereumReceipt>> receipt(Word hash);

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
