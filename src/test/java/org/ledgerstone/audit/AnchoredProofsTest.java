package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.ledger.Anchors;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.protocol.AnchorCalldata;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.AnchorFixture;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.ProofFixture;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;
import tools.jackson.databind.json.JsonMapper;

/** Proofs tell where their head is anchored, and can be asked for up to such a head. */
class AnchoredProofsTest {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final ChainInMemory chain = ProofFixture.chain();
  private final List<Integer> anchored = new ArrayList<>();

  /** Heads 4 and 7 of the chain, or whatever a test says. */
  private final Anchors anchors =
      new Anchors() {
        @Override
        public Optional<AnchorEvidence> of(Hash head) {
          return anchored.stream()
              .map(index -> block(index))
              .filter(block -> block.hash().equals(head))
              .map(AnchoredProofsTest.this::evidence)
              .findFirst();
        }

        @Override
        public Optional<Hash> lowestFrom(long index) {
          return anchored.stream()
              .filter(one -> one >= index)
              .sorted()
              .map(one -> block(one).hash())
              .findFirst();
        }
      };

  private SealedBlock block(int index) {
    return chain.blocks().get(index - 1);
  }

  private AnchorEvidence evidence(SealedBlock block) {
    return block.header().index() % 2 == 0
        ? AnchorFixture.inContract(
            new AnchorCalldata(chain.rules().ledger(), block.header().index(), block.hash()))
        : AnchorFixture.inTransaction();
  }

  private HttpNode start(TestDatabase.Kind kind) {
    return HttpNode.start(
        TestDatabase.of(kind),
        BlockFixture.OPERATOR,
        BlockFixture.genesis(),
        Map.of(),
        context ->
            context.registerBean(
                "testAnchors", Anchors.class, () -> anchors, bean -> bean.setPrimary(true)));
  }

  private void append(HttpNode node) {
    var appending = node.node().get(Appending.class);
    var blocks = chain.blocks();
    var outcome = appending.append(appending.prepare(blocks.subList(1, blocks.size())));
    assertThat(outcome.refused()).isEmpty();
  }

  private String path(int index, String head) {
    var id = block(index).transactions().getLast().id();
    return "/api/v1/transactions/" + id + "/proof" + head;
  }

  @ParameterizedTest
  @EnumSource
  void areOfTheLowestHeadThatIsAnchored(TestDatabase.Kind kind) {
    anchored.addAll(List.of(7, 4));
    try (var node = start(kind)) {
      append(node);
      for (int index = 1; index <= 7; index++) {
        var proof = node.get(path(index, "?head=anchored")).with(200);
        int head = index <= 4 ? 4 : 7;
        assertThat(proof.object("head")).containsEntry("index", head);
        assertThat(proof.object("head")).containsEntry("hash", block(head).hash().toString());
        assertThat(proof.object("ethereum")).containsEntry("by", AnchorFixture.BY.text());
      }
      node.get(path(8, "?head=anchored")).isProblem(409, "NOT_ANCHORED");
      var nowhere = "/api/v1/transactions/" + "ab".repeat(32) + "/proof?head=anchored";
      node.get(nowhere).isProblem(404, "NOT_FOUND");
      node.get(path(3, "?head=Anchored")).isProblem(400, "MALFORMED");
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellWhereTheirHeadIsAnchored(TestDatabase.Kind kind) {
    anchored.addAll(List.of(7, 4));
    try (var node = start(kind)) {
      append(node);
      for (var head : List.of("4", block(4).hash().toString())) {
        var proof = node.get(path(3, "?head=" + head)).with(200).json();
        var expected =
            ProofJson.write(
                ProofFixture.inclusion(chain, 3, 1, 4), Optional.of(evidence(block(4))));
        assertThat(MAPPER.writeValueAsString(proof)).isEqualTo(MAPPER.writeValueAsString(expected));
        assertThat(proof.keySet().stream().toList().getLast()).isEqualTo("ethereum");
      }
      assertThat(node.get(path(2, "?head=7")).with(200).object("ethereum"))
          .containsOnlyKeys("chainId", "by", "transactionHash", "block");
      for (var other : List.of("", "?head=5", "?head=9")) {
        assertThat(node.get(path(2, other)).with(200).json()).doesNotContainKey("ethereum");
      }
      anchored.add(9);
      assertThat(node.get(path(2, "")).with(200).json()).containsKey("ethereum");
    }
  }

  /** What the room with the anchors says of a head that is in no block is not taken. */
  @ParameterizedTest
  @EnumSource
  void areOfNoHeadThatIsNotInTheChain(TestDatabase.Kind kind) {
    anchored.add(9);
    try (var node = start(kind)) {
      var appending = node.node().get(Appending.class);
      appending.append(appending.prepare(chain.blocks().subList(1, 8)));
      node.get(path(2, "?head=anchored")).isProblem(409, "NOT_ANCHORED");
      append(node);
      node.get(path(2, "?head=anchored")).with(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void areNoneWhereNothingIsAnchored(TestDatabase.Kind kind) {
    try (var node = HttpNode.start(kind, BlockFixture.OPERATOR, BlockFixture.genesis())) {
      append(node);
      node.get(path(2, "?head=anchored")).isProblem(409, "NOT_ANCHORED");
      assertThat(node.get(path(2, "")).with(200).json()).doesNotContainKey("ethereum");
    }
  }
}
