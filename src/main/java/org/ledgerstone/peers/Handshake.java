package org.ledgerstone.peers;

import java.util.Optional;
import org.ledgerstone.ledger.NodeIdentity;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.RuleBook;
import org.springframework.stereotype.Component;

/** What two nodes have to agree on before anything else: who they are, protocol and ledger. */
@Component
class Handshake {

  private final PeerNetwork network;
  private final NodeIdentity node;
  private final OwnUrl ownUrl;
  private final Hash genesis;

  Handshake(PeerNetwork network, NodeIdentity node, OwnUrl ownUrl, RuleBook rules) {
    this.network = network;
    this.node = node;
    this.ownUrl = ownUrl;
    this.genesis = rules.ledger();
  }

  /** What came of it. */
  sealed interface Outcome {

    /** Another node of this ledger. */
    record Met(PeerFacts facts) implements Outcome {}

    /** None that there is anything to be said to. */
    record Refused(PeerRefusal code, String detail) implements Outcome {}
  }

  /** Asks the node who it is. */
  Outcome with(PeerUrl url) {
    if (ownUrl.get().equals(Optional.of(url))) {
      return itself(url);
    }
    return switch (network.facts(url)) {
      case PeerAnswer.Got<PeerFacts>(var facts) -> judge(url, facts);
      case PeerAnswer.Failed<PeerFacts>(var failure) ->
          new Outcome.Refused(code(failure.kind()), failure.detail());
    };
  }

  private Outcome judge(PeerUrl url, PeerFacts facts) {
    if (facts.node().equals(node.id())) {
      return itself(url);
    }
    if (facts.protocol() != NodeIdentity.PROTOCOL) {
      return new Outcome.Refused(
          PeerRefusal.PROTOCOL_DIFFERENT,
          "The peer speaks version "
              + facts.protocol()
              + ", this node version "
              + NodeIdentity.PROTOCOL
              + ".");
    }
    if (!facts.genesis().equals(genesis)) {
      return new Outcome.Refused(
          PeerRefusal.LEDGER_DIFFERENT, differentLedger(facts.genesis(), genesis));
    }
    return new Outcome.Met(facts);
  }

  static String differentLedger(Hash theirs, Hash ours) {
    return "The peer's genesis is " + theirs + ", this node's is " + ours + ".";
  }

  private static Outcome itself(PeerUrl url) {
    return new Outcome.Refused(PeerRefusal.PEER_IS_SELF, url + " leads to this node.");
  }

  private static PeerRefusal code(PeerFailure.Kind kind) {
    return switch (kind) {
      case FORBIDDEN_ADDRESS -> PeerRefusal.PEER_FORBIDDEN_ADDRESS;
      case UNREACHABLE, TOO_SLOW -> PeerRefusal.PEER_UNREACHABLE;
      case TOO_LONG, NOT_UNDERSTOOD -> PeerRefusal.PEER_NOT_UNDERSTOOD;
      case TOKEN_NEEDED -> PeerRefusal.PEER_TOKEN_NEEDED;
    };
  }
}
