package org.ledgerstone.console;

import java.util.List;
import org.ledgerstone.ethereum.EthereumAccess;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.ChainPosition;
import org.ledgerstone.ledger.OneChain;
import org.ledgerstone.ledger.Recorded;
import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.peers.Peer;
import org.ledgerstone.peers.Peers;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: where the ledger stands and how quickly it moves. */
@Controller
class OverviewPage {

  private static final int BLOCKS_IN_CHARTS = 61;
  private static final int LINES = 10;

  private record Seen(List<StoredBlock> blocks, List<Recorded> newest, long pending) {}

  private final OneChain oneChain;
  private final Chain chain;
  private final Transactions transactions;
  private final TransactionLines lines;
  private final Peers peers;
  private final EthereumAccess ethereum;

  OverviewPage(
      OneChain oneChain,
      Chain chain,
      Transactions transactions,
      TransactionLines lines,
      Peers peers,
      EthereumAccess ethereum) {
    this.oneChain = oneChain;
    this.chain = chain;
    this.transactions = transactions;
    this.lines = lines;
    this.peers = peers;
    this.ethereum = ethereum;
  }

  @GetMapping("/")
  String overview(Model model) {
    var seen = oneChain.read(this::look);
    var known = peers.all();
    model.addAttribute("head", BlockLine.of(seen.blocks().getLast()));
    model.addAttribute("work", seen.blocks().getLast().work().toString());
    model.addAttribute("pending", seen.pending());
    model.addAttribute("pace", Pace.of(seen.blocks()));
    model.addAttribute(
        "blocks", seen.blocks().reversed().stream().limit(LINES).map(BlockLine::of).toList());
    model.addAttribute("transactions", lines.of(seen.newest()));
    model.addAttribute("peers", known.size());
    model.addAttribute("peersWell", known.stream().filter(OverviewPage::isWell).count());
    model.addAttribute("ethereum", ethereum.ethereum().isPresent());
    return "overview";
  }

  private Seen look() {
    long head = chain.head().index();
    return new Seen(
        chain.blocks(Math.max(1, head - BLOCKS_IN_CHARTS + 1), BLOCKS_IN_CHARTS),
        transactions.find(Transactions.Filter.NONE, ChainPosition.END, LINES),
        transactions.pendingCount());
  }

  private static boolean isWell(Peer peer) {
    return peer.lastSeen().isPresent() && peer.failures() == 0;
  }
}
