package org.ledgerstone.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Posts;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;

/** What ledgers with other rules refuse. */
class OtherLedgersTest {

  private static final String GENERATE = "/api/v1/blocks/generate";
  private static final String TRANSACTIONS = "/api/v1/transactions";

  @Test
  void withoutRewardOperatorPostsAndSeedSignatures() {
    try (var node =
        HttpNode.start(
            TestDatabase.Kind.H2,
            BlockFixture.MINER,
            genesis -> {
              genesis.reward = BigInteger.ZERO;
              genesis.operator = Optional.empty();
              genesis.posts = Posts.OFF;
              genesis.seedSignatures = false;
              genesis.miners = List.of(BlockFixture.MINER.address());
            })) {
      var before = node.contents();
      node.post(GENERATE, "").isProblem(409, "NOTHING_TO_SEAL");
      node.post(
              TRANSACTIONS,
              Map.of("kind", "transfer", "from", "treasury", "to", "shop", "amount", 1))
          .isProblem(422, "OPERATOR_MISSING");
      node.post(
              TRANSACTIONS + "/typed-data",
              Map.of("kind", "transfer", "from", "treasury", "to", "shop", "amount", 1))
          .isProblem(422, "OPERATOR_MISSING");
      node.post(TRANSACTIONS, Map.of("kind", "post", "author", "Ann", "content", "Hi"))
          .isProblem(422, "POSTS_OFF");
      var seed = node.draft(BlockFixture.ALICE);
      seed.nonce = OptionalLong.empty();
      node.order(seed.order()).isProblem(422, "SEED_SIGNATURES_OFF");
      assertThat(node.get("/generate_block/").with(400).text("error")).startsWith("Mining failed!");
      assertThat(node.contents()).isEqualTo(before);
      assertThat(node.get("/api/v1/ledger").json())
          .containsEntry("operator", null)
          .containsEntry("posts", "off")
          .containsEntry("seedSignatures", false)
          .containsEntry("miners", List.of(BlockFixture.MINER.address().shown()));

      var fork = node.chain().fork();
      node.pay(BlockFixture.ALICE, BlockFixture.TREASURY, 1);
      assertThat(node.generate().list("transactions")).hasSize(1);
      var order =
          BlockFixture.transfer(node.rules(), BlockFixture.BOB, BlockFixture.TREASURY, 1, 0);
      node.post("/api/v1/blocks", Wire.block(fork.next().with(order).block()))
          .isProblem(409, "BELOW_FINAL");
    }
  }

  @Test
  void whoseMinersTakeTurns() {
    try (var node =
        HttpNode.start(
            TestDatabase.Kind.H2,
            BlockFixture.MINER,
            genesis -> {
              genesis.posts = Posts.SIGNED;
              genesis.miners = List.of(BlockFixture.MINER.address(), BlockFixture.BOB.address());
            })) {
      node.post(TRANSACTIONS, Map.of("kind", "post", "author", "Ann", "content", "Hi"))
          .isProblem(422, "POST_UNSIGNED");
      node.generate();
      node.post(GENERATE, "").isProblem(409, "MINER_TOO_SOON");
      var strangers = node.chain().next().by(BlockFixture.ALICE).block();
      node.post("/api/v1/blocks", Wire.block(strangers)).isProblem(409, "MINER_NOT_LISTED");
      var tooSoon = node.chain().next().by(BlockFixture.MINER).block();
      node.post("/api/v1/blocks", Wire.block(tooSoon)).isProblem(409, "MINER_TOO_SOON");
      var bobs = node.chain().next().by(BlockFixture.BOB).block();
      node.post("/api/v1/blocks", Wire.block(bobs)).with(201);
      node.generate();
    }
  }

  @Test
  void whoseMinersAreOthers() {
    try (var node =
        HttpNode.start(
            TestDatabase.Kind.H2,
            BlockFixture.OPERATOR,
            genesis -> genesis.miners = List.of(BlockFixture.MINER.address()))) {
      node.pay(BlockFixture.ALICE, BlockFixture.TREASURY, 1);
      node.post(GENERATE, "").isProblem(409, "MINER_NOT_LISTED");
      assertThat(node.pool()).hasSize(1);
    }
  }

  @Test
  void thatMakesBlocksSlowly() {
    try (var node =
        HttpNode.start(
            TestDatabase.Kind.H2,
            BlockFixture.MINER,
            genesis -> genesis.intervalMillis = 3_600_000)) {
      node.generate();
      node.post(GENERATE, "").isProblem(409, "BLOCK_TOO_SOON");
    }
  }
}
