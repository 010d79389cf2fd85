package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.PreparedBlock;
import org.ledgerstone.ledger.SealedHeader;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;
import org.springframework.dao.DataAccessResourceFailureException;

/** What a node takes over from peers, true ones and others. */
class CatchingUpTest {

  private static final Genesis GENESIS = BlockFixture.genesis();
  private static final WalletKey ALICE = BlockFixture.ALICE;
  private static final WalletKey BOB = BlockFixture.BOB;
  private static final PeerUrl ONE = PeerUrl.parse("one.example:8080").orElseThrow();
  private static final PeerUrl TWO = PeerUrl.parse("two.example:8080").orElseThrow();

  private final MemoryPeers network = new MemoryPeers();
  private final ChainInMemory theirs = new ChainInMemory(GENESIS);
  private TestLedger ledger;
  private Progress progress;
  private CatchingUp catchingUp;

  @BeforeEach
  void start() {
    ledger = TestLedger.start(TestDatabase.of(TestDatabase.Kind.H2), GENESIS, Map.of(), c -> {});
    progress = new Progress(Clock.systemUTC());
    catchingUp = with(Runnable::run);
  }

  private CatchingUp with(Executor fetchers) {
    return new CatchingUp(
        network,
        ledger.get(Appending.class),
        ledger.get(Chain.class),
        ledger.clock(),
        fetchers,
        progress);
  }

  @AfterEach
  void stop() {
    ledger.close();
  }

  private static Order pay(long nonce) {
    return BlockFixture.transfer(BlockFixture.rules(GENESIS), ALICE, BOB.address(), 1, nonce);
  }

  private static void extend(ChainInMemory chain, WalletKey miner, Order... orders) {
    chain.accept(chain.next().by(miner).with(orders).block());
  }

  private void extend(int blocks) {
    for (int i = 0; i < blocks; i++) {
      extend(theirs, BOB, pay(theirs.blocks().size() - 1));
    }
    ledger.clock().set(theirs.parent().time());
  }

  private SealedBlock append(ChainInMemory chain) {
    extend(chain, ALICE);
    ledger.clock().set(chain.parent().time());
    ledger.get(Appending.class).append(List.of(prepared(chain.head())));
    return chain.head();
  }

  private PreparedBlock prepared(SealedBlock block) {
    return ledger.get(Appending.class).prepare(List.of(block)).getFirst();
  }

  private long height() {
    return ledger.get(Chain.class).head().index();
  }

  @Test
  void failsAsTheDatabaseDoesWhileBodiesAreOnTheirWay() {
    extend(20);
    var one = network.add(ONE, theirs.blocks());
    var away = new DataAccessResourceFailureException("away");
    one.onBodies =
        () -> {
          throw away;
        };

    assertThatException()
        .isThrownBy(() -> catchingUp.with(ONE, one.head(), List.of()))
        .isSameAs(away);
  }

  @Test
  void takesAChainOverFromTwoPeers() {
    extend(250);
    var one = network.add(ONE, theirs.blocks());
    var two = network.add(TWO, theirs.blocks());
    try (var threads = Executors.newFixedThreadPool(3)) {
      var result = with(threads).with(ONE, one.head(), List.of(TWO));
      assertThat(result).isEqualTo(new CatchingUp.Result(250, false, List.of()));
    }
    assertThat(height()).isEqualTo(251);
    assertThat(one.bodiesAsked).isEqualTo(150);
    assertThat(two.bodiesAsked).isEqualTo(100);
    assertThat(progress.state()).isEmpty();
  }

  @Test
  void asksForNoBodyOfAChainThatDoesNotCount() {
    extend(2);
    var ours = new ChainInMemory(GENESIS);
    append(ours);
    append(ours);
    append(ours);
    var one = network.add(ONE, theirs.blocks());
    assertThat(catchingUp.with(ONE, one.head(), List.of())).isEqualTo(CatchingUp.Result.NOTHING);
    var lying = catchingUp.with(ONE, one.claiming(1000), List.of());
    assertThat(lying.faults())
        .containsExactly(new Fault(ONE, "It claims more work than its headers show."));
    assertThat(one.bodiesAsked).isZero();
    assertThat(ledger.get(Chain.class).head().hash()).isEqualTo(ours.head().hash());
  }

  @Test
  void blamesNobodyForChangingItsChainMeanwhile() {
    append(theirs);
    var other = new ChainInMemory(GENESIS);
    for (int i = 0; i < 3; i++) {
      extend(other, BOB);
    }
    extend(theirs, ALICE);
    ledger.clock().set(other.parent().time());
    var one = network.add(ONE, theirs.blocks());
    one.chainThen = Optional.of(other.blocks());
    assertThat(catchingUp.with(ONE, one.head(), List.of()))
        .isEqualTo(new CatchingUp.Result(3, true, List.of()));
    assertThat(ledger.get(Chain.class).head().hash()).isEqualTo(other.head().hash());
  }

  @Test
  void givesUpHeadersThatNeverFollowOneAnother() {
    extend(3);
    var one = network.add(ONE, theirs.blocks());
    one.header = header -> header.header().index() == 2 ? header : oneOf(theirs, 4);
    assertThat(catchingUp.with(ONE, one.head(), List.of()).faults())
        .containsExactly(new Fault(ONE, "Its headers never follow one another."));
  }

  private static SealedHeader oneOf(ChainInMemory chain, int index) {
    var block = chain.blocks().get(index - 1);
    return new SealedHeader(block.header(), block.hash(), block.seal().orElseThrow());
  }

  @Test
  void changesOverToTheLongerChainFromWhereBothPart() {
    var ours = theirs.fork();
    for (int i = 0; i < 25; i++) {
      append(ours);
      theirs.accept(ours.head());
    }
    var lost = append(ours);
    append(ours);
    extend(theirs, BOB);
    extend(theirs, BOB);
    extend(theirs, BOB);
    ledger.clock().set(theirs.parent().time());
    var one = network.add(ONE, theirs.blocks());
    var result = catchingUp.with(ONE, one.head(), List.of());
    assertThat(result).isEqualTo(new CatchingUp.Result(3, true, List.of()));
    assertThat(one.bodiesAsked).as("only what is missing").isEqualTo(3);
    assertThat(ledger.get(Chain.class).head().hash()).isEqualTo(theirs.head().hash());
    assertThat(ledger.get(Appending.class).isKnown(lost.hash())).isTrue();
  }

  @Test
  void goesOnWhereItWasInterrupted() {
    extend(40);
    var one = network.add(ONE, theirs.blocks());
    one.bodiesMax = 15;
    var broken = catchingUp.with(ONE, one.head(), List.of());
    assertThat(broken.faults()).containsExactly(new Fault(ONE, "Away."));
    assertThat(height()).isEqualTo(16);
    one.bodiesMax = Integer.MAX_VALUE;
    one.isAway = false;
    one.bodiesAsked = 0;
    assertThat(catchingUp.with(ONE, one.head(), List.of()).blocksTaken()).isEqualTo(25);
    assertThat(one.bodiesAsked).isEqualTo(25);
  }

  @Test
  void takesFromTheFirstWhatAHelperDoesNotHave() {
    extend(110);
    var one = network.add(ONE, theirs.blocks());
    network.add(TWO, theirs.blocks().subList(0, 1));
    var result = catchingUp.with(ONE, one.head(), List.of(TWO));
    assertThat(result.blocksTaken()).isEqualTo(110);
    assertThat(result.faults()).isEmpty();
  }

  @Test
  void blamesWhoeverSendsAnotherBody() {
    extend(110);
    var one = network.add(ONE, theirs.blocks());
    var two = network.add(TWO, theirs.blocks());
    two.block =
        block -> new SealedBlock(block.header(), block.seal(), "other", block.transactions());
    var result = catchingUp.with(ONE, one.head(), List.of(TWO));
    assertThat(result.faults()).extracting(Fault::peer).containsExactly(TWO);
    assertThat(catchingUp.with(ONE, one.head(), List.of()).faults()).isEmpty();
    assertThat(height()).isEqualTo(111);
  }

  @Test
  void asksForNoBodyBehindAHeaderThatBreaksARule() {
    extend(4);
    var one = network.add(ONE, theirs.blocks());
    one.header =
        header ->
            header.header().index() < 4
                ? header
                : new SealedHeader(
                    header.header(), header.hash(), ALICE.sign(header.hash().bytes()));
    var result = catchingUp.with(ONE, one.head(), List.of());
    assertThat(result.faults())
        .containsExactly(
            new Fault(ONE, "A header of it breaks a rule: a valid one is sealed by its miner."));
    assertThat(one.bodiesAsked).isZero();
    one.header = header -> header;
    assertThat(catchingUp.with(ONE, one.head(), List.of()).blocksTaken()).isEqualTo(4);
  }

  @Test
  void givesUpAPeerThatShowsItsHeadersTooSlowly() {
    for (int i = 0; i < PeerNetwork.HEADERS_MAX + 1; i++) {
      extend(theirs, BOB);
    }
    ledger.clock().set(theirs.parent().time());
    var one = network.add(ONE, theirs.blocks());
    one.onHeaders = () -> ledger.clock().advance(60_001);
    var result = catchingUp.with(ONE, one.head(), List.of());
    assertThat(result.faults()).containsExactly(new Fault(ONE, "It shows its headers too slowly."));
    assertThat(one.bodiesAsked).isZero();
  }

  @Test
  void takesWhatComesBeforeABlockFromTheFuture() {
    extend(3);
    var draft = theirs.next();
    draft.time = theirs.parent().time().plusMillis(600_000);
    theirs.accept(draft.block());
    var one = network.add(ONE, theirs.blocks());
    var result = catchingUp.with(ONE, one.head(), List.of());
    assertThat(result.blocksTaken()).isEqualTo(3);
  }

  @Test
  void leavesTheChainAtABlockThatCannotBeApplied() {
    extend(3);
    var overspending =
        theirs
            .next()
            .with(
                BlockFixture.transfer(
                    BlockFixture.rules(GENESIS), ALICE, BOB.address(), 100_000, 3))
            .block();
    var blocks = new ArrayList<>(theirs.blocks());
    blocks.add(overspending);
    ledger.clock().set(overspending.header().time());
    var one = network.add(ONE, blocks);
    var result = catchingUp.with(ONE, one.head(), List.of());
    assertThat(result.blocksTaken()).isEqualTo(3);
    assertThat(result.faults())
        .containsExactly(
            new Fault(
                ONE,
                "A block of it was refused: a valid one can be applied in order"
                    + " (BALANCE_TOO_LOW)."));
    assertThat(height()).isEqualTo(4);
    assertThat(ledger.get(Transactions.class).pendingCount()).isZero();
  }

  @Test
  void looksAtNothingThatHasNoCommonBlock() {
    extend(1);
    var other = new ChainInMemory(BlockFixture.genesis(draft -> draft.name = "other"));
    extend(other, BOB);
    var one = network.add(ONE, other.blocks());
    var result = catchingUp.with(ONE, one.head(), List.of());
    assertThat(result.faults())
        .containsExactly(new Fault(ONE, "It has no block in common with this node."));
    assertThat(Optional.of(height())).hasValue(1L);
  }
}
