package org.ledgerstone.peers;

import org.ledgerstone.protocol.Hash;
import org.springframework.stereotype.Component;

/** Asks peers which blocks stand on their chains. What they say nobody has checked. */
@Component
public class PeerBlocks {

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

  PeerBlocks(Peers peers, Handshake handshake) {
    this.peers = peers;
    this.handshake = handshake;
  }

  /** The newest block of a peer's chain. Takes as long as the peer takes to answer. */
  public Told newest(PeerUrl url) {
    if (peers.all().stream().noneMatch(peer -> peer.url().equals(url))) {
      return new Told.Refused(
          PeerRefusal.PEER_UNKNOWN, "No peer is " + url + ". POST /api/v1/peers adds it.");
    }
    return switch (handshake.with(url)) {
      case Handshake.Outcome.Refused(var code, var detail) -> new Told.Refused(code, detail);
      case Handshake.Outcome.Met(var facts) ->
          new Told.Block(facts.head().index(), facts.head().hash());
    };
  }
}
