package org.ledgerstone.tutorial;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.web.Body;
import org.ledgerstone.web.JsonObject;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The third document's transfers. Clients in other languages write the keys in another case; what
 * is missing is said in the document's own words, any other refusal as everywhere.
 */
@RestController
class ThirdDocumentController {

  private static final String TRANSFER =
      """
      {"sender": "treasury", "recipient": "users:ann", "amount": 5}
      """;

  private static final JsonObject NOTHING = new JsonObject("", Map.of());

  private final SeedOrders orders;
  private final Chain chain;

  ThirdDocumentController(SeedOrders orders, Chain chain) {
    this.orders = orders;
    this.chain = chain;
  }

  /** Takes a transfer: signed, or unsigned from an admin where this node can sign. */
  @Operation(summary = "Takes a transfer")
  @RequestBody(
      description =
          "Signed as for /add_transaction/; for an admin unsigned, where this node can sign.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {@ExampleObject(name = "transfer", value = TRANSFER)}))
  @PostMapping("/transactions/new")
  ResponseEntity<?> add(HttpServletRequest request) {
    var body = Body.readAnyType(request, Body.ONE_TRANSACTION_BYTES);
    var json = body.isEmpty() ? NOTHING : body.object().inLowerCase();
    if (!Stream.of("sender", "recipient", "amount").allMatch(json::has)) {
      return ResponseEntity.badRequest().contentType(PlainText.TYPE).body("Missing values");
    }
    return ResponseEntity.created(URI.create("/api/v1/transactions/" + orders.addToRecipient(json)))
        .contentType(MediaType.APPLICATION_JSON)
        .body(
            Map.of("message", "Transaction will be added to Block " + (chain.head().index() + 1)));
  }
}
