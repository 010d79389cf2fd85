package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Beside the chain there are so many blocks and bytes, and no more; the lowest are given up. */
class BesideBoundsTest {

  private static final int BLOCKS_MAX = 4_000;
  private static final long BYTES_MAX = 512L << 20;
  private static final int EVIDENCE_MAX = 1_000;

  private static final WalletKey ALICE = BlockFixture.ALICE;
  private static final WalletKey BOB = BlockFixture.BOB;
  private static final WalletKey OTHER = BlockFixture.OPERATOR;

  private static final Genesis OPEN = BlockFixture.genesis();

  private static AppendOutcome give(TestLedger ledger, SealedBlock block) {
    ledger.clock().set(block.header().time());
    return ledger.get(Appending.class).append(block, Companion.none());
  }

  private static void give(TestLedger ledger, List<SealedBlock> blocks) {
    blocks.forEach(
        block -> assertThat(give(ledger, block)).isNotInstanceOf(AppendOutcome.Rejected.class));
  }

  /** So many blocks that follow the chain; branches differ by their miners. */
  private static List<SealedBlock> extend(ChainInMemory chain, WalletKey miner, int count) {
    var blocks = new ArrayList<SealedBlock>();
    for (int i = 0; i < count; i++) {
      blocks.add(chain.next().by(miner).block());
      chain.accept(blocks.getLast());
    }
    return blocks;
  }

  /** What stands for blocks of other branches, of these indexes and a byte each. */
  private static void fill(TestLedger ledger, int first, int count) {
    fill(ledger, first, count, 1);
  }

  private static void fill(TestLedger ledger, int first, int count, long bytesEach) {
    ledger
        .get(JdbcTemplate.class)
        .batchUpdate(
            "insert into side_blocks"
                + " (hash, block_index, previous_hash, header, work, bytes, body)"
                + " values (?, ?, ?, '', ?, ?, ?)",
            IntStream.range(first, first + count)
                .mapToObj(index -> {
                  var parent = filler(index - 1).toString();
                  var work = BigDecimal.valueOf(16L * index);
                  var hash = filler(index).toString();
                  return new Object[] {hash, index, parent, work, bytesEach, new byte[1]};
                })
                .toList());
  }

  private static Hash filler(int index) {
    return Hash.ofText("filler " + index);
  }

  private static boolean isKept(TestLedger ledger, Hash hash) {
    return ledger.get(SideBlockTable.class).holds(hash);
  }

  private static boolean areKept(TestLedger ledger, List<SealedBlock> blocks) {
    return blocks.stream().allMatch(block -> isKept(ledger, block.hash()));
  }

  private static long number(TestLedger ledger, String what) {
    return ledger
        .get(JdbcClient.class)
        .sql("select " + what + " from side_blocks")
        .query(Long.class)
        .single();
  }

  private static void claimBytes(TestLedger ledger, Hash hash, long bytes) {
    ledger
        .get(JdbcClient.class)
        .sql("update side_blocks set bytes = ? where hash = ?")
        .params(bytes, hash.toString())
        .update();
  }

  /** A ledger with three blocks on genesis. */
  private static TestLedger start(TestDatabase.Kind kind) {
    var ledger = SharedLedgers.begin(kind, OPEN);
    give(ledger, extend(new ChainInMemory(OPEN), ALICE, 3));
    return ledger;
  }

  @ParameterizedTest
  @EnumSource
  void theLowestIsGivenUpWhenThereAreTooMany(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      fill(ledger, 3, BLOCKS_MAX - 1);
      var first = extend(new ChainInMemory(OPEN), BOB, 1);
      give(ledger, first);
      assertThat(number(ledger, "count(*)")).isEqualTo(BLOCKS_MAX);
      assertThat(isKept(ledger, filler(3))).as("there was room").isTrue();

      var second = extend(new ChainInMemory(OPEN), OTHER, 1);
      give(ledger, second);
      assertThat(areKept(ledger, second)).as("as low as the one that went, but new").isTrue();
      assertThat(areKept(ledger, first)).isFalse();
      assertThat(isKept(ledger, filler(3))).isTrue();
      assertThat(number(ledger, "count(*)")).isEqualTo(BLOCKS_MAX);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLowestAreGivenUpWhenTheyAreTooLarge(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var first = extend(new ChainInMemory(OPEN), BOB, 1);
      give(ledger, first);
      long bytes = number(ledger, "sum(bytes)");
      assertThat(bytes).as("what it has in the table").isEqualTo(number(ledger, "length(body)"));
      ledger.get(SideBlockTable.class).remove(first.getFirst().hash());

      fill(ledger, 10, 3, 1);
      claimBytes(ledger, filler(12), BYTES_MAX - bytes - 2);
      give(ledger, first);
      assertThat(number(ledger, "sum(bytes)")).isEqualTo(BYTES_MAX);
      assertThat(isKept(ledger, filler(10))).as("there was room").isTrue();

      ledger.get(SideBlockTable.class).remove(first.getFirst().hash());
      claimBytes(ledger, filler(12), BYTES_MAX - bytes);
      give(ledger, first);
      assertThat(areKept(ledger, first)).isTrue();
      assertThat(isKept(ledger, filler(10))).isFalse();
      assertThat(isKept(ledger, filler(11))).as("as many as have to").isFalse();
      assertThat(isKept(ledger, filler(12))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBranchOfTheNewBlockIsNotGivenUp(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var branch = extend(new ChainInMemory(OPEN), BOB, 3);
      fill(ledger, 10, BLOCKS_MAX - 1);
      give(ledger, branch.subList(0, 2));
      assertThat(areKept(ledger, branch.subList(0, 2))).isTrue();
      assertThat(isKept(ledger, filler(10))).isFalse();
      give(ledger, branch.subList(2, 3));
      assertThat(areKept(ledger, branch)).isTrue();
      assertThat(isKept(ledger, filler(11))).isFalse();
      assertThat(number(ledger, "count(*)")).isEqualTo(BLOCKS_MAX);
    }
  }

  /** Otherwise it could never win. */
  @ParameterizedTest
  @EnumSource
  void aBranchIsKeptThatAloneIsTooLarge(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var branch = extend(new ChainInMemory(OPEN), BOB, 4);
      fill(ledger, 10, 2);
      give(ledger, branch.subList(0, 2));
      claimBytes(ledger, branch.getFirst().hash(), BYTES_MAX + 1);
      give(ledger, branch.subList(2, 3));
      assertThat(areKept(ledger, branch.subList(0, 3))).isTrue();
      assertThat(number(ledger, "count(*)")).as("nothing else").isEqualTo(3);
      assertThat(give(ledger, branch.getLast())).isInstanceOf(AppendOutcome.Replaced.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void thereIsRoomForTheChainThatIsReplaced(TestDatabase.Kind kind) {
    try (var ledger = SharedLedgers.begin(kind, OPEN)) {
      var ours = extend(new ChainInMemory(OPEN), ALICE, 3);
      give(ledger, ours);
      var theirs = extend(new ChainInMemory(OPEN), BOB, 4);
      give(ledger, theirs.subList(0, 3));
      fill(ledger, 10, BLOCKS_MAX - 3);
      assertThat(give(ledger, theirs.getLast())).isInstanceOf(AppendOutcome.Replaced.class);
      assertThat(areKept(ledger, ours)).isTrue();
      assertThat(isKept(ledger, filler(12))).as("for each of ours one other").isFalse();
      assertThat(number(ledger, "count(*)")).isEqualTo(BLOCKS_MAX - 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBranchThatHasLostItsBeginningCanComeAnew(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var branch = extend(new ChainInMemory(OPEN), BOB, 4);
      give(ledger, branch.subList(0, 3));
      fill(ledger, 10, BLOCKS_MAX - 3);
      give(ledger, extend(new ChainInMemory(OPEN), OTHER, 1));
      assertThat(isKept(ledger, branch.getFirst().hash())).isFalse();
      var refused = (AppendOutcome.Rejected) give(ledger, branch.getLast());
      assertThat(refused.refused().refused().code()).isEqualTo(Refusal.PARENT_UNKNOWN);

      assertThat(give(ledger, branch.getFirst())).isInstanceOf(AppendOutcome.KeptAside.class);
      assertThat(give(ledger, branch.getLast())).isInstanceOf(AppendOutcome.Replaced.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void soMuchEvidenceIsKeptAndNoMore(TestDatabase.Kind kind) {
    var genesis = BlockFixture.genesis(draft -> draft.finalDepth = 3);
    try (var ledger = SharedLedgers.begin(kind, genesis)) {
      give(ledger, extend(new ChainInMemory(genesis), ALICE, 4));
      ledger
          .get(JdbcTemplate.class)
          .batchUpdate(
              "insert into below_final (hash, block_index, header, seal, received)"
                  + " values (?, 2, '', '', 0)",
              IntStream.range(1, EVIDENCE_MAX)
                  .mapToObj(n -> new Object[] {filler(n).toString()})
                  .toList());
      for (var miner : List.of(BOB, OTHER)) {
        var below = extend(new ChainInMemory(genesis), miner, 1).getFirst();
        var refused = (AppendOutcome.Rejected) give(ledger, below);
        assertThat(refused.refused().refused().code()).isEqualTo(Refusal.BELOW_FINAL);
        assertThat(evidence(ledger, below)).isEqualTo(miner == BOB);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void evidenceThatManyTellOfAtOnceIsKeptOnce(TestDatabase.Kind kind) throws Exception {
    var genesis = BlockFixture.genesis(draft -> draft.finalDepth = 3);
    try (var ledger = SharedLedgers.begin(kind, genesis);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      give(ledger, extend(new ChainInMemory(genesis), ALICE, 4));
      for (var miner : List.of(BOB, OTHER)) {
        var below = extend(new ChainInMemory(genesis), miner, 1).getFirst();
        Callable<Boolean> tells =
            () -> ledger.get(Appending.class).belowFinal(header(below)).isPresent();
        for (var told : threads.invokeAll(Collections.nCopies(8, tells))) {
          assertThat(told.get()).isTrue();
        }
        assertThat(evidence(ledger, below)).isTrue();
      }
    }
  }

  private static SealedHeader header(SealedBlock block) {
    return new SealedHeader(block.header(), block.hash(), block.seal().orElseThrow());
  }

  private static boolean evidence(TestLedger ledger, SealedBlock block) {
    return ledger.get(BelowFinalTable.class).holds(header(block));
  }
}
