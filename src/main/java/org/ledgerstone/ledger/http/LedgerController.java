package org.ledgerstone.ledger.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.NodeIdentity;
import org.ledgerstone.ledger.NodeWallet;
import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.ledger.TransactionJson;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.web.Cursor;
import org.ledgerstone.web.Page;
import org.ledgerstone.web.Paging;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The ledger's parameters and what is pending. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class LedgerController {

  private final Chain chain;
  private final Transactions transactions;
  private final NodeWallet wallet;
  private final TransactionJson json;
  private final RuleBook rules;
  private final NodeIdentity node;

  LedgerController(
      Chain chain,
      Transactions transactions,
      NodeWallet wallet,
      TransactionJson json,
      RuleBook rules,
      NodeIdentity node) {
    this.chain = chain;
    this.transactions = transactions;
    this.wallet = wallet;
    this.json = json;
    this.rules = rules;
    this.node = node;
  }

  /** Which ledger this is, by which rules, and how far it has come. */
  @GetMapping("/ledger")
  Map<String, Object> ledger() {
    var genesis = rules.genesis();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", genesis.name());
    fields.put("chain", genesis.chain());
    fields.put("genesis", rules.ledger().toString());
    fields.put("assets", genesis.assets().stream().map(LedgerController::asset).toList());
    fields.put("reward", genesis.reward().toString());
    fields.put("difficulty", genesis.difficulty());
    fields.put("interval", genesis.intervalMillis());
    fields.put("blockLimit", genesis.blockLimit());
    fields.put("operator", genesis.operator().map(Address::shown).orElse(null));
    fields.put("posts", genesis.posts().name().toLowerCase(Locale.ROOT));
    fields.put("seedSignatures", genesis.seedSignatures());
    fields.put("finalDepth", genesis.finalDepth());
    fields.put("miners", genesis.miners().stream().map(Address::shown).toList());
    fields.put("wallet", wallet.address().shown());
    fields.put("head", head(chain.newest()));
    fields.put("pending", transactions.pendingCount());
    fields.put("protocol", NodeIdentity.PROTOCOL);
    fields.put("node", node.id());
    return fields;
  }

  private static Map<String, Object> asset(Genesis.DeclaredAsset declared) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("code", declared.asset().code());
    fields.put("decimals", declared.decimals());
    return fields;
  }

  private static Map<String, Object> head(StoredBlock newest) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("index", newest.header().index());
    fields.put("hash", newest.hash().toString());
    fields.put("time", newest.header().time().toString());
    fields.put("work", newest.work().toString());
    return fields;
  }

  /** What is pending, the oldest first. */
  @GetMapping("/pool")
  Page<Map<String, Object>> pool(HttpServletRequest request) {
    var paging = Paging.of(request);
    long after = paging.cursorOf("pool", 1).map(cursor -> cursor.number(0)).orElse(0L);
    var pending = transactions.pending(after, paging.limit() + 1);
    if (pending.size() <= paging.limit()) {
      return Page.last(pending.stream().map(one -> json.write(one.transaction())).toList());
    }
    var page = pending.subList(0, paging.limit());
    return Page.before(
        Cursor.of("pool", page.getLast().seq()),
        page.stream().map(one -> json.write(one.transaction())).toList());
  }
}
