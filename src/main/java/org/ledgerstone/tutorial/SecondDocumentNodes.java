package org.ledgerstone.tutorial;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.web.Body;
import org.ledgerstone.web.Json;
import org.ledgerstone.web.JsonArray;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The second document's calls about nodes. For admins, as the access rules say. */
@RestController
class SecondDocumentNodes {

  private static final String INVALID = "Invalid data";
  private static final String NODES =
      """
      ["127.0.0.1:8001", "127.0.0.1:8002"]
      """;
  private static final String NODE =
      """
      {"node_address": "http://127.0.0.1:8001/"}
      """;

  private final PlainNodes nodes;
  private final ChainDocument chain;

  SecondDocumentNodes(PlainNodes nodes, ChainDocument chain) {
    this.nodes = nodes;
    this.chain = chain;
  }

  /** Puts nodes on the list. */
  @Operation(summary = "Adds peers")
  @RequestBody(
      description = "Each as host and port.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {@ExampleObject(name = "nodes", value = NODES)}))
  @PostMapping("/add_nodes")
  void add(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var named = json(request).flatMap(SecondDocumentNodes::list);
    if (isTaken(named, nodes::add, response)) {
      PlainText.write(response, 201, "Success");
    }
  }

  /** Otherwise the refusal has been written. */
  private static <T> boolean isTaken(
      Optional<T> named, Function<T, Optional<String>> taking, HttpServletResponse response)
      throws IOException {
    var refusal =
        named.isEmpty()
            ? Optional.of(INVALID)
            : taking.apply(named.get()).map(why -> INVALID + ": " + why);
    if (refusal.isPresent()) {
      PlainText.write(response, 400, refusal.get());
    }
    return refusal.isEmpty();
  }

  private static Optional<List<PeerUrl>> list(Json json) {
    return json instanceof JsonArray(_, var items) && !items.isEmpty()
        ? PlainNodes.read(items)
        : Optional.empty();
  }

  /** Puts the node that asks on the list, and shows it the chain. */
  @Operation(summary = "Adds a peer and answers with the chain")
  @RequestBody(
      description = "Where the node is reached.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {@ExampleObject(name = "node", value = NODE)}))
  @PostMapping("/register_node")
  void register(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var named = json(request).flatMap(SecondDocumentNodes::address);
    if (isTaken(named, node -> nodes.add(List.of(node)), response)) {
      chain.write(response);
    }
  }

  /** Asks a node to put this one on its list, and catches up with it. */
  @Operation(summary = "Introduces this node to another and catches up with it")
  @RequestBody(
      description = "Where the other node is reached.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {@ExampleObject(name = "node", value = NODE)}))
  @PostMapping("/register_with")
  void registerWith(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var named = json(request).flatMap(SecondDocumentNodes::address);
    if (isTaken(named, nodes::join, response)) {
      PlainText.write(response, 200, "Registration successful");
    }
  }

  private static Optional<Json> json(HttpServletRequest request) {
    try {
      return Optional.of(Body.readAnyType(request, Body.ONE_TRANSACTION_BYTES).json());
    } catch (Problem problem) {
      if (problem.status() != 400) {
        throw problem;
      }
      return Optional.empty();
    }
  }

  private static Optional<PeerUrl> address(Json json) {
    return json instanceof JsonObject object
        ? object.find("node_address").flatMap(PlainNodes::read)
        : Optional.empty();
  }
}
