package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;

/** What is too early waits, few and not for long. */
class EarlyBlocksTest {

  private static final int BLOCKS_MAX = 32;
  private static final int TRANSACTIONS_MAX = 200_000;
  private static final long AHEAD_MAX_MILLIS = 2 * 60 * 60 * 1000;

  private static final Genesis GENESIS = BlockFixture.genesis(draft -> draft.difficulty = 1);
  private static final ChainInMemory CHAIN = new ChainInMemory(GENESIS);
  private static final Time NOW = GENESIS.time();

  private final EarlyBlocks early = new EarlyBlocks();

  /** A block so far ahead of the clock. */
  private static SealedBlock ahead(long millis) {
    var draft = CHAIN.next();
    draft.time = NOW.plusMillis(millis);
    return draft.block();
  }

  /** As far ahead, with so many transactions. */
  private static SealedBlock ahead(long millis, int transactions) {
    var draft = CHAIN.next();
    draft.time = NOW.plusMillis(millis);
    draft.transactions = held -> Collections.nCopies(transactions, held.getFirst());
    return draft.block();
  }

  private static List<SealedBlock> aheadByMinutes(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(n -> ahead(n * 60_000L)).toList();
  }

  private void keep(List<SealedBlock> blocks) {
    blocks.forEach(block -> early.keep(block, NOW));
  }

  /** All that are held, by a clock that shows when the last of them could be due. */
  private List<SealedBlock> held() {
    return early.due(NOW.plusMillis(AHEAD_MAX_MILLIS));
  }

  @Test
  void areHandedOutOnceWhenTheyCanBeJudgedTheEarliestFirst() {
    var later = ahead(200_000);
    var sooner = ahead(180_000);
    keep(List.of(later, sooner));
    long margin = BlockRules.AHEAD_MAX_MILLIS;
    assertThat(early.due(NOW.plusMillis(180_000 - margin - 1))).isEmpty();
    assertThat(early.due(NOW.plusMillis(180_000 - margin))).containsExactly(sooner);
    assertThat(early.due(NOW.plusMillis(200_000 - margin - 1))).isEmpty();
    keep(List.of(sooner));
    assertThat(early.due(NOW.plusMillis(200_000 - margin))).containsExactly(sooner, later);
    assertThat(held()).isEmpty();
  }

  @Test
  void areSoManyAndNoMoreAndThoseDueLastGoFirst() {
    var blocks = aheadByMinutes(10, 10 + BLOCKS_MAX);
    keep(blocks.subList(1, blocks.size()));
    keep(blocks.subList(0, 1));
    assertThat(held()).isEqualTo(blocks.subList(0, BLOCKS_MAX));
  }

  @Test
  void giveNoPlaceToWhatIsDueLaterThanAll() {
    var blocks = aheadByMinutes(10, 9 + BLOCKS_MAX);
    keep(blocks);
    keep(List.of(ahead(100 * 60_000)));
    assertThat(held()).isEqualTo(blocks);
  }

  @Test
  void holdSoManyTransactionsTogether() {
    var half = TRANSACTIONS_MAX / 2;
    var sooner = ahead(180_000, half);
    var later = ahead(190_000, half);
    var least = ahead(170_000, 1);
    keep(List.of(sooner, later));
    assertThat(held()).containsExactly(sooner, later);
    keep(List.of(sooner, later, least));
    assertThat(held()).as("one too many").containsExactly(least, sooner);
  }

  @Test
  void areNoneThatAloneAreTooMuch() {
    keep(List.of(ahead(180_000, TRANSACTIONS_MAX + 1)));
    assertThat(held()).isEmpty();
  }

  @Test
  void waitForNoLongerThanTwoHours() {
    var last = ahead(AHEAD_MAX_MILLIS);
    keep(List.of(ahead(AHEAD_MAX_MILLIS + 1), last));
    assertThat(early.due(NOW.plusMillis(AHEAD_MAX_MILLIS + 1))).containsExactly(last);
  }

  @Test
  void areHeldOnceEach() {
    var block = ahead(180_000);
    keep(List.of(block, block));
    assertThat(held()).containsExactly(block);
  }

  /** Or anybody could keep a block out by its header and seal, which everybody has. */
  @Test
  void areWhatTheirHeadersCommitTo() {
    var block = ahead(180_000, 2);
    var header = block.header();
    var held = block.transactions();
    keep(
        List.of(
            new SealedBlock(header, block.seal(), "", held.subList(0, 1)),
            new SealedBlock(header, block.seal(), "", List.of()),
            new SealedBlock(header, block.seal(), "other", held),
            new SealedBlock(header, block.seal(), "", other(header, held.size())),
            block));
    assertThat(held()).containsExactly(block);
  }

  private static List<Transaction> other(Header header, int count) {
    return Collections.nCopies(
        count, BlockFixture.post(CHAIN.rules(), "Hello", "n").acceptedAt(header.time()));
  }

  /** Or a few blocks could hold any amount of memory: their texts have not been judged yet. */
  @Test
  void carryNoMoreTextThanABlockMay() {
    var longest = "x".repeat(4_000_000);
    var draft = CHAIN.next();
    draft.time = NOW.plusMillis(180_000);
    var fits = draft.with(BlockFixture.post(CHAIN.rules(), longest, "1")).block();
    var tooMuch = draft.with(BlockFixture.post(CHAIN.rules(), longest, "2")).block();
    keep(List.of(tooMuch, fits));
    assertThat(held()).containsExactly(fits);
  }
}
