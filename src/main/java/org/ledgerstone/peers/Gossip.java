package org.ledgerstone.peers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.ledger.Admission;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.Proposal;
import org.ledgerstone.ledger.Verdict;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.RuleBook;
import org.springframework.stereotype.Component;

/**
 * Takes what other nodes tell. They prove nothing of who they are: a name that stands on the list
 * of peers only decides whom the same thing is not sent back to, and whom a sync is tried with.
 */
@Component
public class Gossip {

  private final Peers peers;
  private final Announcer announcer;
  private final Admission admission;
  private final Appending appending;
  private final Hash genesis;

  Gossip(
      Peers peers, Announcer announcer, Admission admission, Appending appending, RuleBook rules) {
    this.peers = peers;
    this.announcer = announcer;
    this.admission = admission;
    this.appending = appending;
    this.genesis = rules.ledger();
  }

  /** What is answered to the news of a block. */
  public sealed interface HeadAnswer {

    /**
     * It was heard.
     *
     * @param wanted whether the block is to be sent
     */
    record Heard(boolean wanted) implements HeadAnswer {}

    /**
     * It is about another ledger.
     *
     * @param detail names both
     */
    record OtherLedger(String detail) implements HeadAnswer {}
  }

  /** Hears of a block. One whose parent is missing here is got by a sync with the sender. */
  public HeadAnswer head(HeadNews news, Optional<PeerUrl> sender) {
    if (!news.genesis().equals(genesis)) {
      return new HeadAnswer.OtherLedger(Handshake.differentLedger(news.genesis(), genesis));
    }
    var peer = sender.filter(url -> peers.known(url).isPresent());
    peer.ifPresent(url -> announcer.areFrom(url, List.of(news.hash())));
    if (appending.isKnown(news.hash())) {
      return new HeadAnswer.Heard(false);
    }
    if (appending.isKnown(news.previous())) {
      return new HeadAnswer.Heard(true);
    }
    peer.ifPresent(peers::want);
    return new HeadAnswer.Heard(false);
  }

  /** Takes orders. Those that are refused are gone. */
  public void orders(List<Order> orders, Optional<PeerUrl> sender) {
    var peer = sender.filter(url -> peers.known(url).isPresent());
    var ids = orders.stream().map(Order::id).toList();
    // Before they are judged: as soon as one is accepted, others are told of it.
    peer.ifPresent(url -> announcer.areFrom(url, ids));
    var verdicts =
        admission.admit(
            orders.stream().<Proposal>map(Proposal.Signed::new).toList(), false, Companion.none());
    peer.ifPresent(url -> announcer.areNotFrom(url, refused(ids, verdicts)));
  }

  private static List<Hash> refused(List<Hash> ids, List<Verdict> verdicts) {
    var refused = new ArrayList<Hash>();
    var taken = new HashSet<Hash>();
    for (int i = 0; i < ids.size(); i++) {
      boolean isHere =
          verdicts.get(i) instanceof Verdict.Accepted
              || verdicts.get(i) instanceof Verdict.Repeated;
      (isHere ? taken : refused).add(ids.get(i));
    }
    refused.removeAll(taken);
    return refused;
  }
}
