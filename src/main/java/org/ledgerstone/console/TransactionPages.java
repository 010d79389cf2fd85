package org.ledgerstone.console;

import java.util.List;
import java.util.Optional;
import org.ledgerstone.audit.ProofJson;
import org.ledgerstone.audit.Proofs;
import org.ledgerstone.ledger.ChainPosition;
import org.ledgerstone.ledger.Recorded;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.web.Problem;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Transactions, pending and sealed, and each of them with its proof. */
@Controller
class TransactionPages {

  private static final int LINES = 50;

  private final Transactions transactions;
  private final TransactionLines lines;
  private final Proofs proofs;
  private final ObjectWriter json;

  TransactionPages(
      Transactions transactions, TransactionLines lines, Proofs proofs, JsonMapper mapper) {
    this.transactions = transactions;
    this.lines = lines;
    this.proofs = proofs;
    this.json = mapper.writerWithDefaultPrettyPrinter();
  }

  @GetMapping("/transactions")
  String transactions(@RequestParam Optional<String> before, Model model) {
    var from = before.map(Place::position).orElse(ChainPosition.END);
    var found = transactions.find(Transactions.Filter.NONE, from, LINES + 1);
    var page = lines.of(found.subList(0, Math.min(LINES, found.size())));
    model.addAttribute("first", before.isEmpty());
    model.addAttribute("pendingCount", transactions.pendingCount());
    model.addAttribute("pending", before.isEmpty() ? pending() : List.of());
    model.addAttribute("transactions", page);
    model.addAttribute("older", found.size() > LINES ? Place.of(page.getLast()) : null);
    return "transactions";
  }

  private List<TransactionLine> pending() {
    return transactions.pending(0, LINES).stream().map(one -> lines.of(one.transaction())).toList();
  }

  @GetMapping("/transactions/{id:[0-9a-f]{64}}")
  String transaction(@PathVariable String id, Model model) {
    var hash = Hash.parse(id).orElseThrow();
    var recorded =
        transactions.find(hash).orElseThrow(() -> Problem.notFound("No transaction has this id."));
    model.addAttribute("line", lines.of(recorded));
    model.addAttribute("reason", recorded.dropReason().orElse(""));
    model.addAttribute("contentText", recorded.transaction().content().contentText());
    model.addAttribute(
        "authorization",
        recorded.transaction().authorization().signature().map(Object::toString).orElse(""));
    model.addAttribute("scheme", recorded.transaction().authorization().scheme().number());
    model.addAttribute("proof", recorded.status() == Recorded.Status.VALID ? proof(hash) : "");
    return "transaction";
  }

  /** Empty if it has just left the chain. */
  private String proof(Hash id) {
    try {
      var proof = proofs.inclusion(id, chain -> Optional.of(chain.newest()));
      return json.writeValueAsString(ProofJson.write(proof, proofs.evidence(proof)));
    } catch (Problem gone) {
      return "";
    }
  }
}
