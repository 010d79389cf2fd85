package org.ledgerstone.ledger.http;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.ledger.Admission;
import org.ledgerstone.ledger.Answers;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.KeptWith;
import org.ledgerstone.ledger.Proposal;
import org.ledgerstone.ledger.Recorded;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.ledger.TransactionJson;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.ledger.Verdict;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.TextKind;
import org.ledgerstone.web.Body;
import org.ledgerstone.web.Page;
import org.ledgerstone.web.Paging;
import org.ledgerstone.web.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Hands in transactions and finds them again. */
@RestController
@RequestMapping(path = "/api/v1/transactions", produces = MediaType.APPLICATION_JSON_VALUE)
class TransactionController {

  private final Admission admission;
  private final Transactions transactions;
  private final Chain chain;
  private final OrderReader orders;
  private final SigningRequests signing;
  private final TransactionJson json;
  private final ChainCursors cursors;
  private final Answers answers;

  TransactionController(
      Admission admission,
      Transactions transactions,
      Chain chain,
      OrderReader orders,
      SigningRequests signing,
      TransactionJson json,
      ChainCursors cursors,
      Answers answers) {
    this.admission = admission;
    this.transactions = transactions;
    this.chain = chain;
    this.orders = orders;
    this.signing = signing;
    this.json = json;
    this.cursors = cursors;
    this.answers = answers;
  }

  /** Takes one transaction; durable when answered. */
  @RequestBody(
      description =
          "A transfer or a post. For an admin nonce and signature may be left out where this node"
              + " can sign.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {
                @ExampleObject(name = "transfer", value = Examples.TRANSFER),
                @ExampleObject(name = "post", value = Examples.POST)
              }))
  @PostMapping
  ResponseEntity<?> add(HttpServletRequest request) {
    var body = Body.readJson(request, Body.ONE_TRANSACTION_BYTES);
    var kept = answers.<Recorded>keptWith(request, body, this::created);
    var given = kept.given();
    if (given.isPresent()) {
      return given.get();
    }
    var inForce = chain.rulesInForce();
    var verdict =
        switch (orders.read(body.object(), inForce)) {
          case Proposal.Signed signed -> admission.admit(signed.order(), kept);
          case Proposal.Unnumbered one -> admission.admit(one.draft(), kept);
        };
    return switch (verdict) {
      case Verdict.Accepted accepted -> created(accepted.transaction());
      case Verdict.Repeated repeated -> again(repeated.transaction(), kept);
      case Verdict.Rejected rejected -> throw Refusals.problem(rejected.refused());
      case Verdict.NotAlone n -> throw new IllegalStateException("It was handed in alone");
      case Verdict.Unwanted u -> kept.given().orElseThrow();
      case Verdict.Busy b -> throw Refusals.busy();
    };
  }

  private ResponseEntity<?> again(Recorded recorded, KeptWith<Recorded> kept) {
    var answer = Answers.of(HttpStatus.OK, json.write(recorded));
    return kept.keepApart(keyed -> answers.kept(keyed, answer)).orElse(answer);
  }

  private ResponseEntity<Map<String, Object>> created(Recorded recorded) {
    return Answers.created(
        "/api/v1/transactions/" + recorded.transaction().id(), json.write(recorded));
  }

  /** What a wallet is to sign. */
  @RequestBody(
      description = "The same fields without signature; the next nonce is filled in.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {@ExampleObject(name = "transfer", value = Examples.UNSIGNED)}))
  @PostMapping("/typed-data")
  Map<String, Object> typedData(HttpServletRequest request) {
    var body = Body.readJson(request, Body.ONE_TRANSACTION_BYTES).object();
    return signing.of(body, chain.rulesInForce());
  }

  /** One transaction, wherever it stands. */
  @GetMapping("/{id}")
  Map<String, Object> find(@PathVariable String id) {
    var hash =
        Hash.parse(id).orElseThrow(() -> Problem.malformed("An id is 64 lower-case hex digits."));
    return transactions
        .find(hash)
        .map(json::write)
        .orElseThrow(() -> Problem.notFound("No transaction has this id."));
  }

  /** Sealed transactions, the newest first. */
  @GetMapping
  Page<Map<String, Object>> find(
      HttpServletRequest request,
      @RequestParam Optional<String> memo,
      @RequestParam Optional<String> from,
      @RequestParam Optional<String> to,
      @RequestParam Optional<String> asset) {
    var paging = Paging.of(request);
    var filter =
        new Transactions.Filter(
            memo.map(TransactionController::memo),
            from.map(text -> TransactionJson.readAddress("from", text)),
            to.map(text -> TransactionJson.readAddress("to", text)),
            asset.map(TransactionJson::readAsset).map(this::declared));
    return cursors.page(
        paging,
        "transactions",
        before -> transactions.find(filter, before, paging.limit() + 1),
        recorded -> recorded.place().orElseThrow(),
        json::write);
  }

  /** A memo that a transfer can have; PostgreSQL does not even compare with U+0000. */
  private static String memo(String text) {
    TextKind.MEMO
        .fault(text)
        .ifPresent(fault -> {
          throw Refusals.problem(Refusal.TEXT_INVALID.because("memo: it " + fault + "."));
        });
    return text;
  }

  private Asset declared(Asset asset) {
    return LedgerParameters.declared(asset, chain.rulesInForce());
  }
}
