package org.ledgerstone.ledger.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.ledger.Accounts;
import org.ledgerstone.ledger.Balance;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.TransactionJson;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.web.Cursor;
import org.ledgerstone.web.Page;
import org.ledgerstone.web.Paging;
import org.ledgerstone.web.Problem;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Balances and statements. */
@RestController
@RequestMapping(path = "/api/v1/accounts", produces = MediaType.APPLICATION_JSON_VALUE)
class AccountController {

  private final Accounts accounts;
  private final Chain chain;
  private final TransactionJson json;
  private final ChainCursors cursors;

  AccountController(Accounts accounts, Chain chain, TransactionJson json, ChainCursors cursors) {
    this.accounts = accounts;
    this.chain = chain;
    this.json = json;
    this.cursors = cursors;
  }

  /** What an account holds now, or held after the block {@code at}. */
  @GetMapping("/{address}")
  Map<String, Object> balance(
      @PathVariable String address,
      @RequestParam Optional<String> asset,
      @RequestParam Optional<String> at) {
    var account = account(address, asset);
    return at.isPresent() ? balanceAt(account, at.get()) : write(accounts.balance(account));
  }

  private Map<String, Object> balanceAt(AccountId account, String at) {
    long index = LedgerParameters.blockIndex(at, "at");
    long head = chain.head().index();
    if (index > head) {
      throw Problem.notFound("The newest block is " + head + ".");
    }
    var fields = write(account);
    fields.put("at", index);
    fields.put("valid", accounts.validAt(account, index).toString());
    return fields;
  }

  /** What an account has done, the newest first. */
  @GetMapping("/{address}/transactions")
  Page<Map<String, Object>> statement(
      HttpServletRequest request,
      @PathVariable String address,
      @RequestParam Optional<String> asset) {
    var account = account(address, asset);
    var paging = Paging.of(request);
    return cursors.page(
        paging,
        "statement",
        before -> accounts.statement(account, before, paging.limit() + 1),
        line -> line.transaction().place().orElseThrow(),
        line -> {
          var fields = json.write(line.transaction());
          fields.put("validAfter", line.validAfter().toString());
          return fields;
        });
  }

  /** The accounts that blocks know. */
  @GetMapping
  Page<Map<String, Object>> list(HttpServletRequest request) {
    var paging = Paging.of(request);
    long after = paging.cursorOf("accounts", 1).map(cursor -> cursor.number(0)).orElse(0L);
    var listed = accounts.after(after, paging.limit() + 1);
    if (listed.size() <= paging.limit()) {
      return Page.last(listed.stream().map(one -> write(one.balance())).toList());
    }
    var page = listed.subList(0, paging.limit());
    return Page.before(
        Cursor.of("accounts", page.getLast().row()),
        page.stream().map(one -> write(one.balance())).toList());
  }

  private AccountId account(String address, Optional<String> asset) {
    var inForce = chain.rulesInForce();
    return new AccountId(
        TransactionJson.readAddress("address", address),
        asset
            .map(TransactionJson::readAsset)
            .map(a -> LedgerParameters.declared(a, inForce))
            .orElse(inForce.nativeAsset()));
  }

  private static Map<String, Object> write(AccountId account) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("address", account.address().shown());
    fields.put("asset", account.asset().code());
    return fields;
  }

  private static Map<String, Object> write(Balance balance) {
    var fields = write(balance.account());
    fields.put("valid", balance.valid().toString());
    fields.put("pendingIn", balance.pendingIn().toString());
    fields.put("pendingOut", balance.pendingOut().toString());
    fields.put("balance", balance.balance().toString());
    fields.put("available", balance.available().toString());
    fields.put("nextNonce", balance.nextNonce());
    return fields;
  }
}
