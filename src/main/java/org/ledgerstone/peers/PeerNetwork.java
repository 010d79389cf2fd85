package org.ledgerstone.peers;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.ledger.SealedHeader;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.SealedBlock;

/**
 * Calls to other nodes. Each returns within a set time, and returns what went wrong rather than
 * throw it. What a peer answers has the right form and nothing more: it may be a lie.
 */
public interface PeerNetwork {

  /** How many headers a peer hands out at once. */
  int HEADERS_MAX = 1_000;

  /** How many hashes a peer compares at once. */
  int HASHES_MAX = 64;

  /** How many orders a peer takes at once. */
  int ORDERS_MAX = 1_000;

  /** What the node says of itself. */
  PeerAnswer<PeerFacts> facts(PeerUrl peer);

  /**
   * The headers of its chain, ascending.
   *
   * @param from the index of the first, 2 or more, for genesis has no seal
   * @param limit how many at most, up to {@value #HEADERS_MAX}
   */
  PeerAnswer<List<SealedHeader>> headers(PeerUrl peer, long from, int limit);

  /**
   * The whole blocks with these headers, in order: as many as the peer hands out at once, at least
   * the first; none if the last does not stand on its chain.
   *
   * @param headers of blocks that follow one another
   */
  PeerAnswer<List<SealedBlock>> blocks(PeerUrl peer, List<SealedHeader> headers);

  /**
   * The first of these blocks that stands on the peer's chain; empty if none does.
   *
   * @param hashes 1 to {@value #HASHES_MAX}
   */
  PeerAnswer<Optional<ChainPoint>> common(PeerUrl peer, List<Hash> hashes);

  /**
   * Tells of a block.
   *
   * @return whether the peer wants to have it
   */
  PeerAnswer<Boolean> tellHead(PeerUrl peer, HeadNews news);

  /**
   * Sends a block.
   *
   * @param work of the chain up to it
   */
  PeerAnswer<Reception> giveBlock(PeerUrl peer, SealedBlock block, BigInteger work);

  /**
   * Sends orders that were accepted here. What the peer makes of each it does not say.
   *
   * @param orders up to {@value #ORDERS_MAX}
   */
  PeerAnswer<Boolean> giveOrders(PeerUrl peer, List<Order> orders);

  /**
   * A block's place on a chain.
   *
   * @param index 1 for genesis
   * @param hash one of those that were asked about
   */
  record ChainPoint(long index, Hash hash) {}

  /** What a peer made of a block. */
  enum Reception {
    /** It is the peer's newest now. */
    APPENDED,
    /** The peer had it. */
    KNOWN,
    /** The peer keeps it beside its chain. */
    ASIDE,
    /** The peer refused it. */
    REFUSED
  }
}
