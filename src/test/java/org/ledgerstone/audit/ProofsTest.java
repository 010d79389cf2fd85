package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.ProofFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/** Proofs from the tables are those of the chain, for every transaction and from every head. */
class ProofsTest {

  private static final String NOWHERE = "ab".repeat(32);

  private static HttpNode start(TestDatabase.Kind kind) {
    return HttpNode.start(kind, BlockFixture.OPERATOR, BlockFixture.genesis());
  }

  private static void append(HttpNode node, ChainInMemory chain) {
    var appending = node.node().get(Appending.class);
    var blocks = chain.blocks();
    var outcome = appending.append(appending.prepare(blocks.subList(1, blocks.size())));
    assertThat(outcome.refused()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void areThoseOfTheChain(TestDatabase.Kind kind) {
    var chain = ProofFixture.chain();
    try (var node = start(kind)) {
      append(node, chain);
      var proofs = node.node().get(Proofs.class);
      int length = chain.blocks().size();
      for (int first = 1; first <= length; first++) {
        var block = chain.blocks().get(first - 1);
        for (int second = first; second <= length; second++) {
          long one = first;
          long two = second;
          var consistency = proofs.consistency(c -> c.block(one), c -> c.block(two));
          assertThat(consistency).isEqualTo(ProofFixture.consistency(chain, one, two));
          for (int position = 0; position < block.transactions().size(); position++) {
            var id = block.transactions().get(position).id();
            assertThat(proofs.inclusion(id, c -> c.block(two)))
                .isEqualTo(ProofFixture.inclusion(chain, one, position, two));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void areAnsweredOrRefused(TestDatabase.Kind kind) {
    var chain = ProofFixture.chain();
    try (var node = start(kind)) {
      append(node, chain);
      var sixth = chain.blocks().get(5);
      var path = "/api/v1/transactions/" + sixth.transactions().get(1).id() + "/proof";
      var newest = chain.head().hash().toString();
      assertThat(node.get(path).with(200).object("head")).containsEntry("hash", newest);
      assertThat(node.get(path + "?head=" + newest).with(200).object("head"))
          .containsEntry("index", chain.blocks().size());
      assertThat(node.get(path + "?head=7").with(200).object("history")).containsEntry("size", 6);
      assertThat(node.get(path + "?head=6").with(200).json()).doesNotContainKey("history");
      node.get(path + "?head=5").isProblem(409, "HEAD_TOO_OLD");
      node.get(path + "?head=99").isProblem(404, "NOT_FOUND");
      node.get(path + "?head=" + NOWHERE).isProblem(404, "NOT_FOUND");
      for (var wrong : new String[] {"0", "-1", "x", "", "1e3"}) {
        node.get(path + "?head=" + wrong).isProblem(400, "MALFORMED");
      }
      node.get("/api/v1/transactions/" + NOWHERE + "/proof").isProblem(404, "NOT_FOUND");
      node.get("/api/v1/transactions/abc/proof").isProblem(400, "MALFORMED");

      var blocks = "/api/v1/blocks/";
      assertThat(node.get(blocks + "6/consistency").with(200).object("second"))
          .containsEntry("hash", newest);
      assertThat(node.get(blocks + sixth.hash() + "/consistency?to=6").with(200).list("path"))
          .isEmpty();
      node.get(blocks + "6/consistency?to=5").isProblem(409, "HEAD_TOO_OLD");
      node.get(blocks + "6/consistency?to=99").isProblem(404, "NOT_FOUND");
      node.get(blocks + "99/consistency").isProblem(404, "NOT_FOUND");
      node.get(blocks + "x/consistency").isProblem(400, "MALFORMED");
    }
  }

  @ParameterizedTest
  @EnumSource
  void needABlock(TestDatabase.Kind kind) {
    try (var node = HttpNode.start(kind)) {
      var id = node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 3).text("id");
      var path = "/api/v1/transactions/" + id + "/proof";
      node.get(path).isProblem(409, "NOT_IN_A_BLOCK");
      node.generate();
      node.get(path).with(200);
      var proof =
          node.node()
              .get(Proofs.class)
              .inclusion(Hash.parse(id).orElseThrow(), chain -> Optional.of(chain.newest()));
      var head = node.node().get(Chain.class).head().hash();
      assertThat(proof.fault(head, Optional.empty())).isEmpty();
    }
  }
}
