package org.ledgerstone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/** The description of the calls that the server itself gives. */
class DescriptionTest {

  private static final String[] PATHS = {
    "/api/v1/transactions",
    "/api/v1/transactions/{id}",
    "/api/v1/transactions/batch",
    "/api/v1/transactions/typed-data",
    "/api/v1/accounts",
    "/api/v1/accounts/{address}",
    "/api/v1/accounts/{address}/transactions",
    "/api/v1/blocks",
    "/api/v1/blocks/generate",
    "/api/v1/blocks/head",
    "/api/v1/blocks/{key}",
    "/api/v1/blocks/bodies",
    "/api/v1/blocks/common",
    "/api/v1/peers",
    "/api/v1/peers/sync",
    "/api/v1/gossip/head",
    "/api/v1/gossip/transactions",
    "/api/v1/events",
    "/api/v1/pool",
    "/api/v1/ledger",
    "/api/v1/export",
    "/api/v1/import",
    "/api/v1/backup",
    "/api/v1/audits",
    "/api/v1/audits/{id}",
    "/api/v1/checkpoint",
    "/api/v1/checkpoint/keys",
    "/api/v1/checkpoint/cosignatures",
    "/api/v1/checkpoint/signed-by",
    "/api/v1/checkpoint/alarms",
    "/api/v1/ethereum",
    "/api/v1/ethereum/accounts/{address}",
    "/api/v1/ethereum/blocks/{block}",
    "/api/v1/ethereum/transactions/{hash}",
    "/add_block/",
    "/generate_block/",
    "/get_balance/",
    "/add_transaction/",
    "/new_transaction",
    "/pending_tx",
    "/add_block",
    "/add_nodes",
    "/register_node",
    "/register_with",
    "/chain",
    "/mine",
    "/transactions/new",
    "/nodes/register",
    "/nodes/resolve"
  };

  @Test
  void namesThePathsAndTheFieldsOfBodies() {
    try (var node = HttpNode.start(TestDatabase.Kind.H2)) {
      var description = node.get("/v3/api-docs").with(200);
      assertThat(description.text("openapi")).startsWith("3.");
      var paths = description.object("paths");
      assertThat(paths).containsKeys(PATHS);
      assertThat(paths.keySet()).doesNotContain("/error");
      for (var path :
          new String[] {
            "/api/v1/transactions",
            "/api/v1/transactions/batch",
            "/api/v1/transactions/typed-data",
            "/api/v1/blocks",
            "/api/v1/blocks/generate",
            "/api/v1/peers",
            "/api/v1/audits",
            "/api/v1/gossip/head",
            "/api/v1/gossip/transactions",
            "/add_transaction/",
            "/add_block/",
            "/new_transaction",
            "/add_block",
            "/add_nodes",
            "/register_node",
            "/register_with",
            "/transactions/new",
            "/nodes/register"
          }) {
        var post = (Map<?, ?>) ((Map<?, ?>) paths.get(path)).get("post");
        assertThat(post.get("requestBody").toString())
            .as(path)
            .contains("description=", "application/json");
      }
      var batch = (Map<?, ?>) ((Map<?, ?>) paths.get("/api/v1/transactions/batch")).get("post");
      assertThat(batch.toString())
          .contains("application/x-ndjson", "atomic", "counts as accepted", "BATCH_TOO_LARGE");
      assertThat(node.get("/v3/api-docs.yaml").with(200).body()).startsWith("openapi: 3.");

      var page = node.get("/swagger-ui.html");
      assertThat(page.status()).isEqualTo(302);
      var ui = node.get(page.header("Location").orElseThrow()).with(200);
      assertThat(ui.body()).contains("swagger-ui");
      node.get("/swagger-ui/swagger-ui-bundle.js").with(200);
    }
  }
}
