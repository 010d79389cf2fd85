package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.protocol.BlockRefused.Blame;

/**
 * Every rule of blocks, broken one at a time and together with all later ones. A block that is made
 * wrong is mined and sealed like any other, so that only what a row names can be the reason.
 */
class BlockRulesTest {

  private static final WalletKey ALICE = BlockFixture.ALICE;
  private static final WalletKey BOB = BlockFixture.BOB;
  private static final WalletKey MINER = BlockFixture.MINER;
  private static final WalletKey STRANGER = BlockFixture.key(0x55);
  private static final String AUTHORISED = "is authorised throughout";
  private static final String CONTROL = "\u0001";

  /** A ledger of three miners, the last block made by bob. */
  private static ChainInMemory listedChain() {
    var genesis =
        BlockFixture.genesis(
            g -> g.miners = List.of(MINER.address(), BOB.address(), ALICE.address()));
    var chain = new ChainInMemory(genesis);
    return chain.accept(chain.next().by(BOB).with(firstTransfer(chain)).block());
  }

  private static ChainInMemory openChain() {
    return new ChainInMemory(BlockFixture.genesis());
  }

  private static Order firstTransfer(ChainInMemory chain) {
    return BlockFixture.transfer(chain.rules(), ALICE, BOB.address(), 3, 0);
  }

  /** A block, and the clock of who judges it. */
  private static final class Attempt {
    final ChainInMemory chain = listedChain();
    final BlockDraft draft = chain.next();
    long clockBehindMillis = 0;

    Optional<BlockRefused> judged() {
      var block = draft.block();
      return chain.judge(block, draft.time.plusMillis(-clockBehindMillis));
    }

    void header(UnaryOperator<Header> change) {
      var before = draft.header;
      draft.header = header -> change.apply(before.apply(header));
    }

    void posts(int count, String content) {
      for (int i = 0; i < count; i++) {
        draft.with(BlockFixture.post(chain.rules(), content, content.length() + "-" + i));
      }
    }

    TransferDraft transfer() {
      var transfer = new TransferDraft(chain.rules());
      transfer.nonce = OptionalLong.of(1);
      return transfer;
    }
  }

  private record Row(
      String rule, Refusal code, Blame blame, String what, Consumer<Attempt> breaks) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(
              "is well-formed",
              Refusal.MALFORMED,
              Blame.HASH,
              "no miner",
              a -> a.header(h -> with(h, Optional.empty(), h.merkleRoot(), h.data()))),
          new Row(
              "is well-formed",
              Refusal.MALFORMED,
              Blame.HASH,
              "a named miner",
              a ->
                  a.header(
                      h -> with(h, Optional.of(BlockFixture.TREASURY), h.merkleRoot(), h.data()))),
          new Row(
              "is well-formed",
              Refusal.MALFORMED,
              Blame.HASH,
              "data that is no hash",
              a -> a.header(h -> with(h, h.miner(), h.merkleRoot(), "-\nnonce 1"))),
          new Row(
              "stands on its parent",
              Refusal.PARENT_UNKNOWN,
              Blame.NOBODY,
              "another parent",
              a -> a.draft.previous = Hash.ZERO),
          new Row(
              "counts on from its parent",
              Refusal.INDEX_WRONG,
              Blame.HASH,
              "a gap",
              a -> a.draft.index++),
          new Row(
              "holds the whole history",
              Refusal.HISTORY_WRONG,
              Blame.HASH,
              "another history",
              a -> a.draft.history = a.chain.parent().history()),
          new Row(
              "keeps the interval",
              Refusal.BLOCK_TOO_SOON,
              Blame.HASH,
              "a millisecond too soon",
              a -> a.draft.time = a.draft.time.plusMillis(-1)),
          new Row(
              "shows its work",
              Refusal.DIFFICULTY_WRONG,
              Blame.HASH,
              "a lower difficulty",
              a -> a.draft.difficulty--),
          new Row(
              "shows its work",
              Refusal.PROOF_OF_WORK_MISSING,
              Blame.HASH,
              "no work",
              a -> a.draft.mined = false),
          new Row(
              "is sealed by its miner",
              Refusal.SEAL_INVALID,
              Blame.MESSAGE,
              "another's seal",
              a -> a.draft.sealer = Optional.of(ALICE)),
          new Row(
              "is its miner's turn",
              Refusal.MINER_NOT_LISTED,
              Blame.HASH,
              "a stranger",
              a -> a.draft.miner = STRANGER),
          new Row(
              "is its miner's turn",
              Refusal.MINER_TOO_SOON,
              Blame.HASH,
              "the miner of the parent",
              a -> a.draft.miner = BOB),
          new Row(
              "is not from the future",
              Refusal.BLOCK_FROM_THE_FUTURE,
              Blame.NOBODY,
              "120,001 ms ahead",
              a -> a.clockBehindMillis = 120_001),
          new Row(
              "keeps the block limit",
              Refusal.TRANSACTION_COUNT_WRONG,
              Blame.HASH,
              "one too many",
              a -> a.posts(a.chain.rules().blockLimit() - a.draft.transactions().size() + 1, "a")),
          new Row(
              "is what the header commits to",
              Refusal.MERKLE_ROOT_WRONG,
              Blame.MESSAGE,
              "another root",
              a -> a.header(h -> with(h, h.miner(), Hash.ZERO, h.data()))),
          new Row(
              "is what the header commits to",
              Refusal.TEXT_WRONG,
              Blame.MESSAGE,
              "other data",
              a -> a.draft.dataSent = Optional.of("not what was hashed")),
          new Row(
              "has proper texts",
              Refusal.TEXT_INVALID,
              Blame.HASH,
              "a control character in the data",
              a -> a.draft.data = CONTROL),
          new Row(
              "has proper texts",
              Refusal.TEXT_INVALID,
              Blame.HASH,
              "a control character in a post",
              a -> a.posts(1, CONTROL)),
          new Row(
              "has proper texts",
              Refusal.BLOCK_TOO_LARGE,
              Blame.HASH,
              "more than 4 MiB",
              a -> a.posts(263, "😀".repeat(4000))),
          new Row(
              "pays the reward once",
              Refusal.REWARD_WRONG,
              Blame.HASH,
              "a second reward",
              a -> a.draft.with(a.draft.transactions().getFirst())),
          new Row(
              "is authorised throughout",
              Refusal.SIGNATURE_MISMATCH,
              Blame.HASH,
              "another's signature",
              a -> {
                var transfer = a.transfer();
                transfer.signer = BOB;
                a.draft.with(transfer.order());
              }),
          new Row(
              "repeats no transaction",
              Refusal.TRANSACTION_REPEATED,
              Blame.HASH,
              "the transfer of the parent",
              a -> a.draft.with(firstTransfer(a.chain))),
          new Row(
              "holds nothing that has ended",
              Refusal.TRANSACTION_EXPIRED,
              Blame.HASH,
              "a transfer that ended before",
              a -> {
                var transfer = a.transfer();
                transfer.until = a.draft.time.millis() / 1000 - 1;
                a.draft.with(transfer.order());
              }),
          new Row(
              "dates its transactions",
              Refusal.ACCEPTED_TIME_WRONG,
              Blame.HASH,
              "a transfer accepted afterwards",
              a -> a.draft.with(a.transfer().order().acceptedAt(a.draft.time.plusMillis(1)))),
          new Row(
              "can be applied in order",
              Refusal.NONCE_AHEAD,
              Blame.HASH,
              "a gap of nonces",
              a -> {
                var transfer = a.transfer();
                transfer.nonce = OptionalLong.of(9);
                a.draft.with(transfer.order());
              }));

  /** What the rows here show, and what {@link #neverGrowsTheTotalByMoreThanTheReward} does. */
  static Set<Refusal> codes() {
    var codes = ROWS.stream().map(Row::code).collect(Collectors.toCollection(LinkedHashSet::new));
    codes.addAll(EnumSet.of(Refusal.TOTAL_WRONG));
    return codes;
  }

  @TestFactory
  Stream<DynamicTest> aBlockIsRefusedForTheFirstRuleThatItBreaks() {
    return IntStream.range(0, ROWS.size())
        .mapToObj(i ->
            DynamicTest.dynamicTest(
                ROWS.get(i).rule() + ": " + ROWS.get(i).what(),
                () -> {
                  isRefusedFor(ROWS.get(i), List.of(ROWS.get(i)));
                  isRefusedFor(ROWS.get(i), ROWS.subList(i, ROWS.size()));
                }));
  }

  private static void isRefusedFor(Row expected, List<Row> broken) {
    var attempt = new Attempt();
    broken.reversed().forEach(row -> row.breaks().accept(attempt));
    var refused = attempt.judged().orElseThrow();

    assertThat(refused.rule()).isEqualTo(expected.rule());
    assertThat(refused.refused().code()).isEqualTo(expected.code());
    assertThat(refused.blame()).isEqualTo(expected.blame());
  }

  @Test
  void judgesAllButTheStateApart() {
    var inState =
        Set.of(
            "repeats no transaction",
            "holds nothing that has ended",
            "dates its transactions",
            "can be applied in order",
            "conserves value");
    for (var row : ROWS) {
      var attempt = new Attempt();
      row.breaks().accept(attempt);
      var block = attempt.draft.block();
      var now = attempt.draft.time.plusMillis(-attempt.clockBehindMillis);
      var chain = attempt.chain;
      boolean seenApart = BlockRules.judgeApart(block, chain, chain.rules(), now).isPresent();

      assertThat(seenApart).as(row.rule()).isEqualTo(!inState.contains(row.rule()));
      if (!seenApart) {
        var refused = BlockRules.judge(block, chain, chain.rules(), now).orElseThrow();
        assertThat(refused.rule()).isEqualTo(row.rule());
        assertThat(BlockRules.judgeInState(block, chain, chain.rules(), now))
            .isEqualTo(new BlockInState.Refused(refused));
      }
    }
  }

  @Test
  void handsBackWhatABlockThatFitsDoesToTheAccounts() {
    var chain = openChain();
    var block = chain.next().with(firstTransfer(chain)).block();
    var time = block.header().time();
    var expected = StateChange.of(block.transactions(), chain::standing, time);

    var judged = BlockRules.judgeInState(block, chain, chain.rules(), time);

    assertThat(judged).isInstanceOf(BlockInState.Fits.class);
    var change = ((BlockInState.Fits) judged).change();
    assertThat(change.after()).isEqualTo(expected.after()).hasSize(3);
    assertThat(change.balances()).isEqualTo(expected.balances());
  }

  @Test
  void believesThatOrdersWereAuthorisedForThatRuleOnly() {
    for (var row : ROWS) {
      var attempt = new Attempt();
      row.breaks().accept(attempt);
      var block = attempt.draft.block();
      var now = attempt.draft.time.plusMillis(-attempt.clockBehindMillis);
      var chain = attempt.chain;
      var untold = BlockRules.judgeApart(block, chain, chain.rules(), now);
      var told = BlockRules.judgeApart(block, chain, chain.rules(), now, order -> true);
      boolean believed = untold.map(BlockRefused::rule).equals(Optional.of(AUTHORISED));

      assertThat(believed).as(row.rule()).isEqualTo(row.rule().equals(AUTHORISED));
      assertThat(told).as(row.rule()).isEqualTo(believed ? Optional.empty() : untold);
    }
  }

  @Test
  void judgesAKnownIdThatComesWithAnotherAuthorization() {
    var chain = openChain();
    var known = firstTransfer(chain);
    var bobs = BlockFixture.signed(chain.rules(), (Transfer) known.content(), BOB);
    var none = new Order(known.content(), Authorization.NONE);

    assertThat(judgedKnowing(chain, Set.of(known), known)).isEmpty();
    for (var other : List.of(bobs, none)) {
      assertThat(other.id()).isEqualTo(known.id());
      assertThat(judgedKnowing(chain, Set.of(known), other).map(BlockRefused::rule))
          .contains(AUTHORISED);
    }
  }

  @Test
  void namesTheFirstUnauthorisedOrderThatItDoesNotKnow() {
    var chain = openChain();
    var orders = new ArrayList<Order>();
    for (int nonce = 0; nonce < 64; nonce++) {
      var order = BlockFixture.transfer(chain.rules(), ALICE, BOB.address(), 1, nonce);
      boolean wrong = nonce % 16 == 5;
      orders.add(
          wrong ? BlockFixture.signed(chain.rules(), (Transfer) order.content(), STRANGER) : order);
    }
    var all = orders.toArray(Order[]::new);

    assertThat(judgedKnowing(chain, Set.of(), all).map(b -> b.refused().detail()).orElseThrow())
        .startsWith(orders.get(5).id().toString());
    var known = Set.copyOf(orders.subList(0, 16));
    assertThat(judgedKnowing(chain, known, all).map(b -> b.refused().detail()).orElseThrow())
        .startsWith(orders.get(21).id().toString());
  }

  private static Optional<BlockRefused> judgedKnowing(
      ChainInMemory chain, Set<Order> known, Order... orders) {
    var block = chain.next().with(orders).block();
    return BlockRules.judgeApart(
        block, chain, chain.rules(), block.header().time(), known::contains);
  }

  @Test
  void everyRuleHasARowInItsOrder() {
    var names = ROWS.stream().map(Row::rule).distinct().collect(Collectors.toList());
    names.add("conserves value");

    assertThat(names).isEqualTo(BlockRules.names());
  }

  @Test
  void takesAValidBlock() {
    var attempt = new Attempt();
    attempt.posts(2, "line\n\tline");
    attempt.draft.with(attempt.transfer().order());
    attempt.draft.data = "Hello\nworld!";

    assertThat(attempt.judged()).isEmpty();
  }

  @Test
  void condemnsNoHashForASealThatIsMissingOrAnothers() {
    var chain = openChain();
    var block = chain.next().block();
    var unsealed =
        new SealedBlock(block.header(), Optional.empty(), block.data(), block.transactions());

    assertThat(chain.judge(unsealed).map(BlockRefused::blame)).contains(Blame.MESSAGE);
    assertThat(chain.judge(unsealed).map(refused -> refused.refused().code()))
        .contains(Refusal.SEAL_INVALID);
    assertThat(chain.judge(block)).isEmpty();
  }

  @Test
  void condemnsNoHashForTransactionsThatDoNotFit() {
    var chain = openChain();
    var order = firstTransfer(chain);
    var block = chain.next().with(order).block();
    var transfer = (Transfer) order.content();
    var otherMemo =
        new Order(
            new Transfer(
                transfer.ledger(),
                transfer.asset(),
                transfer.from(),
                transfer.to(),
                transfer.amount(),
                transfer.nonce(),
                transfer.until(),
                "another memo"),
            order.authorization());
    var reward = block.transactions().getFirst();
    var held = block.transactions().getLast();

    sentWith(chain, block, List.of(reward));
    sentWith(chain, block, List.of());
    sentWith(chain, block, List.of(held, reward));
    sentWith(chain, block, List.of(reward, held, held));
    sentWith(chain, block, List.of(reward, held, held, held));
    sentWith(chain, block, List.of(reward, otherMemo.acceptedAt(held.accepted())));
    sentWith(chain, block, List.of(reward, order.acceptedAt(new Time(0))));
    assertThat(chain.judge(block)).isEmpty();
  }

  @Test
  void refusesAnotherCountThanThatOfTheTransactions() {
    var chain = openChain();
    for (int more : new int[] {-1, 1}) {
      var draft = chain.next().with(firstTransfer(chain));
      draft.header =
          h ->
              new Header(
                  h.index(),
                  h.previous(),
                  h.history(),
                  h.time(),
                  h.miner(),
                  h.count() + more,
                  h.merkleRoot(),
                  h.data(),
                  h.difficulty(),
                  h.nonce());
      refused(chain, draft, Refusal.MERKLE_ROOT_WRONG);
    }
  }

  private static void sentWith(ChainInMemory chain, SealedBlock block, List<Transaction> others) {
    var sent = new SealedBlock(block.header(), block.seal(), block.data(), others);
    var refused = chain.judge(sent).orElseThrow();
    assertThat(refused.refused().code()).isEqualTo(Refusal.MERKLE_ROOT_WRONG);
    assertThat(refused.blame()).isEqualTo(Blame.MESSAGE);
  }

  /** Java encodes a lone surrogate like a question mark, so both texts would have one hash. */
  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "\udc00"})
  void condemnsNoHashForATextThatOnlySeemsToHaveIt(String surrogate) {
    var chain = openChain();
    var draft = chain.next().with(BlockFixture.post(chain.rules(), "?", "n"));
    draft.data = "?";
    var block = draft.block();
    var post = BlockFixture.post(chain.rules(), surrogate, "n").acceptedAt(draft.time);
    var reward = block.transactions().getFirst();
    var otherData = new SealedBlock(block.header(), block.seal(), surrogate, block.transactions());
    var otherPost =
        new SealedBlock(block.header(), block.seal(), block.data(), List.of(reward, post));

    for (var sent : List.of(otherData, otherPost)) {
      var refused = chain.judge(sent).orElseThrow();
      assertThat(sent.hash()).isEqualTo(block.hash());
      assertThat(refused.refused().code()).isEqualTo(Refusal.TEXT_WRONG);
      assertThat(refused.blame()).isEqualTo(Blame.MESSAGE);
    }
    assertThat(chain.judge(block)).isEmpty();
  }

  @Test
  void isDueOneIntervalAfterItsParent() {
    var chain = openChain();
    var draft = chain.next();

    assertThat(draft.time).isEqualTo(chain.parent().time().plusMillis(1000));
    assertThat(chain.judge(draft.block())).isEmpty();
    draft.time = draft.time.plusMillis(-1);
    refused(chain, draft, Refusal.BLOCK_TOO_SOON);
  }

  @Test
  void refusesABlockThatCannotComeBeforeTheEndOfTime() {
    var genesis = BlockFixture.genesis(g -> g.time = new Time(Time.MAX_MILLIS));
    var chain = new ChainInMemory(genesis);
    var draft = openChain().next();
    draft.previous = chain.head().hash();
    draft.history = chain.historyRoot();
    draft.time = new Time(Time.MAX_MILLIS);

    refused(chain, draft, Refusal.BLOCK_TOO_SOON);
  }

  @Test
  void mayBe120SecondsAhead() {
    var attempt = new Attempt();
    attempt.clockBehindMillis = 120_000;

    assertThat(attempt.judged()).isEmpty();
  }

  @ParameterizedTest(name = "of {0} miners")
  @ValueSource(ints = {1, 2, 3, 5})
  void aListedMinerLetsHalfOfTheListPass(int count) {
    var keys = IntStream.range(0, count).mapToObj(i -> BlockFixture.key(0x60 + i)).toList();
    var genesis =
        BlockFixture.genesis(g -> {
          g.miners = keys.stream().map(WalletKey::address).toList();
          g.difficulty = 0;
        });
    var chain = new ChainInMemory(genesis);
    var made = new ArrayList<WalletKey>();
    var random = new Random(count);
    for (int block = 0; block < 4 * count; block++) {
      var lately = made.reversed().stream().limit(count / 2).toList();
      var free = new ArrayList<SealedBlock>();
      for (var key : keys) {
        var next = chain.next().by(key).block();
        var code = chain.judge(next).map(refused -> refused.refused().code());
        assertThat(code)
            .isEqualTo(
                lately.contains(key) ? Optional.of(Refusal.MINER_TOO_SOON) : Optional.empty());
        if (code.isEmpty()) {
          free.add(next);
        }
      }
      refused(chain, chain.next().by(STRANGER), Refusal.MINER_NOT_LISTED);
      var taken = free.get(random.nextInt(free.size()));
      chain.accept(taken);
      made.add(
          keys.stream()
              .filter(key -> taken.header().miner().equals(Optional.of(key.address())))
              .findFirst()
              .orElseThrow());
    }
  }

  @Test
  void anybodyMinesAgainAndAgainWhereNobodyIsListed() {
    var chain = openChain();
    for (int i = 0; i < 3; i++) {
      chain.accept(chain.next().by(STRANGER).block());
    }
    assertThat(chain.parent().index()).isEqualTo(4);
  }

  @Test
  void theRewardIsExactlyThis() {
    var rules = openChain().rules();
    var ten = Amount.of(10);
    var to = MINER.address();
    var coin = BlockFixture.COIN;
    var wrong =
        List.of(
            new Reward(Hash.ZERO, coin, to, ten, 2),
            new Reward(rules.ledger(), BlockFixture.GOLD, to, ten, 2),
            new Reward(rules.ledger(), coin, BOB.address(), ten, 2),
            new Reward(rules.ledger(), coin, to, Amount.of(11), 2),
            new Reward(rules.ledger(), coin, to, Amount.of(9), 2),
            new Reward(rules.ledger(), coin, to, ten, 3));
    for (var reward : wrong) {
      rewardedWith(t -> List.of(Transaction.unsigned(reward, t.getFirst().accepted())));
    }
  }

  @Test
  void theRewardComesFirstUnsignedAndAtTheBlocksTime() {
    rewardedWith(t -> t.reversed());
    rewardedWith(t -> t.subList(1, 2));
    rewardedWith(t -> List.of(t.getFirst(), t.getLast(), t.getFirst()));
    rewardedWith(t -> List.of(t.getFirst().order().acceptedAt(new Time(0))));
    rewardedWith(t ->
        List.of(
            new Order(
                    t.getFirst().content(),
                    Authorization.signed(Scheme.NONE, MINER.sign(Hash.ZERO.bytes())))
                .acceptedAt(t.getFirst().accepted())));
    rewardedWith(t ->
        List.of(
            new Order(t.getFirst().content(), new Authorization(Scheme.SEED_TEXT, Optional.empty()))
                .acceptedAt(t.getFirst().accepted())));
  }

  private static void rewardedWith(UnaryOperator<List<Transaction>> transactions) {
    var chain = openChain();
    var draft = chain.next().with(BlockFixture.post(chain.rules(), "Hello", "n"));
    draft.transactions = transactions;
    refused(chain, draft, Refusal.REWARD_WRONG);
  }

  @Test
  void aLedgerWithoutRewardPaysNoneAndHasNoEmptyBlocks() {
    var chain = new ChainInMemory(BlockFixture.genesis(g -> g.reward = BigInteger.ZERO));
    var reward =
        new Reward(chain.rules().ledger(), BlockFixture.COIN, MINER.address(), Amount.of(10), 2);

    refused(chain, chain.next(), Refusal.TRANSACTION_COUNT_WRONG);
    refused(chain, chain.next().with(new Order(reward, Authorization.NONE)), Refusal.REWARD_WRONG);
    chain.accept(chain.next().with(firstTransfer(chain)).block());
    assertThat(balance(chain, BOB.address())).isEqualTo(1003);
    assertThat(balance(chain, MINER.address())).isZero();
  }

  @Test
  void nobodyAllocatesLater() {
    var chain = openChain();
    var allocation = new Allocation(BlockFixture.COIN, ALICE.address(), Amount.of(10), 0);

    refused(
        chain,
        chain.next().with(new Order(allocation, Authorization.NONE)),
        Refusal.KIND_NOT_ALLOWED);
  }

  @Test
  void whatCameEarlierInTheBlockMayBeSpent() {
    var chain = openChain();
    var rules = chain.rules();
    var in = BlockFixture.transfer(rules, ALICE, STRANGER.address(), 50, 0);
    var out = BlockFixture.transfer(rules, STRANGER, BOB.address(), 50, 0);
    var reward = BlockFixture.transfer(rules, MINER, BOB.address(), 10, 0);

    refused(chain, chain.next().with(out, in), Refusal.BALANCE_TOO_LOW);
    refused(
        chain,
        chain.next().with(BlockFixture.transfer(rules, MINER, BOB.address(), 11, 0)),
        Refusal.BALANCE_TOO_LOW);
    chain.accept(chain.next().with(in, out, reward).block());
    assertThat(balance(chain, BOB.address())).isEqualTo(1060);
    assertThat(balance(chain, STRANGER.address())).isZero();
    assertThat(balance(chain, MINER.address())).isZero();
  }

  @Test
  void allThatAnAccountHoldsMayBeSpentAndNoMore() {
    var chain = openChain();
    var rules = chain.rules();

    refused(
        chain,
        chain.next().with(BlockFixture.transfer(rules, ALICE, BOB.address(), 1001, 0)),
        Refusal.BALANCE_TOO_LOW);
    refused(
        chain,
        chain
            .next()
            .with(
                BlockFixture.transfer(rules, ALICE, BOB.address(), 600, 0),
                BlockFixture.transfer(rules, ALICE, BOB.address(), 401, 1)),
        Refusal.BALANCE_TOO_LOW);
    chain.accept(
        chain.next().with(BlockFixture.transfer(rules, ALICE, BOB.address(), 1000, 0)).block());
    assertThat(balance(chain, ALICE.address())).isZero();
  }

  @Test
  void noncesFollowEachOtherInTheBlock() {
    var chain = openChain();
    var rules = chain.rules();
    var zero = BlockFixture.transfer(rules, ALICE, BOB.address(), 1, 0);
    var one = BlockFixture.transfer(rules, ALICE, BOB.address(), 1, 1);
    var otherZero = BlockFixture.transfer(rules, ALICE, BOB.address(), 2, 0);

    refused(chain, chain.next().with(one, zero), Refusal.NONCE_AHEAD);
    refused(chain, chain.next().with(zero, otherZero), Refusal.NONCE_USED);
    chain.accept(chain.next().with(zero, one).block());
    refused(chain, chain.next().with(otherZero), Refusal.NONCE_USED);
  }

  @Test
  void noncesAreCountedForEachAssetAlone() {
    var chain = openChain();
    var gold = new TransferDraft(chain.rules());
    gold.asset = BlockFixture.GOLD;

    chain.accept(chain.next().with(firstTransfer(chain), gold.order()).block());
    assertThat(chain.standing(new AccountId(ALICE.address(), BlockFixture.GOLD)))
        .isEqualTo(new Standing(BigInteger.valueOf(995), 1));
  }

  @Test
  void theSameTransactionTwiceInABlockIsARepetition() {
    var chain = openChain();
    var post = BlockFixture.post(chain.rules(), "Hello", "n");
    var draft = chain.next().with(post, post);

    refused(chain, draft, Refusal.TRANSACTION_REPEATED);
    refused(
        chain,
        chain.next().with(post).with(post.acceptedAt(draft.time.plusMillis(-1))),
        Refusal.TRANSACTION_REPEATED);
    assertThat(SealedBlock.merkleRoot(draft.transactions()))
        .isNotEqualTo(SealedBlock.merkleRoot(draft.transactions().subList(0, 2)));
  }

  @Test
  void theSeedFormStandsOnAChainOnceAndOnAnotherBranchToo() {
    var chain = openChain();
    var draft = new TransferDraft(chain.rules());
    draft.nonce = OptionalLong.empty();
    var order = draft.order();
    var branch = chain.fork();

    chain.accept(chain.next().with(order).block());
    chain.accept(chain.next().block());
    refused(chain, chain.next().with(order), Refusal.TRANSACTION_REPEATED);
    branch.accept(branch.next().by(BOB).with(order).block());
    assertThat(balance(branch, ALICE.address())).isEqualTo(995);
    assertThat(branch.head().hash()).isNotEqualTo(chain.blocks().get(1).hash());
  }

  @Test
  void aTransferMayBeSealedInTheSecondInWhichItEnds() {
    var chain = openChain();
    var draft = chain.next();
    var transfer = new TransferDraft(chain.rules());
    transfer.until = draft.time.millis() / 1000;
    assertThat(draft.time.millis() % 1000).isZero();
    draft.with(transfer.order());

    assertThat(chain.judge(draft.block())).isEmpty();
    draft.time = draft.time.plusMillis(1);
    refused(chain, draft, Refusal.TRANSACTION_EXPIRED);
  }

  @Test
  void aTransactionIsAcceptedBetweenGenesisAndItsBlock() {
    var chain = openChain();
    var order = firstTransfer(chain);
    var begin = chain.rules().since();
    var block = chain.next().time;

    for (var time : List.of(begin, block)) {
      assertThat(chain.judge(chain.next().with(order.acceptedAt(time)).block())).isEmpty();
    }
    for (var time : List.of(begin.plusMillis(-1), block.plusMillis(1))) {
      refused(chain, chain.next().with(order.acceptedAt(time)), Refusal.ACCEPTED_TIME_WRONG);
    }
  }

  @Test
  void theTextsMayHave4MiBTogether() {
    var chain = openChain();
    var draft = chain.next();
    for (int i = 0; i < 262; i++) {
      draft.with(BlockFixture.post(chain.rules(), "😀".repeat(4000), "n" + i));
    }
    var rest = (4 << 20) - 262 * (3 + 16_000) - 3;
    draft.with(BlockFixture.post(chain.rules(), "a".repeat(rest), "rest"));

    assertThat(draft.block().textBytes()).isEqualTo(4_194_304);
    assertThat(chain.judge(draft.block())).isEmpty();
    draft.data = "a";
    refused(chain, draft, Refusal.BLOCK_TOO_LARGE);
  }

  @Test
  void theLimitCountsTheReward() {
    var chain = new ChainInMemory(BlockFixture.genesis(g -> g.blockLimit = 2));
    var one = BlockFixture.post(chain.rules(), "Hello", "1");
    var two = BlockFixture.post(chain.rules(), "Hello", "2");

    assertThat(chain.judge(chain.next().block())).isEmpty();
    assertThat(chain.judge(chain.next().with(one).block())).isEmpty();
    refused(chain, chain.next().with(one, two), Refusal.TRANSACTION_COUNT_WRONG);
  }

  @Test
  void neverGrowsTheTotalByMoreThanTheReward() {
    var chain = openChain();
    var reward = chain.next().transactions().getFirst();
    var once = StateChange.of(List.of(reward), chain::standing, reward.accepted());
    var twice = StateChange.of(List.of(reward, reward), chain::standing, reward.accepted());
    var none = StateChange.of(List.of(), chain::standing, reward.accepted());

    assertThat(BlockRules.conservesValue(once, chain.rules())).isEmpty();
    for (var wrong : List.of(twice, none)) {
      assertThat(BlockRules.conservesValue(wrong, chain.rules()).map(Refused::code))
          .contains(Refusal.TOTAL_WRONG);
    }
  }

  @Test
  void makesNothingOfATransferToOneself() {
    var chain = openChain();
    var draft = new TransferDraft(chain.rules());
    draft.to = draft.from;
    var change =
        StateChange.of(
            List.of(draft.order().acceptedAt(new Time(0))), chain::standing, new Time(0));

    assertThat(change.growthOf(BlockFixture.COIN)).isZero();
    refused(chain, chain.next().with(draft.order()), Refusal.SELF_TRANSFER);
  }

  @Test
  void asksForAStandingOnce() {
    var chain = openChain();
    var asked = new ArrayList<AccountId>();
    var transactions =
        chain
            .next()
            .with(
                firstTransfer(chain),
                BlockFixture.transfer(chain.rules(), ALICE, BOB.address(), 1, 1))
            .transactions();
    var change =
        StateChange.of(
            transactions,
            account -> {
              asked.add(account);
              return chain.standing(account);
            },
            chain.next().time);

    assertThat(change.growthOf(BlockFixture.COIN)).isEqualTo(10);
    assertThat(change.fault()).isEmpty();
    assertThat(asked).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void namesTheTransactionThatIsTheReason() {
    var chain = openChain();
    var order = BlockFixture.transfer(chain.rules(), ALICE, BOB.address(), 1001, 0);
    var refused = chain.judge(chain.next().with(order).block()).orElseThrow();

    assertThat(refused.refused().detail()).startsWith(order.id() + ": ");
  }

  @Test
  void anyHistoryKeepsTheTotalAndNoBalanceFallsBelowZero() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var chain = openChain();
    var rules = chain.rules();
    var keys = List.of(ALICE, BOB, MINER, STRANGER);
    int refused = 0;
    for (int block = 1; block <= 60; block++) {
      var draft = chain.next().by(keys.get(random.nextInt(4)));
      for (int i = random.nextInt(5); i > 0; i--) {
        var from = keys.get(random.nextInt(4));
        var to = keys.get(random.nextInt(4)).address();
        var standing = chain.standing(new AccountId(from.address(), BlockFixture.COIN));
        draft.with(
            BlockFixture.transfer(
                rules,
                from,
                to,
                1 + random.nextInt(900),
                standing.nextNonce() + random.nextInt(2)));
      }
      var sealed = draft.block();
      if (chain.judge(sealed).isPresent()) {
        refused++;
        sealed = chain.next().block();
      }
      chain.accept(sealed);
      var coins =
          chain.standings().entrySet().stream()
              .filter(entry -> entry.getKey().asset().equals(BlockFixture.COIN))
              .map(entry -> entry.getValue().spendable())
              .toList();
      assertThat(coins).as("seed " + seed).allMatch(units -> units.signum() >= 0);
      assertThat(coins.stream().reduce(BigInteger.ZERO, BigInteger::add))
          .as("seed " + seed)
          .isEqualTo(3000 + 10 * block);
    }
    assertThat(refused).as("seed " + seed).isBetween(1, 59);
    assertThat(chain.fork().standings()).isEqualTo(chain.standings());
  }

  private static void refused(ChainInMemory chain, BlockDraft draft, Refusal code) {
    assertThat(chain.judge(draft.block()).map(refused -> refused.refused().code())).contains(code);
  }

  private static long balance(ChainInMemory chain, Address address) {
    return chain.standing(new AccountId(address, BlockFixture.COIN)).spendable().longValueExact();
  }

  private static Header with(Header header, Optional<Address> miner, Hash merkleRoot, String data) {
    return new Header(
        header.index(),
        header.previous(),
        header.history(),
        header.time(),
        miner,
        header.count(),
        merkleRoot,
        data,
        header.difficulty(),
        header.nonce());
  }
}
