package org.ledgerstone.tutorial;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ledgerstone.access.Caller;
import org.ledgerstone.ledger.Accounts;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.SealOutcome;
import org.ledgerstone.ledger.Sealing;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.web.Body;
import org.ledgerstone.web.Problem;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The four calls of the first document. Bodies are JSON whatever their type says; a refusal is 400
 * with {@code {"success":false,"error":"…"}}.
 */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class FirstDocumentController {

  private static final String ORDER =
      """
      {
        "sender": "0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A",
        "receiver": "0x1563915e194D8CfBA1943570603F7606A3115508",
        "amount": 10,
        "signature": "0x and 130 hex digits"
      }
      """;

  private final Sealing sealing;
  private final Accounts accounts;
  private final Chain chain;
  private final RuleBook rules;
  private final SeedOrders orders;
  private final SeedBlocks blocks;

  FirstDocumentController(
      Sealing sealing,
      Accounts accounts,
      Chain chain,
      RuleBook rules,
      SeedOrders orders,
      SeedBlocks blocks) {
    this.sealing = sealing;
    this.accounts = accounts;
    this.chain = chain;
    this.rules = rules;
    this.orders = orders;
    this.blocks = blocks;
  }

  /** Appends a complete block, or seals one with the given data for an admin. */
  @RequestBody(
      description = "A whole block, or data alone for this node to seal.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {@ExampleObject(name = "data", value = "{\"data\": \"Hello world!\"}")}))
  @PostMapping("/add_block/")
  Map<String, Object> addBlock(HttpServletRequest request) {
    var json = Body.readAnyType(request, SeedBlocks.BODY_BYTES_MAX).object();
    if (json.fields().keySet().equals(Set.of("data"))) {
      Caller.requireAdmin();
      return success("block", seal(json.text("data")));
    }
    blocks.append(json);
    return success();
  }

  /** Seals what is pending. For admins, as the access rules say. */
  @RequestMapping(
      path = {"/generate_block", "/generate_block/"},
      method = {RequestMethod.GET, RequestMethod.POST})
  Map<String, Object> generateBlock() {
    return success("mined_block", seal(""));
  }

  private Map<String, Object> seal(String data) {
    return switch (sealing.seal(data, Companion.none())) {
      case SealOutcome.Sealed sealed -> SeedBlocks.write(sealed.block());
      case SealOutcome.Rejected rejected ->
          throw Problem.malformed("Mining failed! " + rejected.refused().detail());
      case SealOutcome.Unwanted u -> throw new IllegalStateException("Nobody was asked");
    };
  }

  /** What an account holds of the native asset. */
  @GetMapping({"/get_balance", "/get_balance/"})
  Map<String, Object> balance(@RequestParam Optional<String> address) {
    var known =
        address.flatMap(Address::parse).orElseThrow(() -> Problem.malformed("Invalid address!"));
    var asset = rules.inForceAt(chain.head().index()).nativeAsset();
    var balance = accounts.balance(new AccountId(known, asset));
    var answer = success();
    answer.put("balance", SeedBlocks.number(balance.balance()));
    answer.put("valid", SeedBlocks.number(balance.valid()));
    answer.put("pending", SeedBlocks.number(balance.balance().subtract(balance.valid())));
    return answer;
  }

  /** Takes a signed transfer. */
  @RequestBody(
      description = "A transfer, signed over sender, receiver and amount without anything between.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {@ExampleObject(name = "transfer", value = ORDER)}))
  @PostMapping({"/add_transaction", "/add_transaction/"})
  Map<String, Object> addTransaction(HttpServletRequest request) {
    var json = Body.readAnyType(request, Body.ONE_TRANSACTION_BYTES).object();
    return success("id", orders.add(json).toString());
  }

  /** Tells a refusal as the first document does. */
  @ExceptionHandler
  ResponseEntity<Map<String, Object>> refused(Problem problem) {
    boolean asTheDocument = problem.status() < 500 && problem.status() != 413;
    var answer = new LinkedHashMap<String, Object>();
    answer.put("success", false);
    answer.put("error", problem.detail());
    var response = ResponseEntity.status(asTheDocument ? status(problem) : problem.status());
    problem.headers().forEach((name, value) -> response.header(name, value));
    return response.body(answer);
  }

  /** Who may call, and how quickly, is told as everywhere; whatever else is wrong is 400. */
  private static int status(Problem problem) {
    return switch (problem.status()) {
      case 401, 403, 408, 429 -> problem.status();
      default -> 400;
    };
  }

  private static Map<String, Object> success() {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("success", true);
    return answer;
  }

  private static Map<String, Object> success(String name, Object value) {
    var answer = success();
    answer.put(name, value);
    return answer;
  }
}
