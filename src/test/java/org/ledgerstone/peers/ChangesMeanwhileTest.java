package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.peers.Follower.ONE;
import static org.ledgerstone.peers.Follower.TWO;
import static org.ledgerstone.peers.Follower.extend;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;

/** Chains go on while nodes talk about them: nobody is blamed for that. */
class ChangesMeanwhileTest {

  private static final Genesis GENESIS = BlockFixture.genesis();

  private final Follower follower = new Follower(GENESIS);

  @AfterEach
  void stop() {
    follower.close();
  }

  @Test
  void thisNodeChangesItsChainWhileHeadersCome() {
    var ours = new ChainInMemory(GENESIS);
    var others = ours.fork();
    extend(ours, BlockFixture.ALICE, 2);
    var theirs = ours.fork();
    extend(theirs, BlockFixture.BOB, 4);
    extend(others, BlockFixture.MINER, 3);
    follower.take(ours);
    var one = follower.network.add(ONE, theirs.blocks());
    one.onHeaders = () -> follower.take(others);
    follower.isAtTheTimeOf(theirs);
    var result = follower.catchUp(one);
    assertThat(result.faults()).isEmpty();
    assertThat(result.chainReplaced()).isTrue();
    follower.hasForHead(theirs.head().hash());
  }

  @Test
  void aPeerChangesItsChainAfterItHasShownHeaders() {
    var theirs = new ChainInMemory(GENESIS);
    var others = theirs.fork();
    extend(theirs, BlockFixture.ALICE, 3);
    extend(others, BlockFixture.BOB, 4);
    follower.isAtTheTimeOf(others);
    var one = follower.network.add(ONE, theirs.blocks());
    one.onHeaders = () -> one.changeTo(others.blocks());
    var result = follower.catchUp(one);
    assertThat(result.faults()).isEmpty();
    assertThat(result.refused()).contains("It has changed its chain meanwhile.");
    assertThat(follower.catchUp(one).blocksTaken()).isEqualTo(4);
    follower.hasForHead(others.head().hash());
  }

  @Test
  void aPeerThatShowsHeadersAndHasNoBodiesIsToBlame() {
    var theirs = new ChainInMemory(GENESIS);
    extend(theirs, BlockFixture.ALICE, 3);
    follower.isAtTheTimeOf(theirs);
    var one = follower.network.add(ONE, theirs.blocks());
    one.hidesBodies = true;
    assertThat(follower.catchUp(one).faults())
        .containsExactly(new Fault(ONE, "It no longer has a block that it showed the header of."));
  }

  /** Nor does it hold up the others, while it takes its time. */
  @Test
  void aPeerShowsHeadersForEver() throws Exception {
    var theirs = new ChainInMemory(GENESIS);
    extend(theirs, BlockFixture.ALICE, 3);
    follower.isAtTheTimeOf(theirs);
    var end = new CountDownLatch(1);
    var one = follower.network.add(ONE, theirs.blocks());
    one.onHeaders = () -> await(end);
    var two = follower.network.add(TWO, theirs.blocks());
    var slow =
        CompletableFuture.supplyAsync(() -> follower.catchUp(one), Thread::startVirtualThread);
    var quick =
        CompletableFuture.supplyAsync(
            () -> follower.catchingUp.with(TWO, two.head(), List.of()), Thread::startVirtualThread);
    try {
      assertThat(quick.get(30, TimeUnit.SECONDS).blocksTaken()).isEqualTo(3);
      follower.hasForHead(theirs.head().hash());
    } finally {
      end.countDown();
    }
    assertThat(slow.get()).isEqualTo(CatchingUp.Result.NOTHING);
    assertThat(one.bodiesAsked).isZero();
  }

  @Test
  void anotherBringsTheSameWhileOneWaitsForItsTurn() throws Exception {
    var theirs = new ChainInMemory(GENESIS);
    extend(theirs, BlockFixture.ALICE, 3);
    follower.isAtTheTimeOf(theirs);
    var one = follower.network.add(ONE, theirs.blocks());
    var two = follower.network.add(TWO, theirs.blocks());
    var waiting = new FutureTask<>(() -> follower.catchUp(one));
    var thread = new Thread(waiting);
    two.block =
        block -> {
          if (thread.getState() == Thread.State.NEW) {
            thread.start();
            while (thread.getState() != Thread.State.WAITING) {
              Thread.onSpinWait();
            }
          }
          return block;
        };
    assertThat(follower.catchingUp.with(TWO, two.head(), List.of()).blocksTaken()).isEqualTo(3);
    assertThat(waiting.get()).isEqualTo(CatchingUp.Result.NOTHING);
    assertThat(one.bodiesAsked).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
