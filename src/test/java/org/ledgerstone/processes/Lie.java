package org.ledgerstone.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.BlockDraft;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.TransferDraft;

/** What a peer can say that is not so. */
enum Lie {
  /** The hash of its block lacks the zero bits. */
  NO_WORK("shows its work", block((chain, draft) -> draft.mined = false)),
  /** The header commits to other transactions. */
  WRONG_ROOT(
      "is what the header commits to",
      block((chain, draft) -> draft.header = h -> with(h, h.count(), Hash.ZERO))),
  /** In some trees the last of three leaves counts as the fourth too. */
  LEAF_TWICE("is what the header commits to", block(Lie::repeatTheLastLeaf)),
  /** Somebody pays what he does not have. */
  OVERSPENT("can be applied in order", block((chain, draft) -> draft.with(overspending(chain)))),
  /** Somebody else has signed. */
  FORGED_SIGNATURE("is authorised throughout", block((chain, draft) -> draft.with(forged(chain)))),
  /** The miner pays itself too much. */
  WRONG_REWARD(
      "pays the reward once", block((chain, draft) -> draft.transactions = Lie::withMoreReward)),
  /** The block is dated ten minutes ahead. */
  FROM_THE_FUTURE(
      "claims more work",
      block((chain, draft) -> draft.time = Time.of(Instant.now().plusSeconds(600)))),
  /** The true header with a wrong seal. */
  WRONG_SEAL("is sealed by its miner", Lie::sealsWrongly),
  /** The true header, and then other transactions. */
  OTHER_BODY("is what the header commits to", Lie::handsOutAnotherBody),
  /** More work than there is. */
  CLAIMED_WORK("claims more work", Lie::claims),
  /** An answer without an end. */
  ENDLESS("has more than", Lie::neverEnds),
  /** An answer of one byte a second. */
  DRIPPING("No whole answer", Lie::drips);

  /** What is done to a block that is right. */
  private interface Change {
    void of(ChainInMemory chain, BlockDraft draft);
  }

  /** How a peer comes to tell it. */
  private interface Telling {
    MadeNode of(ChainInMemory chain, SealedBlock truth) throws IOException;
  }

  private final String said;
  private final Telling telling;

  Lie(String said, Telling telling) {
    this.said = said;
    this.telling = telling;
  }

  /** Part of what the node that was lied to will say about it. */
  String said() {
    return said;
  }

  /**
   * A peer that tells it.
   *
   * @param truth a block that can come next on this chain
   */
  MadeNode told(ChainInMemory chain, SealedBlock truth) throws IOException {
    return telling.of(chain, truth);
  }

  /** A peer that offers a block which is wrong in one way. */
  private static Telling block(Change change) {
    return (chain, truth) -> {
      var draft = chain.next().with(pay(chain, 0).order(), pay(chain, 1).order());
      change.of(chain, draft);
      return new MadeNode(followedBy(chain, draft.block()));
    };
  }

  /** A transfer that fits the chain after so many others of its sender. */
  static TransferDraft pay(ChainInMemory chain, int ahead) {
    var draft = new TransferDraft(chain.rules());
    var account = new AccountId(draft.from, draft.asset);
    draft.nonce = OptionalLong.of(chain.standing(account).nextNonce() + ahead);
    draft.amount = 1;
    return draft;
  }

  private static List<SealedBlock> followedBy(ChainInMemory chain, SealedBlock block) {
    return Stream.concat(chain.blocks().stream(), Stream.of(block)).toList();
  }

  private static Header with(Header header, int count, Hash root) {
    return new Header(
        header.index(),
        header.previous(),
        header.history(),
        header.time(),
        header.miner(),
        count,
        root,
        header.data(),
        header.difficulty(),
        header.nonce());
  }

  /** In some trees the last of three leaves counts as the fourth too. */
  private static void repeatTheLastLeaf(ChainInMemory chain, BlockDraft draft) {
    var root = SealedBlock.merkleRoot(draft.transactions());
    draft.transactions = all -> Stream.concat(all.stream(), Stream.of(all.getLast())).toList();
    draft.header = header -> with(header, header.count(), root);
  }

  private static Order overspending(ChainInMemory chain) {
    var draft = pay(chain, 2);
    draft.amount = 1_000_000;
    return draft.order();
  }

  private static Order forged(ChainInMemory chain) {
    var draft = pay(chain, 2);
    draft.signer = BlockFixture.BOB;
    return draft.order();
  }

  private static List<Transaction> withMoreReward(List<Transaction> all) {
    var wrong = new ArrayList<>(all);
    if (all.getFirst().content() instanceof Reward reward) {
      var more =
          new Reward(reward.ledger(), reward.asset(), reward.to(), Amount.of(11), reward.block());
      wrong.set(0, Transaction.unsigned(more, all.getFirst().accepted()));
    }
    return wrong;
  }

  private static SealedBlock sealedByAnother(SealedBlock block) {
    var seal = BlockFixture.BOB.sign(block.hash().bytes());
    return new SealedBlock(block.header(), Optional.of(seal), block.data(), block.transactions());
  }

  private static UnaryOperator<SealedBlock> only(
      SealedBlock truth, UnaryOperator<SealedBlock> change) {
    return block -> block.hash().equals(truth.hash()) ? change.apply(block) : block;
  }

  private static MadeNode sealsWrongly(ChainInMemory chain, SealedBlock truth) throws IOException {
    var liar = new MadeNode(followedBy(chain, truth));
    liar.shown = only(truth, Lie::sealedByAnother);
    return liar;
  }

  private static MadeNode handsOutAnotherBody(ChainInMemory chain, SealedBlock truth)
      throws IOException {
    var liar = new MadeNode(followedBy(chain, truth));
    liar.whole =
        only(
            truth,
            block ->
                new SealedBlock(
                    block.header(),
                    block.seal(),
                    block.data(),
                    block.transactions().subList(0, 2)));
    return liar;
  }

  private static MadeNode claims(ChainInMemory chain, SealedBlock truth) throws IOException {
    var liar = new MadeNode(chain.blocks());
    liar.claims(5);
    return liar;
  }

  private static MadeNode neverEnds(ChainInMemory chain, SealedBlock truth) throws IOException {
    var liar = new MadeNode(followedBy(chain, truth));
    liar.headers = call -> pour(call, " ".repeat(64 << 10), 0);
    return liar;
  }

  private static MadeNode drips(ChainInMemory chain, SealedBlock truth) throws IOException {
    var liar = new MadeNode(followedBy(chain, truth));
    liar.headers = call -> pour(call, " ", 1000);
    return liar;
  }

  /** Answers with this again and again, until the caller has gone. */
  private static void pour(HttpExchange call, String piece, long pauseMillis)
      throws IOException, InterruptedException {
    call.sendResponseHeaders(200, 0);
    while (true) {
      call.getResponseBody().write(piece.getBytes(UTF_8));
      call.getResponseBody().flush();
      TimeUnit.MILLISECONDS.sleep(pauseMillis);
    }
  }
}
