package org.ledgerstone.console;

import java.util.List;
import java.util.Optional;
import org.ledgerstone.ledger.Accounts;
import org.ledgerstone.ledger.Balance;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.ChainPosition;
import org.ledgerstone.ledger.StatementLine;
import org.ledgerstone.ledger.TransactionJson;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.web.Problem;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The accounts, and each of them: what it holds, what it has done. */
@Controller
class AccountPages {

  private static final int LINES = 50;

  private final Accounts accounts;
  private final Chain chain;
  private final TransactionLines lines;
  private final AmountText amounts;

  AccountPages(Accounts accounts, Chain chain, TransactionLines lines, AmountText amounts) {
    this.accounts = accounts;
    this.chain = chain;
    this.lines = lines;
    this.amounts = amounts;
  }

  @GetMapping("/accounts")
  String accounts(@RequestParam Optional<String> after, Model model) {
    long row = after.map(text -> Place.index(text, "after")).orElse(0L);
    var found = accounts.after(row, LINES + 1);
    var page = found.subList(0, Math.min(LINES, found.size()));
    model.addAttribute("accounts", page.stream().map(one -> line(one.balance())).toList());
    model.addAttribute("following", found.size() > LINES ? page.getLast().row() : null);
    model.addAttribute("first", after.isEmpty());
    return "accounts";
  }

  @GetMapping("/accounts/{address}")
  String account(
      @PathVariable String address,
      @RequestParam Optional<String> asset,
      @RequestParam Optional<String> before,
      Model model) {
    var inForce = chain.rulesInForce();
    var owner = TransactionJson.readAddress("address", address);
    var shown =
        asset
            .map(TransactionJson::readAsset)
            .filter(inForce::declares)
            .orElse(inForce.nativeAsset());
    if (asset.isPresent() && !asset.get().equals(shown.code())) {
      throw Problem.notFound("This ledger has no asset " + asset.get() + ".");
    }
    var account = new AccountId(owner, shown);
    var from = before.map(Place::position).orElse(ChainPosition.END);
    var found = accounts.statement(account, from, LINES + 1);
    var page = found.subList(0, Math.min(LINES, found.size()));
    var statement = page.stream().map(one -> line(one, shown)).toList();
    model.addAttribute("address", owner.shown());
    model.addAttribute("asset", shown.code());
    model.addAttribute("balances", balances(owner, inForce.assets()));
    model.addAttribute("statement", statement);
    model.addAttribute("older", found.size() > LINES ? Place.of(statement.getLast()) : null);
    model.addAttribute("first", before.isEmpty());
    if (page.size() > 1) {
      var chart = BalanceChart.of(page.reversed().stream().map(StatementLine::validAfter).toList());
      model.addAttribute("chart", chart);
      model.addAttribute("highest", amounts.withCode(chart.highest(), shown));
    }
    return "account";
  }

  private List<BalanceLine> balances(Address owner, List<Asset> assets) {
    return assets.stream()
        .map(asset -> line(accounts.balance(new AccountId(owner, asset))))
        .toList();
  }

  private TransactionLine line(StatementLine line, Asset asset) {
    return lines.of(line.transaction()).withAfter(amounts.of(line.validAfter(), asset));
  }

  private BalanceLine line(Balance balance) {
    var address = balance.account().address().shown();
    var asset = balance.account().asset();
    return new BalanceLine(
        address,
        Shortened.address(address),
        asset.code(),
        amounts.of(balance.valid(), asset),
        amounts.of(balance.pendingIn(), asset),
        amounts.of(balance.pendingOut(), asset),
        amounts.of(balance.balance(), asset),
        amounts.of(balance.available(), asset),
        balance.nextNonce());
  }
}
