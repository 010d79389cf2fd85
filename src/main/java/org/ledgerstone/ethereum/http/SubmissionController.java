package org.ledgerstone.ethereum.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ledgerstone.ethereum.EthereumAccess;
import org.ledgerstone.ethereum.EthereumOrder;
import org.ledgerstone.ethereum.EthereumRefusal;
import org.ledgerstone.ethereum.EthereumSubmission;
import org.ledgerstone.ethereum.SubmissionBook;
import org.ledgerstone.ethereum.SubmitOutcome.Kept;
import org.ledgerstone.ethereum.SubmitOutcome.KeyReused;
import org.ledgerstone.ethereum.SubmitOutcome.Refused;
import org.ledgerstone.ethereum.Writing;
import org.ledgerstone.web.Body;
import org.ledgerstone.web.Cursor;
import org.ledgerstone.web.Page;
import org.ledgerstone.web.Paging;
import org.ledgerstone.web.Problem;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What this ledger writes on Ethereum. Everybody who may read sees it; admins order it, as the
 * access rules say.
 */
@RestController
@RequestMapping(path = "/api/v1/ethereum", produces = MediaType.APPLICATION_JSON_VALUE)
class SubmissionController {

  private static final String LIST = "submissions";
  private static final String ORDER =
      """
      {
        "to": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
        "value": "1000000000000000",
        "data": "0x",
        "idempotencyKey": "invoice-2026-117"
      }
      """;

  private final EthereumAccess access;
  private final SubmissionBook book;

  SubmissionController(EthereumAccess access, SubmissionBook book) {
    this.access = access;
    this.book = book;
  }

  /** Has something happen on Ethereum, once. */
  @Operation(
      summary = "Sends a transaction to Ethereum",
      description =
          "Answers as soon as the order and its nonce are durable; it is signed, sent, watched and"
              + " offered more for until one attempt is final. GET the Location to see how far it"
              + " is. The same idempotencyKey with the same order is the same submission, for good;"
              + " with another order 422 IDEMPOTENCY_KEY_REUSED. An Idempotency-Key is not looked"
              + " at. Nothing is kept of what is refused: 409 ETHEREUM_OFF, ETHEREUM_NO_KEY,"
              + " ETHEREUM_LOCKED (chain 1 takes ETHEREUM_CHAIN_ID=1), ETHEREUM_NO_BASE_FEE,"
              + " ETHEREUM_ACCOUNT_BUSY, ETHEREUM_HALTED, ETHEREUM_DAILY_CAP, ETHEREUM_FUNDS; 422"
              + " ETHEREUM_REVERTS, ETHEREUM_GAS; 429 ETHEREUM_BUSY; 503 while the node is not"
              + " used.")
  @RequestBody(
      description =
          "value is in wei. data may be left out. With \"to\": null and data it makes a contract.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {@ExampleObject(name = "payment", value = ORDER)}))
  @PostMapping("/transactions")
  ResponseEntity<Map<String, Object>> submit(HttpServletRequest request) {
    var order =
        SubmissionJson.read(Body.readJson(request, 2 * EthereumOrder.DATA_BYTES_MAX + 4_096));
    return switch (writing().submissions().submit(order)) {
      case Kept(var submission, var isNew) -> kept(submission);
      case KeyReused(var other) ->
          throw new Problem(
              422,
              "IDEMPOTENCY_KEY_REUSED",
              "The idempotencyKey belongs to another order.",
              "It is that of submission " + other.id() + ". Take a new key for a new order.");
      case Refused(var code, var detail) -> throw EthereumProblems.of(code, detail);
    };
  }

  private static ResponseEntity<Map<String, Object>> kept(EthereumSubmission submission) {
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/ethereum/submissions/" + submission.id()))
        .body(SubmissionJson.write(submission));
  }

  /** All of them, the newest first. */
  @Operation(
      summary = "What this ledger has sent to Ethereum, the newest first",
      description = "Also where it has no node or no key any more.")
  @GetMapping("/submissions")
  Page<Map<String, Object>> list(HttpServletRequest request) {
    var paging = Paging.of(request);
    long before = paging.cursorOf(LIST, 1).map(cursor -> cursor.number(0)).orElse(Long.MAX_VALUE);
    var found = book.before(before, paging.limit() + 1);
    var page = found.subList(0, Math.min(found.size(), paging.limit()));
    var items = page.stream().map(SubmissionJson::write).toList();
    return found.size() == page.size()
        ? Page.last(items)
        : Page.before(Cursor.of(LIST, page.getLast().id()), items);
  }

  /** One of them, with all that was signed for it and all that it has been through. */
  @Operation(
      summary = "A submission",
      description =
          "state is ACCEPTED (it has its nonce), SIGNED (the signed bytes are kept), SENT (a node"
              + " has them), MINED (in a block that may still be replaced), FINAL (it succeeded,"
              + " for good), REVERTED (it failed, for good: only its fee was paid) or TAKEN"
              + " (somebody else has used its nonce). attempts are all signatures, of which one at"
              + " most is mined; changes all states with their times.")
  @GetMapping("/submissions/{id}")
  Map<String, Object> one(@PathVariable String id) {
    var one = book.find(id(id)).orElseThrow(() -> none(id));
    var fields = new LinkedHashMap<>(SubmissionJson.write(one));
    fields.put("attempts", book.attempts(one.id()).stream().map(SubmissionJson::write).toList());
    fields.put("changes", book.changes(one.id()).stream().map(SubmissionJson::write).toList());
    return fields;
  }

  /** Goes on after a halt. */
  @Operation(
      summary = "Lets the submitter go on after a halt",
      description =
          "For an operator who knows why it was halted. What lost its nonce to somebody else goes"
              + " on with a new one. Changes nothing where nothing is halted.")
  @PostMapping("/submitter/resume")
  Map<String, Object> resume() {
    var writing = writing();
    writing
        .submissions()
        .resume()
        .ifPresent(refused -> {
          throw EthereumProblems.of(refused.code(), refused.detail());
        });
    return SubmissionJson.write(writing.submitter().view());
  }

  private Writing writing() {
    return EthereumProblems.ethereum(access)
        .writing()
        .orElseThrow(() ->
            EthereumProblems.of(
                EthereumRefusal.ETHEREUM_NO_KEY,
                "Set ETHEREUM_KEYSTORE and its password file, or ETHEREUM_PRIVATE_KEY for trying"
                    + " out."));
  }

  private static long id(String text) {
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw Problem.malformed("A submission's id is a number, 1 or more.");
    }
    return Long.parseLong(text);
  }

  private static Problem none(String id) {
    return Problem.notFound("There is no submission " + id + ".");
  }
}
