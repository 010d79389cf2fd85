package org.ledgerstone.hostile;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Posts;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;

/**
 * The nodes that the table is sent to. The open one has no secret and takes everything that a
 * ledger can take; the guarded one reads and writes by tokens only, and its ledger lists its
 * miners, has no operator and takes neither seed texts nor unsigned posts.
 */
final class TwoNodes implements AutoCloseable {

  private final HttpNode open;
  private final HttpNode guarded;

  TwoNodes(TestDatabase.Kind kind) {
    open = HttpNode.start(kind);
    guarded = guarded(kind);
    prepareOpen();
    // Its miner has just made a block, so another has to come next.
    guarded.post("/api/v1/blocks", Wire.block(guarded.chain().next().block())).with(201);
  }

  private static HttpNode guarded(TestDatabase.Kind kind) {
    var genesis =
        BlockFixture.genesis(draft -> {
          draft.intervalMillis = 1;
          draft.operator = Optional.empty();
          draft.posts = Posts.SIGNED;
          draft.seedSignatures = false;
          draft.miners =
              List.of(BlockFixture.MINER.address(), BlockFixture.BOB.address()).stream()
                  .sorted(Comparator.comparing(a -> a.text()))
                  .toList();
        });
    return HttpNode.start(
        kind,
        BlockFixture.OPERATOR,
        genesis,
        Map.of("LEDGER_SECRET_KEY", BadTokens.SECRET, "LEDGER_READ", "token"));
  }

  /** One transfer of alice is sealed, one is pending, one came under a key. */
  private void prepareOpen() {
    open.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1);
    var seed = open.draft(BlockFixture.ALICE);
    seed.nonce = OptionalLong.empty();
    seed.amount = 7;
    open.order(seed.order()).with(201);
    open.generate();
    open.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1);
    var keyed = open.draft(BlockFixture.ALICE).order();
    open.post("/api/v1/transactions", Wire.order(keyed), "Idempotency-Key", "taken").with(201);
  }

  /** The node of this name. */
  HttpNode of(String name) {
    return switch (name) {
      case "open" -> open;
      case "guarded" -> guarded;
      default -> throw new IllegalArgumentException("No node is called " + name);
    };
  }

  @Override
  public void close() {
    try (guarded;
        open) {
      // Each checks its invariants on the way.
    }
  }
}
