package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.peers.Follower.ONE;
import static org.ledgerstone.peers.Follower.TWO;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ledgerstone.ledger.Accounts;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.ledger.Verdict;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.protocol.WalletKey;

/**
 * A miner who spends what is others': the block is whole, header, root and seal fit, and all that
 * is wrong is who signed one of its transfers.
 */
class ForgedSignaturesTest {

  private static final Genesis GENESIS = BlockFixture.genesis();
  private static final WalletKey ALICE = BlockFixture.ALICE;
  private static final WalletKey BOB = BlockFixture.BOB;

  private final Follower follower = new Follower(GENESIS);
  private final ChainInMemory theirs = new ChainInMemory(GENESIS);

  @AfterEach
  void stop() {
    follower.close();
  }

  /** Five of alice's coins for bob, as whoever holds this key orders it. */
  private static Order pay(WalletKey signer) {
    var draft = new TransferDraft(BlockFixture.rules(GENESIS));
    draft.signer = signer;
    return draft.order();
  }

  private static SealedBlock extend(ChainInMemory chain, WalletKey miner, Order... orders) {
    chain.accept(chain.next().by(miner).with(orders).block());
    return chain.head();
  }

  /** The chain, and on top what no node would take. */
  private List<SealedBlock> forged(ChainInMemory chain) {
    var thief = chain.next().by(BOB).with(pay(BOB)).block();
    follower.ledger.clock().set(thief.header().time());
    var blocks = new ArrayList<>(chain.blocks());
    blocks.add(thief);
    return blocks;
  }

  private void isHead(SealedBlock block) {
    follower.hasForHead(block.hash());
  }

  private void isRefused(CatchingUp.Result result, SealedBlock forged) {
    assertThat(result.faults())
        .containsExactly(
            new Fault(
                ONE,
                "A block of it was refused: a valid one is authorised throughout"
                    + " (SIGNATURE_MISMATCH)."));
    assertThat(result.chainReplaced()).isFalse();
    assertThat(follower.ledger.get(Appending.class).isKnown(forged.hash())).isFalse();
    var account = new AccountId(ALICE.address(), BlockFixture.COIN);
    assertThat(follower.ledger.get(Accounts.class).balance(account).valid()).isEqualTo(1000);
  }

  @Test
  void oneThatExtendsTheChainIsRefused() {
    extend(theirs, BOB);
    var blocks = forged(theirs);
    var one = follower.network.add(ONE, blocks);
    var result = follower.catchUp(one);
    isRefused(result, blocks.getLast());
    isHead(theirs.head());
  }

  @Test
  void whoeverShowedItsHeaderIsToBlameNotWhoeverSentIt() {
    for (int i = 0; i < 100; i++) { // as many as one peer is asked for at once
      extend(theirs, BOB);
    }
    var blocks = forged(theirs);
    var one = follower.network.add(ONE, blocks);
    var two = follower.network.add(TWO, blocks);
    isRefused(follower.catchingUp.with(ONE, one.head(), List.of(TWO)), blocks.getLast());
    assertThat(two.bodiesAsked).as("the forged one came from there").isOne();
    isHead(theirs.head());
  }

  @Test
  void oneThatTheOwnerHasSignedHereIsRefusedInAnotherForm() {
    follower.ledger.clock().set(GENESIS.time().plusMillis(1));
    var signed = pay(ALICE);
    assertThat(follower.ledger.admit(signed)).isInstanceOf(Verdict.Accepted.class);
    var blocks = forged(theirs);
    var one = follower.network.add(ONE, blocks);
    isRefused(follower.catchUp(one), blocks.getLast());
    assertThat(follower.ledger.get(Transactions.class).pending(0, 10))
        .extracting(pending -> pending.transaction().transaction().id())
        .containsExactly(signed.id());
  }

  @Test
  void oneThatCompletesALongerBranchIsRefused() {
    var ours = theirs.fork();
    for (int i = 0; i < 2; i++) {
      var block = extend(ours, BlockFixture.MINER);
      follower.ledger.clock().set(block.header().time());
      var appending = follower.ledger.get(Appending.class);
      appending.append(appending.prepare(List.of(block)));
    }
    extend(theirs, BOB);
    extend(theirs, BOB);
    var blocks = forged(theirs);
    var one = follower.network.add(ONE, blocks);
    isRefused(follower.catchUp(one), blocks.getLast());
    isHead(ours.head());
    assertThat(follower.catchUp(one).blocksTaken()).as("nor when it is tried again").isZero();
    isHead(ours.head());
  }
}
