package org.ledgerstone.peers;

import java.util.List;
import org.ledgerstone.ledger.SealedHeader;
import org.ledgerstone.protocol.Hash;
import org.springframework.stereotype.Component;

/** Asks peers which blocks stand on their chains. What they say nobody has checked. */
@Component
public class PeerBlocks {

  private static final long GENESIS = 1;

  /** What came of asking. */
  public sealed interface Told {

    /**
     * A block of the peer's chain.
     *
     * @param index 1 for genesis
     * @param hash as the peer says
     */
    record Block(long index, Hash hash) implements Told {}

    /** There is no answer. */
    record Refused(PeerRefusal code, String detail) implements Told {}
  }

  private final Peers peers;
  private final Handshake handshake;
  private final PeerNetwork network;

  PeerBlocks(Peers peers, Handshake handshake, PeerNetwork network) {
    this.peers = peers;
    this.handshake = handshake;
    this.network = network;
  }

  /**
   * The newest block of a peer's chain, or the one with the index {@code indexMax} where that chain
   * is longer. Takes as long as the peer takes to answer, twenty seconds at most.
   */
  public Told newest(PeerUrl url, long indexMax) {
    if (peers.all().stream().noneMatch(peer -> peer.url().equals(url))) {
      return new Told.Refused(
          PeerRefusal.PEER_UNKNOWN, "No peer is " + url + ". POST /api/v1/peers adds it.");
    }
    return switch (handshake.with(url)) {
      case Handshake.Outcome.Refused(var code, var detail) -> new Told.Refused(code, detail);
      case Handshake.Outcome.Met(var facts) -> block(url, facts, indexMax);
    };
  }

  private Told block(PeerUrl url, PeerFacts facts, long indexMax) {
    if (facts.head().index() <= indexMax) {
      return new Told.Block(facts.head().index(), facts.head().hash());
    }
    return indexMax == GENESIS ? new Told.Block(GENESIS, facts.genesis()) : header(url, indexMax);
  }

  private Told header(PeerUrl url, long index) {
    return switch (network.headers(url, index, 1)) {
      case PeerAnswer.Failed<?>(var failure) ->
          new Told.Refused(PeerRefusal.PEER_UNREACHABLE, failure.detail());
      case PeerAnswer.Got<List<SealedHeader>>(var headers) ->
          headers.isEmpty() || headers.getFirst().header().index() != index
              ? new Told.Refused(
                  PeerRefusal.PEER_NOT_UNDERSTOOD, "It does not hand out its block " + index + ".")
              : new Told.Block(index, headers.getFirst().hash());
    };
  }
}
