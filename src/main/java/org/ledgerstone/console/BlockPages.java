package org.ledgerstone.console;

import java.util.List;
import java.util.Optional;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.ChainPosition;
import org.ledgerstone.ledger.OneChain;
import org.ledgerstone.ledger.Recorded;
import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.web.Problem;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The blocks of the chain, and each of them. */
@Controller
class BlockPages {

  private static final int BLOCKS = 50;
  private static final int TRANSACTIONS = 100;

  /** The page of a block's transactions, and whether another follows. */
  private record Seen(
      StoredBlock block, Optional<StoredBlock> next, List<Recorded> held, long headIndex) {}

  private final OneChain oneChain;
  private final Chain chain;
  private final TransactionLines lines;

  BlockPages(OneChain oneChain, Chain chain, TransactionLines lines) {
    this.oneChain = oneChain;
    this.chain = chain;
    this.lines = lines;
  }

  @GetMapping("/blocks")
  String blocks(@RequestParam Optional<String> before, Model model) {
    long end = before.map(text -> Place.index(text, "before")).orElse(Long.MAX_VALUE);
    long newest = Math.min(chain.head().index(), end - 1);
    long oldest = Math.max(1, newest - BLOCKS + 1);
    var found =
        newest < 1 ? List.<StoredBlock>of() : chain.blocks(oldest, (int) (newest - oldest + 1));
    model.addAttribute("blocks", found.reversed().stream().map(BlockLine::of).toList());
    model.addAttribute("older", oldest > 1 && !found.isEmpty() ? oldest : 0);
    model.addAttribute("first", before.isEmpty());
    return "blocks";
  }

  @GetMapping("/blocks/{key}")
  String block(@PathVariable String key, @RequestParam Optional<String> from, Model model) {
    int first = from.map(text -> (int) Place.number(text, "from")).orElse(0);
    var seen = oneChain.read(() -> look(key, first));
    var block = seen.block();
    model.addAttribute("line", BlockLine.of(block));
    model.addAttribute("block", block);
    model.addAttribute("work", block.work().toString());
    model.addAttribute("nonce", Long.toUnsignedString(block.header().nonce()));
    model.addAttribute("seal", block.seal().map(Signature::toString).orElse(""));
    model.addAttribute("headerText", block.header().text());
    model.addAttribute("next", seen.next().map(BlockLine::of).orElse(null));
    model.addAttribute("confirmations", seen.headIndex() - block.header().index());
    model.addAttribute("transactions", lines.of(seen.held()));
    int following = first + seen.held().size();
    model.addAttribute("following", following < block.header().count() ? following : 0);
    return "block";
  }

  private Seen look(String key, int first) {
    var block =
        find(key).orElseThrow(() -> Problem.notFound("No block of the chain is " + key + "."));
    long index = block.header().index();
    var held =
        first >= block.header().count()
            ? List.<Recorded>of()
            : chain.transactions(
                new ChainPosition(index, first),
                Math.min(TRANSACTIONS, block.header().count() - first));
    return new Seen(block, chain.block(index + 1), held, chain.head().index());
  }

  private Optional<StoredBlock> find(String key) {
    return Hash.parse(key)
        .map(chain::block)
        .orElseGet(() -> chain.block(Place.index(key, "block")));
  }
}
