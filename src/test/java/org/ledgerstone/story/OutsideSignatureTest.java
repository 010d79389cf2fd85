package org.ledgerstone.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;
import org.ledgerstone.tools.NeedsTool;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A library that knows nothing of this ledger signs what the ledger asks to be signed. */
@NeedsTool({"node", "src/test/node/node_modules/ethers"})
@TestInstance(Lifecycle.PER_CLASS)
class OutsideSignatureTest {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final WalletKey ALICE = BlockFixture.ALICE;

  private HttpNode node;

  @BeforeAll
  void start() {
    node = HttpNode.start(TestDatabase.Kind.H2);
  }

  @AfterAll
  void stop() {
    node.close();
  }

  private static Map<String, Object> ethers(Map<String, Object> asked) throws Exception {
    var process =
        new ProcessBuilder("node", "sign.mjs")
            .directory(Path.of("src/test/node").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var input = process.getOutputStream()) {
      input.write(MAPPER.writeValueAsBytes(asked));
    } catch (IOException e) {
      throw new AssertionError("The script ended before it read its input", e);
    }
    var answer = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(answer).isZero();
    return MAPPER.readValue(answer, new TypeReference<>() {});
  }

  private static String privateKey(WalletKey key) {
    return key.secret();
  }

  static List<String> memos() {
    return List.of("", "plain", "für dich – 发票 😀", "e\u0301 is not \u00e9", "😀".repeat(256));
  }

  @ParameterizedTest
  @MethodSource("memos")
  void signsTransfers(String memo) throws Exception {
    var draft = node.draft(ALICE);
    draft.memo = memo;
    draft.until = memo.isEmpty() ? 0 : 253_402_300_799L;
    draft.to = memo.length() % 2 == 0 ? draft.to : new Address("users:carol");
    sign(Wire.unsigned(draft.transfer()), ALICE);
  }

  @Test
  void signsTransfersOfAnotherAsset() throws Exception {
    var draft = new TransferDraft(node.rules());
    draft.asset = new Asset("GOLD");
    draft.nonce = OptionalLong.of(node.nextNonce(draft.from, "GOLD"));
    sign(Wire.unsigned(draft.transfer()), ALICE);
  }

  /** Also where 63, 64 and 65 bits end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999999999999999999999"
      })
  void hashesLargeAmountsAsTheLedgerDoes(String amount) throws Exception {
    var fields = Wire.unsigned(node.draft(ALICE).transfer());
    fields.put("amount", amount);
    fields.put("nonce", "9007199254740991");
    var asked = node.post("/api/v1/transactions/typed-data", fields).with(200);
    var signed =
        ethers(Map.of("privateKey", privateKey(ALICE), "typedData", asked.object("typedData")));
    assertThat(signed).containsEntry("digest", asked.text("digest"));
  }

  @ParameterizedTest
  @MethodSource("memos")
  void signsPosts(String content) throws Exception {
    var post =
        new Post(
            node.rules().ledger(),
            Optional.of(BlockFixture.BOB.address()),
            "Zoë 😀",
            content + "\n\tsecond line",
            "n-" + content.length());
    sign(Wire.unsigned(post), BlockFixture.BOB);
  }

  /** Has it signed as the ledger asks, compares the digests, and hands it in. */
  private void sign(Map<String, Object> fields, WalletKey key) throws Exception {
    var asked = node.post("/api/v1/transactions/typed-data", fields).with(200);
    var signed =
        ethers(Map.of("privateKey", privateKey(key), "typedData", asked.object("typedData")));
    assertThat(signed)
        .containsEntry("digest", asked.text("digest"))
        .containsEntry("address", key.address().shown());
    var order = new HashMap<>(fields);
    order.put("signature", signed.get("signature"));
    node.post("/api/v1/transactions", order).with(201);
  }

  @Test
  void signsTheTextOfTheFirstDocument() throws Exception {
    var from = ALICE.address().shown();
    var to = BlockFixture.BOB.address().shown();
    var signed = ethers(Map.of("privateKey", privateKey(ALICE), "text", from + to + "12"));
    var order =
        Map.of("sender", from, "receiver", to, "amount", 12, "signature", signed.get("signature"));
    node.post("/add_transaction/", order).with(200);
  }

  @Test
  void writesAddressesAlike() throws Exception {
    for (int i = 1; i <= 20; i++) {
      var key = BlockFixture.key(i * 11);
      var signed = ethers(Map.of("privateKey", privateKey(key), "text", ""));
      assertThat(signed).containsEntry("address", key.address().shown());
    }
  }
}
