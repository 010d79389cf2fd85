package org.ledgerstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service that anchors itself on a chain which makes a block each second: the way of the
 * documentation, from putting the contract there to a proof that is checked without the service.
 */
@NeedsTool(Anvil.TOOL)
class AnchoredLedgerTest {

  @TempDir private Path directory;

  private Anvil anvil;

  @BeforeEach
  void start() {
    anvil = Anvil.start("--block-time", "1", "--slots-in-an-epoch", "1");
  }

  @AfterEach
  void stop() {
    anvil.close();
  }

  private HttpNode node(TestDatabase database, Map<String, String> more) {
    var settings = new HashMap<>(more);
    settings.put("ETHEREUM_NODE_URI", anvil.url());
    settings.put("ETHEREUM_POLL", "1s");
    settings.put("ETHEREUM_PRIVATE_KEY", Anvil.RICH.secret());
    var genesis = BlockFixture.genesis(draft -> draft.intervalMillis = 1);
    return HttpNode.start(database, BlockFixture.OPERATOR, genesis, settings);
  }

  private static Map<String, Object> awaitState(HttpNode node, String location, String state) {
    Patience.until(state, () -> node.get(location).text("state").equals(state));
    return node.get(location).json();
  }

  private String deploy(HttpNode node) throws Exception {
    var text = Files.readString(Path.of("contracts/LedgerstoneAnchor.json"));
    var order = new HashMap<String, Object>();
    order.put("to", null);
    order.put("value", "0");
    order.put("data", new JsonMapper().readTree(text).get("bytecode").stringValue());
    order.put("idempotencyKey", "anchor-contract");
    var location =
        node.post("/api/v1/ethereum/transactions", order)
            .with(202)
            .header("Location")
            .orElseThrow();
    var hash = (String) awaitState(node, location, "FINAL").get("transactionHash");
    return (String)
        node.get("/api/v1/ethereum/transactions/" + hash)
            .with(200)
            .object("receipt")
            .get("contractAddress");
  }

  private static Map<String, Object> anchor(HttpNode node) {
    var items = node.get("/api/v1/anchors").with(200).items();
    return items.isEmpty() ? Map.of("status", "NONE") : items.getFirst();
  }

  /** A transaction whose proof is anchored, and that proof in a file. */
  private Path proof(HttpNode node) throws Exception {
    node.generate();
    Patience.until("an anchor", () -> anchor(node).get("status").equals("FINAL"));
    var head = node.get("/api/v1/blocks/" + anchor(node).get("index")).with(200).json();
    assertThat(anchor(node))
        .containsEntry("onChain", true)
        .containsEntry("chainId", (int) Anvil.CHAIN_ID)
        .containsEntry("by", Anvil.RICH.address().shown())
        .containsEntry("hash", head.get("hash"));
    var id =
        (String)
            node.get("/api/v1/blocks/" + anchor(node).get("index") + "?transactions=true")
                .with(200)
                .list("transactions")
                .getFirst()
                .get("id");
    var path = "/api/v1/transactions/" + id + "/proof?head=anchored";
    Patience.until("its evidence", () -> node.get(path).status() == 200);
    return Files.writeString(directory.resolve("proof.json"), node.get(path).with(200).body());
  }

  private Terminal.Said verify(Path proof, String... more) throws Exception {
    var words = new ArrayList<>(List.of("verify-proof", proof.toString()));
    words.addAll(List.of(more));
    return Terminal.in(directory).run(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource
  void isProvedOfflineByAContract(TestDatabase.Kind kind) throws Exception {
    var database = TestDatabase.of(kind);
    String contract;
    try (var node = node(database, Map.of())) {
      contract = deploy(node);
    }
    var settings = Map.of("LEDGER_ANCHOR_EVERY_BLOCKS", "1", "LEDGER_ANCHOR_CONTRACT", contract);
    try (var node = node(database, settings)) {
      var file = proof(node);
      var block = anchor(node).get("ethereumBlock");
      var hash = block.toString().replaceAll(".*hash=(0x[0-9a-f]{64}).*", "$1");
      var by = Anvil.RICH.address().shown();
      var holds =
          verify(file, "--ethereum-block", hash, "--contract", contract, "--anchored-by", by);
      assertThat(holds.code()).as(holds.err()).isZero();
      var other = "0x" + "0".repeat(64);
      assertThat(verify(file, "--ethereum-block", other, "--contract", contract).code()).isOne();
      assertThat(verify(file, "--ethereum-rpc", anvil.url(), "--contract", contract).code())
          .isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "H2")
  void isProvedByANodeWithoutAContract(TestDatabase.Kind kind) throws Exception {
    try (var node = node(TestDatabase.of(kind), Map.of("LEDGER_ANCHOR_EVERY", "1s"))) {
      var file = proof(node);
      var by = Anvil.RICH.address().shown();
      var holds = verify(file, "--ethereum-rpc", anvil.url(), "--anchored-by", by);
      assertThat(holds.code()).as(holds.err()).isZero();
      var stranger = BlockFixture.ALICE.address().shown();
      assertThat(verify(file, "--ethereum-rpc", anvil.url(), "--anchored-by", stranger).code())
          .isOne();
    }
  }
}
