package org.ledgerstone.tutorial;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.web.Body;
import org.ledgerstone.web.Json;
import org.ledgerstone.web.JsonArray;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The third document's calls about nodes. For admins, as the access rules say. */
@RestController
class ThirdDocumentNodes {

  private static final String INVALID = "Error: Please supply a valid list of nodes";

  /** What clients in other languages call the list, in any case. */
  private static final Set<String> LISTS = Set.of("nodes", "urls", "url", "address");

  /** What they call it if it may be just one. */
  private static final Set<String> ONES = Set.of("url", "address");

  private static final String NODES =
      """
      {"nodes": ["http://127.0.0.1:8001"]}
      """;

  private final PlainNodes nodes;
  private final ChainDocument chain;

  ThirdDocumentNodes(PlainNodes nodes, ChainDocument chain) {
    this.nodes = nodes;
    this.chain = chain;
  }

  /** Puts nodes on the list. */
  @Operation(summary = "Adds peers")
  @RequestBody(
      description = "Where they are reached; the list may also be called urls, url or address.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {@ExampleObject(name = "nodes", value = NODES)}))
  @PostMapping("/nodes/register")
  ResponseEntity<?> register(HttpServletRequest request) {
    var named = named(Body.readAnyType(request, Body.ONE_TRANSACTION_BYTES));
    if (named.isEmpty()) {
      return refused(INVALID);
    }
    var refusal = nodes.add(named.get());
    if (refusal.isPresent()) {
      return refused(INVALID + ": " + refusal.get());
    }
    var answer = new LinkedHashMap<String, Object>();
    answer.put("message", "New nodes have been added");
    answer.put("total_nodes", nodes.all());
    return ResponseEntity.status(201).contentType(MediaType.APPLICATION_JSON).body(answer);
  }

  private static ResponseEntity<String> refused(String text) {
    return ResponseEntity.badRequest().contentType(PlainText.TYPE).body(text);
  }

  private static Optional<List<PeerUrl>> named(Body body) {
    try {
      return list(body.object().inLowerCase());
    } catch (Problem problem) {
      return Optional.empty(); // No object, or a name twice.
    }
  }

  private static Optional<List<PeerUrl>> list(JsonObject json) {
    if (json.fields().size() != 1) {
      return Optional.empty();
    }
    var field = json.fields().entrySet().iterator().next();
    if (!LISTS.contains(field.getKey())) {
      return Optional.empty();
    }
    return switch (field.getValue()) {
      case JsonArray(_, var items) -> PlainNodes.read(items);
      case Json.Text one when ONES.contains(field.getKey()) -> PlainNodes.read(List.of(one));
      default -> Optional.empty();
    };
  }

  /** Catches up with the peers; the chain with the most work counts. */
  @Operation(summary = "Catches up with the peers")
  @GetMapping("/nodes/resolve")
  void resolve(HttpServletResponse response) throws IOException {
    if (nodes.caughtUp()) {
      chain.write(response, "Our chain was replaced", "new_chain");
    } else {
      chain.write(response, "Our chain is authoritative", "chain");
    }
  }
}
