package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.springframework.core.env.StandardEnvironment;

/** A node whose owner has not said where others reach it. */
@TestInstance(Lifecycle.PER_CLASS)
class WithoutPublicUrlTest {

  private static final String REGISTER = "POST /register_node ";
  private static final String HEAD = "POST /api/v1/gossip/head ";
  private static final String ORDERS = "POST /api/v1/gossip/transactions ";

  private HttpNode node;
  private FakePeer peer;

  @BeforeAll
  void start() {
    node =
        HttpNode.start(
            TestDatabase.of(TestDatabase.Kind.H2),
            BlockFixture.OPERATOR,
            BlockFixture.genesis(draft -> draft.intervalMillis = 1),
            Map.of(),
            context ->
                context.registerBean(
                    "unsaid", OwnUrl.class, () -> unsaid(), bean -> bean.setPrimary(true)));
  }

  /** As it is where the server listens on every address. */
  private static OwnUrl unsaid() {
    return new OwnUrl(
        new PeerSettings(List.of(), Optional.empty(), true), new StandardEnvironment());
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @BeforeEach
  void open() {
    peer =
        FakePeer.ofLedger(
            node.rules().ledger().toString(),
            (request, out) -> FakePeer.write("{\"wanted\":false}", out));
  }

  @AfterEach
  void forget() throws IOException {
    peers().remove(peer.url());
    Patience.until("all is told", () -> node.node().get(Couriers.class).isIdle());
    peer.close();
  }

  private Peers peers() {
    return node.node().get(Peers.class);
  }

  @Test
  void introducesItselfToNobodyAndSaysWhatIsMissing() {
    var body = Map.of("node_address", peer.url().text());
    var refused = node.post("/register_with", body).with(400);
    assertThat(refused.body())
        .isEqualTo("Invalid data: Where this node is reached has to be said by LEDGER_PUBLIC_URL.");
    assertThat(peer.heard(REGISTER)).isZero();
    assertThat(peers().all()).as("it is off the list again").isEmpty();

    node.post("/add_nodes", List.of(peer.url().text())).with(201);
    node.post("/register_with", body).with(400);
    assertThat(peers().all()).as("it was a peer before").hasSize(1);
    assertThat(peer.heard(REGISTER)).isZero();
  }

  @Test
  void tellsItsPeersTheNewsButNotWhereItIs() {
    node.post("/api/v1/peers", Map.of("url", peer.url().text())).with(201);
    node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1);
    node.generate();
    Patience.until("it is told", () -> peer.heard(HEAD) > 0 && peer.heard(ORDERS) > 0);
    assertThat(peer.requests())
        .filteredOn(request -> request.startsWith(HEAD) || request.startsWith(ORDERS))
        .allSatisfy(request -> assertThat(request).doesNotContain("\"url\""));
  }

  @Test
  void knowsItselfAllTheSame() {
    node.post("/api/v1/peers", Map.of("url", node.uri("").toString()))
        .isProblem(422, "PEER_IS_SELF");
  }
}
