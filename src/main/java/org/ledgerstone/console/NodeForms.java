package org.ledgerstone.console;

import java.util.Optional;
import java.util.Set;
import org.ledgerstone.audit.verify.AuditRequest;
import org.ledgerstone.audit.verify.Audits;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.peers.AddOutcome;
import org.ledgerstone.peers.PeerRefusal;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.peers.Peers;
import org.ledgerstone.web.Problem;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What an admin does on the node's page, as the access rules say. */
@Controller
@RequestMapping("/node")
class NodeForms {

  /** What the page may say was done. */
  static final Set<String> DONE =
      Set.of("mined", "nothing", "added", "known", "removed", "sync", "audit", "stopped");

  private final Mining mining;
  private final Peers peers;
  private final SyncOnRequest syncs;
  private final Audits audits;

  NodeForms(Mining mining, Peers peers, SyncOnRequest syncs, Audits audits) {
    this.mining = mining;
    this.peers = peers;
    this.syncs = syncs;
    this.audits = audits;
  }

  @PostMapping("/mine")
  String mine() {
    return done(mining.mine().isPresent() ? "mined" : "nothing");
  }

  @PostMapping("/peers")
  String add(@RequestParam(defaultValue = "") String url) {
    return switch (peers.add(url(url))) {
      case AddOutcome.Added _ -> done("added");
      case AddOutcome.Known _ -> done("known");
      case AddOutcome.Refused(var code, var detail) -> throw problem(code, detail);
    };
  }

  @PostMapping("/peers/remove")
  String remove(@RequestParam(defaultValue = "") String url) {
    if (!peers.remove(url(url))) {
      throw problem(PeerRefusal.PEER_UNKNOWN, "No peer is " + url + ".");
    }
    return done("removed");
  }

  @PostMapping("/peers/sync")
  String sync() {
    syncs.begin();
    return done("sync");
  }

  @PostMapping("/audits")
  String audit(@RequestParam(defaultValue = "") String extent) {
    var plain = AuditRequest.PLAIN;
    audits.start(
        extent.equals("full")
            ? new AuditRequest(true, plain.head(), plain.checkpoint(), plain.peer())
            : plain,
        Companion.none());
    return done("audit");
  }

  @PostMapping("/audits/stop")
  String stop(@RequestParam(defaultValue = "") String id) {
    if (audits.stop(Place.index(id, "id")).isEmpty()) {
      throw Problem.notFound("There is no audit " + id + ".");
    }
    return done("stopped");
  }

  private static String done(String what) {
    return Leads.to("/node?done=" + what);
  }

  private static PeerUrl url(String text) {
    return Optional.of(text.strip())
        .flatMap(PeerUrl::parse)
        .orElseThrow(() ->
            problem(
                PeerRefusal.PEER_URL_INVALID,
                "http://host:port or https://host:port is expected, without a path, a name or a"
                    + " password."));
  }

  private static Problem problem(PeerRefusal code, String detail) {
    return new Problem(code.status(), code.name(), code.title(), detail);
  }
}
