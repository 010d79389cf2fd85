package org.ledgerstone.peers;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.ledger.SealedHeader;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.SealedBlock;

/** Peers that are behind everybody and only remember what they are given. */
final class HearingPeers implements PeerNetwork {

  private final Hash genesis;
  private final Map<PeerUrl, List<List<Order>>> given = new HashMap<>();

  /** Whether they answer at all. */
  boolean areAway;

  HearingPeers(Hash genesis) {
    this.genesis = genesis;
  }

  /** The orders that a peer has been given, call by call. */
  List<List<Order>> given(PeerUrl peer) {
    return given.getOrDefault(peer, List.of());
  }

  private <T> PeerAnswer<T> answer(T answer) {
    return areAway
        ? new PeerAnswer.Failed<>(new PeerFailure(PeerFailure.Kind.UNREACHABLE, "Away."))
        : new PeerAnswer.Got<>(answer);
  }

  @Override
  public PeerAnswer<PeerFacts> facts(PeerUrl peer) {
    var head = new PeerHead(1, genesis, BigInteger.ZERO);
    return answer(new PeerFacts(1, peer.text(), genesis, head, Duration.ofMillis(1)));
  }

  @Override
  public PeerAnswer<List<SealedHeader>> headers(PeerUrl peer, long from, int limit) {
    return answer(List.of());
  }

  @Override
  public PeerAnswer<List<SealedBlock>> blocks(PeerUrl peer, List<SealedHeader> headers) {
    return answer(List.of());
  }

  @Override
  public PeerAnswer<Optional<ChainPoint>> common(PeerUrl peer, List<Hash> hashes) {
    return answer(Optional.of(new ChainPoint(1, genesis)));
  }

  @Override
  public PeerAnswer<Boolean> tellHead(PeerUrl peer, HeadNews news) {
    return answer(false);
  }

  @Override
  public PeerAnswer<Reception> giveBlock(PeerUrl peer, SealedBlock block, BigInteger work) {
    throw new UnsupportedOperationException("Nobody wants one");
  }

  @Override
  public PeerAnswer<Boolean> giveOrders(PeerUrl peer, List<Order> orders) {
    if (!areAway) {
      given.computeIfAbsent(peer, p -> new ArrayList<>()).add(orders);
    }
    return answer(true);
  }
}
