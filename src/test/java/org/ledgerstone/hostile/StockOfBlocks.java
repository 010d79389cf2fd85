package org.ledgerstone.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.testing.HttpNode;

/** Whole blocks on the head of a running node, wrong in what is named, or in what they hold. */
final class StockOfBlocks {

  private final HttpNode node;

  StockOfBlocks(HttpNode node) {
    this.node = node;
  }

  /** The block of this name; what is not named in any way holds the reward and one transfer. */
  SealedBlock block(String name) {
    var chain = node.chain();
    var draft = chain.next();
    if (WrongBlocks.has(name)) {
      draft.with(transfer(chain, t -> {}));
      WrongBlocks.apply(name, draft);
      return draft.block();
    }
    return switch (name) {
      case "sent-twice" -> sentTwice(draft.with(transfer(chain, t -> {})).block());
      case "root-over-doubled" -> rootOverDoubled(chain);
      case "accepted-late" ->
          draft.with(transfer(chain, t -> {}).acceptedAt(draft.time.plusMillis(1))).block();
      case "accepted-before-genesis" ->
          draft
              .with(transfer(chain, t -> {}).acceptedAt(node.genesis().time().plusMillis(-1)))
              .block();
      case "sealed-again" -> draft.with(sealed()).block();
      default -> draft.with(held(name, chain).toArray(Order[]::new)).block();
    };
  }

  private List<Order> held(String name, ChainInMemory chain) {
    return switch (name) {
      case "nonce-used" -> one(chain, t -> t.nonce = OptionalLong.of(0));
      case "nonce-ahead" -> one(chain, t -> t.nonce = OptionalLong.of(9));
      case "nonces-reversed" -> following(chain, 5).reversed();
      case "double-spend" -> following(chain, 900);
      case "overspend" -> one(chain, t -> t.amount = 1_000_000);
      case "spends-what-comes-later" -> spentBeforeIncome(chain);
      case "self" -> one(chain, t -> t.to = t.from);
      case "asset-unknown" -> one(chain, t -> t.asset = new Asset("NOPE"));
      case "ended" -> one(chain, t -> t.until = 1_767_225_600);
      case "signed-by-another" -> one(chain, t -> t.signer = BlockFixture.BOB);
      case "scheme-of-seed" -> one(chain, t -> t.scheme = Optional.of(Scheme.SEED_TEXT));
      case "of-another-ledger" -> one(BadTransfers.forAnotherLedger(draft(chain)));
      case "name-without-operator" -> one(chain, t -> t.from = BlockFixture.TREASURY);
      case "memo-control" -> one(chain, t -> t.memo = "a\u0007");
      case "seed-with-memo" -> one(chain, StockOfBlocks::seedWithMemo);
      case "seed-form" -> one(chain, t -> t.nonce = OptionalLong.empty());
      case "posts-of-5-mib" -> posts(chain, 263, "😀".repeat(4000));
      case "post-too-long" -> posts(chain, 1, "x".repeat(4001));
      case "post-of-nobody" -> posts(chain, 1, "x");
      default -> throw new IllegalArgumentException("No block is called " + name);
    };
  }

  private static TransferDraft draft(ChainInMemory chain) {
    var draft = new TransferDraft(chain.rules());
    draft.nonce = OptionalLong.of(Standings.next(chain, draft.from));
    return draft;
  }

  private static Order transfer(ChainInMemory chain, Consumer<TransferDraft> change) {
    var draft = draft(chain);
    change.accept(draft);
    return draft.order();
  }

  private static List<Order> one(ChainInMemory chain, Consumer<TransferDraft> change) {
    return List.of(transfer(chain, change));
  }

  private static List<Order> one(TransferDraft draft) {
    return List.of(draft.order());
  }

  private static void seedWithMemo(TransferDraft draft) {
    draft.nonce = OptionalLong.empty();
    draft.memo = "x";
  }

  private static List<Order> following(ChainInMemory chain, long amount) {
    long next = Standings.next(chain, BlockFixture.ALICE.address());
    var orders = new ArrayList<Order>();
    for (int i = 0; i < 2; i++) {
      long nonce = next + i;
      orders.add(
          transfer(
              chain,
              t -> {
                t.nonce = OptionalLong.of(nonce);
                t.amount = amount;
              }));
    }
    return orders;
  }

  /** Bob has about a thousand and spends more, before alice pays him. */
  private static List<Order> spentBeforeIncome(ChainInMemory chain) {
    var spent =
        transfer(
            chain,
            t -> {
              t.from = BlockFixture.BOB.address();
              t.to = BlockFixture.TREASURY;
              t.signer = BlockFixture.BOB;
              t.amount = 1_200;
              t.nonce = OptionalLong.of(Standings.next(chain, t.from));
            });
    return List.of(spent, transfer(chain, t -> t.amount = 500));
  }

  private static List<Order> posts(ChainInMemory chain, int count, String content) {
    var posts = new ArrayList<Order>();
    for (int i = 0; i < count; i++) {
      var post = new Post(chain.rules().ledger(), Optional.empty(), "A", content, "large-" + i);
      posts.add(new Order(post, Authorization.NONE));
    }
    return posts;
  }

  private Transaction sealed() {
    return node.node().get(Chain.class).transactions(2).getLast().transaction();
  }

  /** The last transaction twice, under a root that was made over it once. */
  private static SealedBlock sentTwice(SealedBlock block) {
    var held = new ArrayList<>(block.transactions());
    held.add(held.getLast());
    return new SealedBlock(block.header(), block.seal(), block.data(), held);
  }

  /** The root over a doubled last leaf: in trees that double odd ones, the same as without. */
  private static SealedBlock rootOverDoubled(ChainInMemory chain) {
    var draft = chain.next();
    following(chain, 1).forEach(draft::with);
    var once = draft.transactions();
    var doubled = new ArrayList<>(once);
    doubled.add(once.getLast());
    draft.transactions = all -> doubled;
    var block = draft.block();
    return new SealedBlock(block.header(), block.seal(), block.data(), once);
  }
}
