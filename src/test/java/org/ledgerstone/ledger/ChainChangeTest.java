package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.GenesisDraft;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.TableContents;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A branch with more work takes the place of the chain, and no payment is lost or doubled. */
class ChainChangeTest {

  private static final WalletKey ALICE = BlockFixture.ALICE;
  private static final WalletKey BOB = BlockFixture.BOB;

  private static final Genesis OPEN = BlockFixture.genesis();

  private static TestLedger start(TestDatabase.Kind kind) {
    return SharedLedgers.begin(kind, OPEN);
  }

  private static Order pay(WalletKey from, WalletKey to, long amount, long nonce) {
    return BlockFixture.transfer(rules(OPEN), from, to.address(), amount, nonce);
  }

  private static Rules rules(Genesis genesis) {
    return BlockFixture.rules(genesis);
  }

  private static AppendOutcome give(TestLedger ledger, SealedBlock block) {
    ledger.clock().set(block.header().time());
    return ledger.get(Appending.class).append(block, Companion.none());
  }

  private static RunOutcome give(TestLedger ledger, List<SealedBlock> run) {
    ledger.clock().set(run.getLast().header().time());
    var appending = ledger.get(Appending.class);
    return appending.append(appending.prepare(run));
  }

  /** Appends a block to the chain. Branches differ by their miners. */
  private static SealedBlock extend(ChainInMemory chain, WalletKey miner, Order... orders) {
    var block = chain.next().by(miner).with(orders).block();
    chain.accept(block);
    return block;
  }

  private static List<SealedBlock> extend(ChainInMemory chain, WalletKey miner, int count) {
    return IntStream.range(0, count).mapToObj(i -> extend(chain, miner)).toList();
  }

  private static Hash head(TestLedger ledger) {
    return ledger.get(HeadTable.class).read().hash();
  }

  private static List<Hash> pool(TestLedger ledger) {
    return ledger.get(PoolTable.class).after(0, 1000).stream()
        .map(one -> one.transaction().id())
        .toList();
  }

  private static void accept(TestLedger ledger, Order... orders) {
    for (var order : orders) {
      assertThat(ledger.admit(order)).isInstanceOf(Verdict.Accepted.class);
    }
  }

  private static Recorded recorded(TestLedger ledger, Order order) {
    return ledger.get(Transactions.class).find(order.id()).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void changesOverRightAboveAGenesisThatHoldsNothing(TestDatabase.Kind kind) {
    var empty = BlockFixture.genesis(draft -> draft.allocations.clear());
    try (var ledger = SharedLedgers.begin(kind, empty)) {
      var ours = new ChainInMemory(empty);
      var theirs = ours.fork();
      assertThat(give(ledger, extend(ours, ALICE))).isInstanceOf(AppendOutcome.Appended.class);
      assertThat(give(ledger, extend(theirs, BOB, 2)).taken()).isEqualTo(2);
      assertThat(head(ledger)).isEqualTo(theirs.head().hash());
    }
  }

  @ParameterizedTest
  @EnumSource
  void changesNothingWhereTheForkHasLostItsPlaces(TestDatabase.Kind kind) {
    var ledger = TestLedger.start(TestDatabase.of(kind), OPEN, Map.of(), context -> {});
    try {
      var ours = new ChainInMemory(OPEN);
      give(ledger, extend(ours, ALICE));
      var theirs = ours.fork();
      give(ledger, extend(ours, ALICE));
      ledger.get(JdbcClient.class).sql("delete from places where block_index = 2").update();
      assertThatThrownBy(() -> give(ledger, extend(theirs, BOB, 2)))
          .isInstanceOf(BrokenLedgerException.class)
          .hasMessageContaining("places");
      assertThat(head(ledger)).isEqualTo(ours.head().hash());
    } finally {
      ledger.stop(); // Not closed: that would find out what is missing.
    }
  }

  @ParameterizedTest
  @EnumSource
  void changesOverWhenABranchHasMoreWork(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var ours = new ChainInMemory(OPEN);
      var theirs = ours.fork();
      var one = pay(ALICE, BOB, 5, 0);
      var two = pay(ALICE, BOB, 6, 1);
      var three = pay(BOB, ALICE, 7, 0);
      accept(ledger, three);
      assertThat(give(ledger, extend(ours, ALICE, one))).isInstanceOf(AppendOutcome.Appended.class);
      assertThat(give(ledger, extend(ours, ALICE, two))).isInstanceOf(AppendOutcome.Appended.class);

      assertThat(give(ledger, extend(theirs, BOB))).isInstanceOf(AppendOutcome.KeptAside.class);
      assertThat(give(ledger, extend(theirs, BOB, two(theirs))))
          .isInstanceOf(AppendOutcome.KeptAside.class);
      assertThat(head(ledger)).as("among equals the first one stays").isEqualTo(ours.head().hash());
      var replaced = give(ledger, extend(theirs, BOB));
      assertThat(replaced).isInstanceOf(AppendOutcome.Replaced.class);
      assertThat(((AppendOutcome.Replaced) replaced).forkIndex()).isOne();
      assertThat(head(ledger)).isEqualTo(theirs.head().hash());
      assertThat(pool(ledger))
          .as("the losing blocks' first, in the order of their chain")
          .containsExactly(one.id(), two.id(), three.id());
      Invariants.check(ledger.node());

      assertThat(((SealOutcome.Sealed) ledger.seal()).block().transactions()).hasSize(4);
    }
  }

  /** Nothing that the other branch's transfers care about. */
  private static Order[] two(ChainInMemory chain) {
    return new Order[] {BlockFixture.post(chain.rules(), "Hello", "n")};
  }

  @ParameterizedTest
  @EnumSource
  void paysOnceWhatStandsInBothBranches(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var ours = new ChainInMemory(OPEN);
      var theirs = ours.fork();
      var both = pay(ALICE, BOB, 5, 0);
      var post = BlockFixture.post(ours.rules(), "Hello", "n");
      var onlyOurs = pay(ALICE, BOB, 6, 1);
      give(ledger, extend(ours, ALICE, both, post, onlyOurs));
      give(ledger, extend(theirs, BOB, post));
      give(ledger, extend(theirs, BOB, both));
      assertThat(head(ledger)).isEqualTo(theirs.head().hash());
      assertThat(pool(ledger)).containsExactly(onlyOurs.id());
      assertThat(recorded(ledger, both).place().orElseThrow().blockIndex()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void dropsWhatTheBranchHasPaidOtherwise(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var ours = new ChainInMemory(OPEN);
      var theirs = ours.fork();
      var toBob = pay(ALICE, BOB, 900, 0);
      var after = pay(ALICE, BOB, 1, 1);
      var elsewhere = BlockFixture.transfer(ours.rules(), ALICE, BlockFixture.TREASURY, 1000, 0);
      give(ledger, extend(ours, ALICE, toBob));
      accept(ledger, after);
      give(ledger, extend(theirs, BOB, elsewhere));
      give(ledger, extend(theirs, BOB));
      assertThat(pool(ledger)).isEmpty();
      assertThat(recorded(ledger, toBob).dropReason()).hasValue("NONCE_USED");
      assertThat(recorded(ledger, after).dropReason()).hasValue("BALANCE_TOO_LOW");
    }
  }

  @ParameterizedTest
  @EnumSource
  void forgetsAccountsThatOnlyLosingBlocksKnew(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var ours = new ChainInMemory(OPEN);
      var theirs = ours.fork();
      var stranger = BlockFixture.key(0x55);
      give(ledger, extend(ours, stranger, pay(ALICE, stranger, 5, 0)));
      give(ledger, extend(ours, BOB, pay(stranger, ALICE, 15, 0)));
      give(ledger, extend(theirs, BOB, 3));
      assertThat(head(ledger)).isEqualTo(theirs.head().hash());
      assertThat(pool(ledger)).as("spends what is in no block any more").hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void letsTheLosingBranchWinAgain(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var ours = new ChainInMemory(OPEN);
      var theirs = ours.fork();
      var order = pay(ALICE, BOB, 5, 0);
      give(ledger, extend(ours, ALICE, order));
      for (int length = 2; length < 6; length++) {
        give(ledger, extend(theirs, BOB));
        give(ledger, extend(theirs, BOB));
        assertThat(head(ledger)).isEqualTo(theirs.head().hash());
        assertThat(pool(ledger)).containsExactly(order.id());
        Invariants.check(ledger.node());
        give(ledger, extend(ours, ALICE));
        give(ledger, extend(ours, ALICE));
        assertThat(head(ledger)).isEqualTo(ours.head().hash());
        assertThat(pool(ledger)).isEmpty();
        Invariants.check(ledger.node());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void staysWhenTheBranchCannotBeApplied(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var ours = new ChainInMemory(OPEN);
      var theirs = ours.fork();
      give(ledger, extend(ours, ALICE, pay(ALICE, BOB, 5, 0)));
      extend(ours, ALICE);
      give(ledger, ours.head());
      give(ledger, extend(theirs, BOB, pay(BOB, ALICE, 1, 0)));
      var overspending = theirs.next().by(BOB).with(pay(BOB, ALICE, 2_000, 1)).block();
      assertThat(give(ledger, overspending)).isInstanceOf(AppendOutcome.KeptAside.class);

      var tip = follow(overspending, theirs);
      var before = contents(ledger);
      var refused = (AppendOutcome.Rejected) give(ledger, tip);
      assertThat(refused.refused().refused().code()).isEqualTo(Refusal.PARENT_INVALID);
      assertThat(head(ledger)).isEqualTo(ours.head().hash());
      assertThat(contents(ledger)).isEqualTo(before);
      assertThat(((AppendOutcome.Rejected) give(ledger, overspending)).refused().refused().code())
          .as("it is remembered")
          .isEqualTo(Refusal.BALANCE_TOO_LOW);

      give(ledger, extend(theirs, BOB, 2));
      assertThat(head(ledger))
          .as("an honest branch from there counts")
          .isEqualTo(theirs.head().hash());
    }
  }

  /** A block on this one, which the chain itself would not take. */
  private static SealedBlock follow(SealedBlock parent, ChainInMemory before) {
    var draft = before.next().by(BOB);
    draft.index = parent.header().index() + 1;
    draft.previous = parent.hash();
    draft.time = parent.header().time().plusMillis(1000);
    var leaves = new ArrayList<Hash>();
    before.blocks().forEach(block -> leaves.add(SealedBlock.historyLeaf(block.hash())));
    leaves.add(SealedBlock.historyLeaf(parent.hash()));
    draft.history = MerkleTree.root(leaves);
    return draft.block();
  }

  /** All rows but those that may differ after a change that was undone. */
  private static Map<String, String> contents(TestLedger ledger) {
    var rows = new HashMap<>(TableContents.of(ledger.get(DataSource.class)).rows());
    rows.keySet().removeAll(List.of("side_blocks", "head", "admissions"));
    return rows;
  }

  @ParameterizedTest
  @EnumSource
  void leavesTheOldChainWhenItFailsHalfWay(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var ours = new ChainInMemory(OPEN);
      var theirs = ours.fork();
      var order = pay(ALICE, BOB, 5, 0);
      give(ledger, extend(ours, ALICE, order));
      give(ledger, extend(theirs, BOB));
      var winner = extend(theirs, BOB);
      for (var step : List.of(Step.CHANGING_UNSEALED, Step.CHANGING_WRITTEN)) {
        var before = TableContents.of(ledger.get(DataSource.class));
        SharedLedgers.GATE.fail(step);
        assertThatThrownBy(() -> give(ledger, winner)).hasMessage("On purpose at " + step);
        assertThat(TableContents.of(ledger.get(DataSource.class))).isEqualTo(before);
        Invariants.check(ledger.node());
      }
      accept(ledger, pay(ALICE, BOB, 5, 1));
      give(ledger, winner);
      assertThat(head(ledger)).isEqualTo(theirs.head().hash());
      assertThat(pool(ledger)).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesARunAtOnceAndStopsAtABadBlock(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var chain = new ChainInMemory(OPEN);
      var run = new ArrayList<SealedBlock>();
      for (int nonce = 0; nonce < 20; nonce++) {
        run.add(extend(chain, BOB, pay(ALICE, BOB, 50, nonce), pay(BOB, ALICE, 50, nonce)));
      }
      var ancestors = new ChainInMemory(OPEN);
      run.forEach(ancestors::accept);
      run.add(ancestors.next().with(pay(ALICE, BOB, 50, 0)).block());
      long version = ledger.get(HeadTable.class).read().version();
      var outcome = give(ledger, run);
      assertThat(outcome.taken()).isEqualTo(20);
      assertThat(outcome.refused().orElseThrow().refused().code())
          .isEqualTo(Refusal.TRANSACTION_REPEATED);
      assertThat(head(ledger)).isEqualTo(chain.head().hash());
      assertThat(ledger.get(HeadTable.class).read().version())
          .as("one change, all at once")
          .isEqualTo(version + 1);
      assertThat(give(ledger, run.subList(0, 20)).taken()).isEqualTo(20);
    }
  }

  @ParameterizedTest
  @EnumSource
  void changesOverToARunAtOnce(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var ours = new ChainInMemory(OPEN);
      var theirs = ours.fork();
      var order = pay(ALICE, BOB, 5, 0);
      give(ledger, extend(ours, ALICE, order));
      give(ledger, extend(ours, ALICE));
      var outcome = give(ledger, extend(theirs, BOB, 30));
      assertThat(outcome.taken()).isEqualTo(30);
      assertThat(outcome.replacedChain()).isTrue();
      assertThat(pool(ledger)).containsExactly(order.id());
      assertThat(ledger.get(SideBlockTable.class).holds(ours.head().hash())).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void changesOverAThousandBlocksDeep(TestDatabase.Kind kind) {
    var genesis = BlockFixture.genesis(draft -> draft.difficulty = 1);
    try (var ledger = SharedLedgers.begin(kind, genesis)) {
      var ours = new LongChain(genesis, ALICE);
      var theirs = new LongChain(genesis, BOB);
      var order = BlockFixture.transfer(rules(genesis), ALICE, BOB.address(), 1, 0);
      var losing = ours.extend(1_000, Optional.of(order));
      var winning = theirs.extend(1_001, Optional.empty());
      assertThat(give(ledger, losing).taken()).isEqualTo(1_000);
      var outcome = give(ledger, winning);
      assertThat(outcome.taken()).isEqualTo(1_001);
      assertThat(outcome.replacedChain()).isTrue();
      assertThat(head(ledger)).isEqualTo(winning.getLast().hash());
      assertThat(pool(ledger)).containsExactly(order.id());
      assertThat(give(ledger, ours.extend(2, Optional.empty())).replacedChain())
          .as("and back again, from what was kept")
          .isTrue();
      assertThat(pool(ledger)).isEmpty();
    }
  }

  private static Genesis genesis(Consumer<GenesisDraft> change) {
    return BlockFixture.genesis(change);
  }

  @ParameterizedTest
  @EnumSource
  void neverGivesUpWhatIsFinal(TestDatabase.Kind kind) {
    var genesis = genesis(draft -> draft.finalDepth = 3);
    try (var ledger = SharedLedgers.begin(kind, genesis)) {
      var ours = new ChainInMemory(genesis);
      var deep = ours.fork();
      give(ledger, extend(ours, ALICE));
      var shallow = ours.fork();
      give(ledger, extend(ours, ALICE, 3));
      var first = extend(deep, BOB);
      var refused = (AppendOutcome.Rejected) give(ledger, first);
      assertThat(refused.refused().refused().code()).isEqualTo(Refusal.BELOW_FINAL);
      give(ledger, first);
      assertThat(
              ledger
                  .get(JdbcClient.class)
                  .sql("select hash from below_final")
                  .query(String.class)
                  .list())
          .as("the evidence")
          .containsExactly(first.hash().toString());
      assertThat(give(ledger, extend(shallow, BOB, 4)).replacedChain())
          .as("what is not final may go")
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesTheMinerWhoseTurnItIsAmongEquals(TestDatabase.Kind kind) {
    var genesis =
        genesis(draft -> {
          draft.difficulty = 0;
          draft.miners = Stream.of(ALICE, BOB).map(WalletKey::address).sorted().toList();
        });
    var inTurn = genesis.miners().getFirst().equals(ALICE.address()) ? ALICE : BOB;
    var other = inTurn.equals(ALICE) ? BOB : ALICE;
    try (var ledger = SharedLedgers.begin(kind, genesis)) {
      var ours = new ChainInMemory(genesis);
      var theirs = ours.fork();
      give(ledger, extend(ours, other));
      assertThat(give(ledger, extend(theirs, inTurn))).isInstanceOf(AppendOutcome.Replaced.class);
      assertThat(give(ledger, ours.head())).isInstanceOf(AppendOutcome.Known.class);
      assertThat(head(ledger)).isEqualTo(theirs.head().hash());
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesABlockFromTheFutureWhenItsTimeHasCome(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var chain = new ChainInMemory(OPEN);
      var draft = chain.next();
      draft.time = ledger.clock().time().plusMillis(600_000);
      var block = draft.block();
      var appending = ledger.get(Appending.class);
      var early = (AppendOutcome.Rejected) appending.append(block, Companion.none());
      assertThat(early.refused().refused().code()).isEqualTo(Refusal.BLOCK_FROM_THE_FUTURE);
      ledger.clock().advance(479_999);
      appending.takeWhatIsDue();
      assertThat(head(ledger)).isEqualTo(OPEN.block().hash());
      ledger.clock().advance(1);
      appending.takeWhatIsDue();
      assertThat(head(ledger)).isEqualTo(block.hash());
    }
  }

  @ParameterizedTest
  @EnumSource
  void remembersOnlyWhatTheHashCommitsTo(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var chain = new ChainInMemory(OPEN);
      var block = chain.next().with(pay(ALICE, BOB, 5, 0)).block();
      var otherSeal = Optional.of(BOB.sign(block.hash().bytes()));
      for (var wrong :
          List.of(
              new SealedBlock(block.header(), otherSeal, "", block.transactions()),
              new SealedBlock(block.header(), block.seal(), "other", block.transactions()),
              new SealedBlock(
                  block.header(), block.seal(), "", block.transactions().subList(0, 1)))) {
        assertThat(give(ledger, wrong)).isInstanceOf(AppendOutcome.Rejected.class);
      }
      assertThat(give(ledger, block)).isInstanceOf(AppendOutcome.Appended.class);
    }
  }
}
