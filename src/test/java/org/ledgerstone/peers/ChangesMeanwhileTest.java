package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;

/** Chains go on while nodes talk about them: nobody is blamed for that. */
class ChangesMeanwhileTest {

  private static final Genesis GENESIS = BlockFixture.genesis();
  private static final PeerUrl ONE = PeerUrl.parse("one.example:8080").orElseThrow();
  private static final PeerUrl TWO = PeerUrl.parse("two.example:8080").orElseThrow();

  private final MemoryPeers network = new MemoryPeers();
  private TestLedger ledger;
  private CatchingUp catchingUp;

  @BeforeEach
  void start() {
    ledger = TestLedger.start(TestDatabase.of(TestDatabase.Kind.H2), GENESIS, Map.of(), c -> {});
    catchingUp =
        new CatchingUp(
            network,
            ledger.get(Appending.class),
            ledger.get(Chain.class),
            ledger.clock(),
            Runnable::run,
            new Progress(Clock.systemUTC()));
  }

  @AfterEach
  void stop() {
    ledger.close();
  }

  private static void extend(ChainInMemory chain, WalletKey miner, int count) {
    for (int i = 0; i < count; i++) {
      chain.accept(chain.next().by(miner).block());
    }
  }

  private void take(ChainInMemory chain) {
    ledger.clock().set(chain.parent().time());
    var appending = ledger.get(Appending.class);
    var run = appending.prepare(chain.blocks().subList(1, chain.blocks().size()));
    assertThat(appending.append(run).refused()).isEmpty();
    isHead(chain);
  }

  private void isHead(ChainInMemory chain) {
    assertThat(ledger.get(Chain.class).head().hash()).isEqualTo(chain.head().hash());
  }

  private CatchingUp.Result catchUp(MemoryPeers.Node node) {
    return catchingUp.with(ONE, node.head(), List.of());
  }

  @Test
  void thisNodeChangesItsChainWhileHeadersCome() {
    var ours = new ChainInMemory(GENESIS);
    var others = ours.fork();
    extend(ours, BlockFixture.ALICE, 2);
    var theirs = ours.fork();
    extend(theirs, BlockFixture.BOB, 4);
    extend(others, BlockFixture.MINER, 3);
    take(ours);
    var one = network.add(ONE, theirs.blocks());
    one.onHeaders = () -> take(others);
    ledger.clock().set(theirs.parent().time());
    var result = catchUp(one);
    assertThat(result.faults()).isEmpty();
    assertThat(result.chainReplaced()).isTrue();
    isHead(theirs);
  }

  @Test
  void aPeerChangesItsChainAfterItHasShownHeaders() {
    var theirs = new ChainInMemory(GENESIS);
    var others = theirs.fork();
    extend(theirs, BlockFixture.ALICE, 3);
    extend(others, BlockFixture.BOB, 4);
    ledger.clock().set(others.parent().time());
    var one = network.add(ONE, theirs.blocks());
    one.onHeaders = () -> one.changeTo(others.blocks());
    var result = catchUp(one);
    assertThat(result.faults()).isEmpty();
    assertThat(result.refused()).contains("It has changed its chain meanwhile.");
    assertThat(catchUp(one).blocksTaken()).isEqualTo(4);
    isHead(others);
  }

  @Test
  void aPeerThatShowsHeadersAndHasNoBodiesIsToBlame() {
    var theirs = new ChainInMemory(GENESIS);
    extend(theirs, BlockFixture.ALICE, 3);
    ledger.clock().set(theirs.parent().time());
    var one = network.add(ONE, theirs.blocks());
    one.hidesBodies = true;
    assertThat(catchUp(one).faults())
        .containsExactly(new Fault(ONE, "It no longer has a block that it showed the header of."));
  }

  /** Nor does it hold up the others, while it takes its time. */
  @Test
  void aPeerShowsHeadersForEver() throws Exception {
    var theirs = new ChainInMemory(GENESIS);
    extend(theirs, BlockFixture.ALICE, 3);
    ledger.clock().set(theirs.parent().time());
    var end = new CountDownLatch(1);
    var one = network.add(ONE, theirs.blocks());
    one.onHeaders = () -> await(end);
    var two = network.add(TWO, theirs.blocks());
    var slow = CompletableFuture.supplyAsync(() -> catchUp(one), Thread::startVirtualThread);
    var quick =
        CompletableFuture.supplyAsync(
            () -> catchingUp.with(TWO, two.head(), List.of()), Thread::startVirtualThread);
    try {
      assertThat(quick.get(30, TimeUnit.SECONDS).blocksTaken()).isEqualTo(3);
      isHead(theirs);
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
    ledger.clock().set(theirs.parent().time());
    var one = network.add(ONE, theirs.blocks());
    var two = network.add(TWO, theirs.blocks());
    var waiting = new FutureTask<>(() -> catchUp(one));
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
    assertThat(catchingUp.with(TWO, two.head(), List.of()).blocksTaken()).isEqualTo(3);
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
