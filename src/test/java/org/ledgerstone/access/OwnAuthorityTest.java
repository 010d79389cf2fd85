package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;

/**
 * A signature and a block's proof are enough where nothing else is allowed to anybody; what the
 * node is to sign or to spend is not; and neither right is the other.
 */
@TestInstance(Lifecycle.PER_CLASS)
class OwnAuthorityTest {

  private static final String TRANSACTIONS = "/api/v1/transactions";
  private static final String GENERATE = "/api/v1/blocks/generate";
  private static final Address SHOP = new Address("shop");
  private static final Map<String, String> CLOSED =
      Map.of("LEDGER_SECRET_KEY", TestToken.SECRET, "LEDGER_READ", "token");
  private static final String[] NOBODY = {};
  private static final String[] READER = TestToken.reader().split(": ", 2);
  private static final String[] ADMIN = TestToken.admin().split(": ", 2);

  private HttpNode node;

  @BeforeAll
  void start() {
    node = closed(BlockFixture.OPERATOR);
    node.post(GENERATE, "", ADMIN).with(201); // Its wallet has something to spend.
  }

  @AfterAll
  void stop() {
    node.close();
  }

  private static HttpNode closed(WalletKey wallet) {
    return HttpNode.start(
        TestDatabase.Kind.H2, wallet, BlockFixture.genesis(g -> g.intervalMillis = 1), CLOSED);
  }

  private static Map<String, String> transfer(String from) {
    return Map.of("kind", "transfer", "from", from, "to", SHOP.text(), "amount", "1");
  }

  private static long nextNonce(HttpNode node, Address address) {
    var account = node.get("/api/v1/accounts/" + address.shown(), ADMIN).with(200).json();
    return ((Number) account.get("nextNonce")).longValue();
  }

  private static Reply pay(HttpNode node, WalletKey signer, Address from) {
    var draft = new TransferDraft(node.rules());
    draft.from = from;
    draft.to = SHOP;
    draft.signer = signer;
    draft.nonce = OptionalLong.of(nextNonce(node, from));
    return node.post(TRANSACTIONS, Wire.order(draft.order()));
  }

  private void isForAdminsOnly(String path, Object body) {
    var before = node.contents();
    node.post(path, body, NOBODY).isProblem(401, "TOKEN_MISSING");
    node.post(path, body, READER).isProblem(403, "ADMIN_ONLY");
    assertThat(node.contents()).isEqualTo(before);
    node.post(path, body, ADMIN).with(201);
  }

  @Test
  void aSignedTransferNeedsNoToken() {
    pay(node, BlockFixture.ALICE, BlockFixture.ALICE.address()).with(201);
    node.get("/api/v1/pool").isProblem(401, "TOKEN_MISSING");
  }

  @Test
  void aValidBlockNeedsNoToken() {
    var block = node.chain().next().block();
    node.post("/api/v1/blocks", Wire.block(block)).with(201);
    node.get("/api/v1/blocks/" + block.hash(), READER).with(200);
  }

  @Test
  void whatTheNodeIsToSignIsForAnAdmin() {
    isForAdminsOnly(TRANSACTIONS, transfer(BlockFixture.OPERATOR.address().shown()));
    isForAdminsOnly(TRANSACTIONS, transfer("treasury"));
  }

  @Test
  void anUnsignedPostIsForAnAdmin() {
    isForAdminsOnly(TRANSACTIONS, Map.of("kind", "post", "author", "Ann", "content", "Hi"));
  }

  @Test
  void anUnsignedPostIsForEverybodyWhereThereIsNoSecret() {
    try (var open = HttpNode.start(TestDatabase.Kind.H2)) {
      open.post(TRANSACTIONS, Map.of("kind", "post", "author", "Ann", "content", "Hi")).with(201);
    }
  }

  @Test
  void theOperatorsKeyMovesNamedAccountsAndIsNoAdmin() {
    pay(node, BlockFixture.OPERATOR, new Address("treasury")).with(201);
    isForAdminsOnly(GENERATE, "");
  }

  @Test
  void anAdminIsNotTheOperator() {
    try (var other = closed(BlockFixture.MINER)) {
      var before = other.contents();
      other.post(TRANSACTIONS, transfer("treasury"), ADMIN).isProblem(400, "SIGNATURE_INVALID");
      other
          .post(TRANSACTIONS, transfer(BlockFixture.BOB.address().shown()), ADMIN)
          .isProblem(400, "SIGNATURE_INVALID");
      assertThat(other.contents()).isEqualTo(before);
    }
  }
}
