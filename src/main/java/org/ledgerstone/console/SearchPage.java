package org.ledgerstone.console;

import java.util.Locale;
import java.util.Optional;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.web.Problem;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.view.RedirectView;

/** Leads from whatever somebody has at hand to its page. */
@Controller
class SearchPage {

  private final Chain chain;
  private final Transactions transactions;

  SearchPage(Chain chain, Transactions transactions) {
    this.chain = chain;
    this.transactions = transactions;
  }

  @GetMapping("/search")
  RedirectView search(@RequestParam(defaultValue = "") String q) {
    var text = q.strip();
    var page =
        block(text)
            .or(() -> hash(text))
            .or(() -> account(text))
            .orElseThrow(() ->
                Problem.notFound("It is no block, no transaction and no address of this ledger."));
    var view = new RedirectView(page);
    view.setExposeModelAttributes(false);
    return view;
  }

  private Optional<String> block(String text) {
    return text.matches("[1-9][0-9]{0,15}")
        ? chain.block(Long.parseLong(text)).map(block -> "/blocks/" + text)
        : Optional.empty();
  }

  /** What is only digits is taken for a block's index, though it could be a name. */
  private static Optional<String> account(String text) {
    return Address.parse(text)
        .filter(address -> !text.matches("[0-9]+"))
        .map(address -> "/accounts/" + address.shown());
  }

  private Optional<String> hash(String text) {
    var hash = Hash.parse(text.toLowerCase(Locale.ROOT).replaceFirst("^0x", ""));
    return hash.flatMap(chain::block)
        .map(block -> "/blocks/" + block.header().index())
        .or(() -> hash.flatMap(transactions::find).map(t -> "/transactions/" + hash.get()));
  }
}
