package org.ledgerstone.tutorial;

import java.util.List;
import java.util.Optional;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.peers.AddOutcome;
import org.ledgerstone.peers.Introduction;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.peers.Peers;
import org.ledgerstone.web.Json;
import org.springframework.stereotype.Component;

/**
 * Other nodes as the second and third documents' clients name them: the same peers as everywhere.
 */
@Component
class PlainNodes {

  private final Peers peers;
  private final Introduction introduction;
  private final Chain chain;

  PlainNodes(Peers peers, Introduction introduction, Chain chain) {
    this.peers = peers;
    this.introduction = introduction;
    this.chain = chain;
  }

  /** The nodes that these values name; empty if one of them names none, or they are too many. */
  static Optional<List<PeerUrl>> read(List<Json> values) {
    var read = values.stream().map(PlainNodes::read).toList();
    return read.size() <= Peers.COUNT_MAX && read.stream().allMatch(Optional::isPresent)
        ? Optional.of(read.stream().map(Optional::orElseThrow).toList())
        : Optional.empty();
  }

  /** The node that this value names. */
  static Optional<PeerUrl> read(Json value) {
    return value instanceof Json.Text(var text) ? PeerUrl.parse(text) : Optional.empty();
  }

  /**
   * Puts nodes on the list, also if one before was refused.
   *
   * @return why one was refused; empty if all are on the list now
   */
  Optional<String> add(List<PeerUrl> nodes) {
    return nodes.stream()
        .map(peers::add)
        .flatMap(outcome -> refusal(outcome).stream())
        // All of them are added before any is told about.
        .toList()
        .stream()
        .findFirst();
  }

  static Optional<String> refusal(AddOutcome outcome) {
    return outcome instanceof AddOutcome.Refused(_, var detail)
        ? Optional.of(detail)
        : Optional.empty();
  }

  /**
   * Puts a node on the list, asks it to take this one onto its own, and catches up with it. If it
   * does not take this one, it is off the list again unless it was on it before.
   *
   * @return why it came to nothing; empty if it did not
   */
  Optional<String> join(PeerUrl node) {
    var outcome = peers.add(node);
    var refusal = refusal(outcome).or(() -> introduction.to(node));
    if (refusal.isEmpty()) {
      peers.sync();
    } else if (outcome instanceof AddOutcome.Added) {
      peers.remove(node);
    }
    return refusal;
  }

  /**
   * Asks all of them now.
   *
   * @return whether the chain here has become another one by that, be it only longer
   */
  boolean caughtUp() {
    var before = chain.head().hash();
    boolean took =
        peers.sync().stream()
            .anyMatch(report -> report.chainReplaced() || report.blocksTaken() > 0);
    return took && !chain.head().hash().equals(before);
  }

  /** All that are on the list, as host and port. */
  List<String> all() {
    return peers.all().stream().map(peer -> peer.url().host() + ":" + peer.url().port()).toList();
  }
}
