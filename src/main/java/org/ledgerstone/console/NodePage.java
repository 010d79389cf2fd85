package org.ledgerstone.console;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.audit.verify.Audit;
import org.ledgerstone.audit.verify.Audits;
import org.ledgerstone.ethereum.ChainView;
import org.ledgerstone.ethereum.EthereumAccess;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.NodeWallet;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.peers.Peer;
import org.ledgerstone.peers.Peers;
import org.ledgerstone.peers.Progress;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.RuleBook;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** This node: its wallet, how it mines, whom it talks to, what an audit says of it. */
@Controller
class NodePage {

  private static final int AUDITS = 5;

  /**
   * A peer as it is shown.
   *
   * @param seen null if it has never answered
   * @param error empty if nothing is against it
   */
  record PeerLine(String url, @Nullable Moment seen, String head, String trip, String error) {

    static PeerLine of(Peer peer) {
      return new PeerLine(
          peer.url().text(),
          peer.lastSeen().map(Moment::of).orElse(null),
          peer.head().map(head -> String.valueOf(head.index())).orElse("–"),
          peer.roundTrip().map(trip -> trip.toMillis() + " ms").orElse("–"),
          peer.lastError().orElse(""));
    }
  }

  /**
   * An audit as it is shown.
   *
   * @param progress in words; empty unless it runs
   */
  record AuditLine(
      long id,
      String status,
      Moment started,
      String extent,
      long findings,
      int percent,
      String progress) {}

  private final Chain chain;
  private final Transactions transactions;
  private final NodeWallet wallet;
  private final RuleBook rules;
  private final AmountText amounts;
  private final Peers peers;
  private final Progress progress;
  private final SyncOnRequest syncs;
  private final Audits audits;
  private final EthereumAccess ethereum;
  private final String interval;

  NodePage(
      Chain chain,
      Transactions transactions,
      NodeWallet wallet,
      RuleBook rules,
      AmountText amounts,
      Peers peers,
      Progress progress,
      SyncOnRequest syncs,
      Audits audits,
      EthereumAccess ethereum,
      @Value("${ledger.block-interval:off}") String interval) {
    this.chain = chain;
    this.transactions = transactions;
    this.wallet = wallet;
    this.rules = rules;
    this.amounts = amounts;
    this.peers = peers;
    this.progress = progress;
    this.syncs = syncs;
    this.audits = audits;
    this.ethereum = ethereum;
    this.interval = interval;
  }

  @GetMapping("/node")
  String node(@RequestParam Optional<String> done, Model model) {
    model.addAttribute("done", done.filter(NodeForms.DONE::contains).orElse(null));
    model.addAttribute("wallet", wallet.address().shown());
    model.addAttribute("timer", interval.equals("off") ? null : interval);
    model.addAttribute("pending", transactions.pendingCount());
    rules(model, rules.genesis());
    model.addAttribute("peers", peers.all().stream().map(PeerLine::of).toList());
    var catchingUp = progress.state();
    model.addAttribute("syncing", catchingUp.isPresent() || syncs.goesOn());
    model.addAttribute("sync", catchingUp.orElse(null));
    model.addAttribute("synced", syncs.last());
    model.addAttribute("syncFailed", syncs.hasFailed());
    var recent = recentAudits();
    model.addAttribute("audits", recent);
    model.addAttribute("auditing", recent.stream().anyMatch(one -> one.status().equals("running")));
    model.addAttribute("ethereum", ethereum.ethereum().map(e -> e.chain().view()).orElse(null));
    model.addAttribute(
        "ethereumState", ethereum.ethereum().map(e -> state(e.chain().view())).orElse(""));
    return "node";
  }

  private void rules(Model model, Genesis genesis) {
    var inForce = chain.rulesInForce();
    model.addAttribute("genesis", rules.ledger().toString());
    model.addAttribute(
        "reward",
        inForce
            .reward()
            .map(reward -> amounts.withCode(reward.units(), inForce.nativeAsset()))
            .orElse("0"));
    model.addAttribute("difficulty", inForce.difficulty());
    model.addAttribute("finalDepth", inForce.finalDepth());
    model.addAttribute("blockLimit", inForce.blockLimit());
    model.addAttribute("posts", genesis.posts().name().toLowerCase(Locale.ROOT));
    model.addAttribute("miners", inForce.miners().stream().map(Address::shown).toList());
    model.addAttribute("assets", inForce.assets());
  }

  private List<AuditLine> recentAudits() {
    return audits.before(Long.MAX_VALUE, AUDITS).stream().map(this::line).toList();
  }

  private AuditLine line(Audit audit) {
    var going = audits.progress(audit);
    var extent = audit.extent();
    return new AuditLine(
        audit.id(),
        audit.status().name().toLowerCase(Locale.ROOT),
        Moment.of(audit.started()),
        extent.from() == 0 ? "–" : extent.from() + " … " + extent.to(),
        audit.findings(),
        going.map(p -> p.percent()).orElse(0),
        going.map(Object::toString).orElse(""));
  }

  private static String state(ChainView view) {
    return view.state().name().toLowerCase(Locale.ROOT);
  }
}
