package org.ledgerstone.tutorial;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.ledger.UnsignedPosts;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.web.Body;
import org.ledgerstone.web.Json;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The second document's calls but for those about nodes. What is wrong with a request it says as
 * the document does; whatever else is in the way, as everywhere.
 */
@RestController
class SecondDocumentController {

  private static final int PAGE = 500;
  private static final String INVALID = "Invalid transaction data";
  private static final String POST =
      """
      {"author": "Ann", "content": "Hello world!"}
      """;

  private final UnsignedPosts posts;
  private final SeedBlocks blocks;
  private final Transactions transactions;

  SecondDocumentController(UnsignedPosts posts, SeedBlocks blocks, Transactions transactions) {
    this.posts = posts;
    this.blocks = blocks;
    this.transactions = transactions;
  }

  /** Takes a post. */
  @Operation(summary = "Takes a post, unsigned")
  @RequestBody(
      description = "Who says what. A timestamp is taken and replaced by the server's.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {@ExampleObject(name = "post", value = POST)}))
  @PostMapping("/new_transaction")
  void newTransaction(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var json = complete(Body.readAnyType(request, Body.ONE_TRANSACTION_BYTES));
    if (json.isEmpty()) {
      PlainText.write(response, 404, INVALID);
      return;
    }
    try {
      response.setHeader("Location", "/api/v1/transactions/" + post(json.get()));
      PlainText.write(response, 201, "Success");
    } catch (Problem problem) {
      PlainText.write(response, 404, INVALID + ": " + malformed(problem).detail());
    }
  }

  private Hash post(JsonObject json) {
    json.only("author", "content", "timestamp");
    return posts.add(json.text("author"), json.text("content"));
  }

  /** The object that was sent, if it has an author and a content. */
  private static Optional<JsonObject> complete(Body body) {
    try {
      return Optional.of(body.object())
          .filter(json -> Stream.of("author", "content").allMatch(name -> hasText(json, name)));
    } catch (Problem problem) {
      return Optional.empty();
    }
  }

  private static boolean hasText(JsonObject json, String name) {
    return json.find(name).filter(v -> v instanceof Json.Text(var t) && !t.isEmpty()).isPresent();
  }

  /** The problem, if it is one with what was sent. Any other is told as everywhere. */
  private static Problem malformed(Problem problem) {
    if (problem.status() != 400) {
      throw problem;
    }
    return problem;
  }

  /** What is pending, the oldest first. */
  @Operation(summary = "What is pending")
  @GetMapping("/pending_tx")
  void pending(HttpServletResponse response) throws IOException {
    JsonAnswer.write(
        response,
        json -> {
          json.writeStartArray();
          for (var page = transactions.pending(0, PAGE);
              !page.isEmpty();
              page = transactions.pending(page.getLast().seq(), PAGE)) {
            page.forEach(one -> PlainForm.write(one.transaction().transaction(), json));
          }
          json.writeEndArray();
        });
  }

  /** Takes a whole block of this ledger; the document's own blocks have no seal. */
  @Operation(summary = "Appends a whole block")
  @RequestBody(
      description = "A block as GET /api/v1/blocks/{index}?transactions=true gives it.",
      content = @Content(mediaType = "application/json"))
  @PostMapping("/add_block")
  void addBlock(HttpServletRequest request, HttpServletResponse response) throws IOException {
    try {
      blocks.appendWhole(sealed(Body.readAnyType(request, SeedBlocks.BODY_BYTES_MAX).object()));
      PlainText.write(response, 201, "Block added to the chain");
    } catch (Problem problem) {
      PlainText.write(
          response, 400, "The block was discarded by the node: " + malformed(problem).detail());
    }
  }

  private static JsonObject sealed(JsonObject block) {
    if (block.has("seal")) {
      return block;
    }
    throw Problem.malformed(
        "It has no seal. Send a whole block as GET /api/v1/blocks/{index}?transactions=true gives"
            + " it.");
  }
}
