package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every way in which an order is refused, in order of precedence. A table is a list of steps: an
 * order that breaks all of them is refused for the first, and each mended step lets the next one be
 * named, until nothing is left to refuse.
 */
class RefusalsTest {

  private static final Rules OPEN = BlockFixture.rules(BlockFixture.genesis());
  private static final Rules NO_OPERATOR =
      BlockFixture.rules(BlockFixture.genesis(g -> g.operator = Optional.empty()));
  private static final Rules NO_SEED_SIGNATURES =
      BlockFixture.rules(BlockFixture.genesis(g -> g.seedSignatures = false));
  private static final Rules SIGNED_POSTS =
      BlockFixture.rules(
          BlockFixture.genesis(g -> {
            g.posts = Posts.SIGNED;
            g.operator = Optional.empty();
          }));
  private static final Rules NO_POSTS =
      BlockFixture.rules(BlockFixture.genesis(g -> g.posts = Posts.OFF));

  /** The edge of the clock: 1000 s and one millisecond. */
  private static final Time NOW = new Time(1_000_001);

  private static final Standing SENDER = new Standing(BigInteger.valueOf(100), 5);

  /** What is refused, and how it is broken. */
  private record Row<T>(Refusal code, String what, Consumer<T> breaks) {}

  private static final List<Row<TransferDraft>> NUMBERED =
      List.of(
          new Row<>(Refusal.OTHER_LEDGER, "ledger", t -> t.ledger = Hash.ZERO),
          new Row<>(Refusal.MALFORMED, "nonce", t -> t.nonce = OptionalLong.of(1L << 53)),
          new Row<>(Refusal.MALFORMED, "until", t -> t.until = 253_402_300_800L),
          new Row<>(Refusal.TEXT_INVALID, "memo", t -> t.memo = "a".repeat(257)),
          new Row<>(Refusal.ASSET_UNKNOWN, "asset", t -> t.asset = new Asset("NOPE")),
          new Row<>(Refusal.SELF_TRANSFER, "to", t -> t.to = t.from),
          new Row<>(Refusal.OPERATOR_MISSING, "from", t -> t.from = BlockFixture.TREASURY),
          new Row<>(Refusal.SCHEME_WRONG, "scheme", t -> t.scheme = Optional.of(Scheme.SEED_TEXT)),
          new Row<>(Refusal.SIGNATURE_MISMATCH, "signer", t -> t.signer = BlockFixture.BOB),
          new Row<>(Refusal.TRANSACTION_EXPIRED, "end", t -> t.until = 1000),
          new Row<>(Refusal.NONCE_USED, "low nonce", t -> t.nonce = OptionalLong.of(4)),
          new Row<>(Refusal.NONCE_AHEAD, "high nonce", t -> t.nonce = OptionalLong.of(6)),
          new Row<>(Refusal.BALANCE_TOO_LOW, "amount", t -> t.amount = 101));

  private static final List<Row<TransferDraft>> SEED_FORM =
      List.of(
          new Row<>(Refusal.SCHEME_WRONG, "to", t -> t.to = BlockFixture.TREASURY),
          new Row<>(Refusal.SIGNATURE_MISMATCH, "signer", t -> t.signer = BlockFixture.BOB),
          new Row<>(Refusal.BALANCE_TOO_LOW, "amount", t -> t.amount = 101));

  /** The parts of a post, each of which a row can make wrong. */
  private static final class PostDraft {
    Hash ledger = SIGNED_POSTS.ledger();
    Optional<Address> from = Optional.of(BlockFixture.ALICE.address());
    String author = "Ann";
    String content = "Hello";
    String nonce = "n";
    Scheme scheme = Scheme.TYPED_DATA;
    WalletKey signer = BlockFixture.ALICE;

    Order order(Rules rules) {
      var post = new Post(ledger, from, author, content, nonce);
      var signature =
          from.isPresent()
              ? signer.sign(rules.typedData().digest(post))
              : signer.sign(Hash.ZERO.bytes());
      return new Order(post, Authorization.signed(scheme, signature));
    }
  }

  private static final List<Row<PostDraft>> POST =
      List.of(
          new Row<>(Refusal.OTHER_LEDGER, "ledger", p -> p.ledger = Hash.ZERO),
          new Row<>(Refusal.TEXT_INVALID, "author", p -> p.author = ""),
          new Row<>(Refusal.TEXT_INVALID, "content", p -> p.content = "a".repeat(4001)),
          new Row<>(Refusal.MALFORMED, "nonce", p -> p.nonce = "a_b"),
          new Row<>(Refusal.POST_UNSIGNED, "nobody", p -> p.from = Optional.empty()),
          new Row<>(
              Refusal.OPERATOR_MISSING, "from", p -> p.from = Optional.of(BlockFixture.TREASURY)),
          new Row<>(Refusal.SCHEME_WRONG, "scheme", p -> p.scheme = Scheme.SEED_TEXT),
          new Row<>(Refusal.SIGNATURE_MISMATCH, "signer", p -> p.signer = BlockFixture.BOB));

  private static final Set<Refusal> WITHOUT_A_STEP =
      EnumSet.of(Refusal.KIND_NOT_ALLOWED, Refusal.POSTS_OFF, Refusal.SEED_SIGNATURES_OFF);

  /** What only the rooms around the protocol can find, each with its own tests. */
  private static final Set<Refusal> FOUND_BY_OTHER_ROOMS =
      EnumSet.of(
          Refusal.ADDRESS_INVALID,
          Refusal.AMOUNT_INVALID,
          Refusal.SIGNATURE_INVALID,
          Refusal.BLOCK_HASH_INVALID,
          Refusal.PARENT_INVALID,
          Refusal.BELOW_FINAL,
          Refusal.POOL_FULL,
          Refusal.SENDER_POOL_FULL,
          Refusal.OTHERS_REFUSED,
          Refusal.NOTHING_TO_SEAL);

  private static Optional<Refusal> judge(TransferDraft draft, Rules rules) {
    return OrderRules.judge(draft.order(), rules)
        .or(() -> TransferRules.judge(draft.transfer(), SENDER, NOW))
        .map(Refused::code);
  }

  private static TransferDraft numbered(Rules rules) {
    var draft = new TransferDraft(rules);
    draft.nonce = OptionalLong.of(5);
    return draft;
  }

  private static TransferDraft seedForm(Rules rules) {
    var draft = new TransferDraft(rules);
    draft.nonce = OptionalLong.empty();
    return draft;
  }

  /** Breaks what this and all later rows break: the later ones first, so that this one stays. */
  private static <T> T broken(T draft, List<Row<T>> rows) {
    rows.reversed().forEach(row -> row.breaks().accept(draft));
    return draft;
  }

  @TestFactory
  Stream<DynamicTest> aNumberedTransferIsRefusedForTheFirstOfAllItsFaults() {
    return rows(NUMBERED, rows -> judge(broken(numbered(NO_OPERATOR), rows), NO_OPERATOR));
  }

  @TestFactory
  Stream<DynamicTest> aTransferInSeedFormIsRefusedForTheFirstOfAllItsFaults() {
    return rows(SEED_FORM, rows -> judge(broken(seedForm(OPEN), rows), OPEN));
  }

  @TestFactory
  Stream<DynamicTest> aPostIsRefusedForTheFirstOfAllItsFaults() {
    return rows(
        POST,
        rows ->
            OrderRules.judge(broken(new PostDraft(), rows).order(SIGNED_POSTS), SIGNED_POSTS)
                .map(Refused::code));
  }

  private static <T> Stream<DynamicTest> rows(
      List<Row<T>> rows, Function<List<Row<T>>, Optional<Refusal>> judge) {
    var tests =
        IntStream.range(0, rows.size())
            .mapToObj(i ->
                DynamicTest.dynamicTest(
                    rows.get(i).code() + " (" + rows.get(i).what() + ")",
                    () -> {
                      assertThat(judge.apply(List.of(rows.get(i))))
                          .as("alone")
                          .contains(rows.get(i).code());
                      assertThat(judge.apply(rows.subList(i, rows.size())))
                          .as("with all later ones")
                          .contains(rows.get(i).code());
                    }));
    var fine =
        DynamicTest.dynamicTest(
            "nothing when all is mended", () -> assertThat(judge.apply(List.of())).isEmpty());
    return Stream.concat(tests, Stream.of(fine));
  }

  @Test
  void judgesManyAsItJudgesEachAndKeepsTheirOrder() {
    var orders = new ArrayList<Order>();
    for (int i = 0; i < 50; i++) {
      var draft = numbered(OPEN);
      draft.nonce = OptionalLong.of(i);
      draft.signer = i % 7 == 3 ? BlockFixture.BOB : BlockFixture.ALICE;
      draft.asset = i % 11 == 5 ? new Asset("NONE") : BlockFixture.COIN;
      orders.add(draft.order());
    }
    var each = orders.stream().map(order -> OrderRules.judge(order, OPEN)).toList();

    assertThat(OrderRules.judgeAll(orders, OPEN, () -> SignatureLaps.UNTOLD)).isEqualTo(each);
    assertThat(each.stream().flatMap(Optional::stream).map(Refused::code).distinct())
        .containsExactlyInAnyOrder(Refusal.SIGNATURE_MISMATCH, Refusal.ASSET_UNKNOWN);
    assertThat(each).filteredOn(Optional::isEmpty).hasSizeGreaterThan(30);
  }

  @Test
  void takesAllThatLiesJustInside() {
    accepts(t -> t.until = 253_402_300_799L);
    accepts(t -> t.until = 1001);
    accepts(t -> t.memo = "😀".repeat(256));
    accepts(t -> t.amount = 100);
    accepts(t -> t.asset = BlockFixture.GOLD);
    accepts(t -> t.to = BlockFixture.TREASURY);

    var greatest = numbered(OPEN);
    greatest.nonce = OptionalLong.of((1L << 53) - 1);
    var standing = new Standing(BigInteger.valueOf(5), (1L << 53) - 1);
    assertThat(OrderRules.judge(greatest.order(), OPEN)).isEmpty();
    assertThat(TransferRules.judge(greatest.transfer(), standing, NOW)).isEmpty();
  }

  private static void accepts(Consumer<TransferDraft> change) {
    var draft = numbered(OPEN);
    change.accept(draft);
    assertThat(judge(draft, OPEN)).isEmpty();
  }

  @Test
  void refusesNumbersBelowZero() {
    refuses(Refusal.MALFORMED, t -> t.nonce = OptionalLong.of(-1));
    refuses(Refusal.MALFORMED, t -> t.until = -1);
  }

  private static void refuses(Refusal code, Consumer<TransferDraft> change) {
    // A signature cannot be made over what has no bytes, so this one is over something else.
    var draft = numbered(OPEN);
    var signed = draft.order().authorization();
    change.accept(draft);
    assertThat(OrderRules.judge(new Order(draft.transfer(), signed), OPEN).map(Refused::code))
        .contains(code);
    assertThat(OrderRules.judgeUnsigned(draft.transfer(), OPEN).map(Refused::code)).contains(code);
  }

  @Test
  void aTransferEndsAfterItsSecondHasCome() {
    var draft = numbered(OPEN);
    draft.until = 1000;

    assertThat(TransferRules.judge(draft.transfer(), SENDER, new Time(1_000_000))).isEmpty();
    assertThat(TransferRules.judge(draft.transfer(), SENDER, NOW).map(Refused::code))
        .contains(Refusal.TRANSACTION_EXPIRED);
  }

  @Test
  void theSeedFormAsksForNoNonce() {
    assertThat(TransferRules.judge(seedForm(OPEN).transfer(), SENDER, NOW)).isEmpty();
    assertThat(SENDER.paying(seedForm(OPEN).transfer()))
        .isEqualTo(new Standing(BigInteger.valueOf(95), 5));
    assertThat(SENDER.paying(numbered(OPEN).transfer()))
        .isEqualTo(new Standing(BigInteger.valueOf(95), 6));
  }

  @Test
  void theSeedFormIsRefusedWhereALedgerTakesNone() {
    var worst = broken(seedForm(NO_SEED_SIGNATURES), SEED_FORM);

    assertThat(judge(worst, NO_SEED_SIGNATURES)).contains(Refusal.SEED_SIGNATURES_OFF);
    assertThat(judge(seedForm(NO_SEED_SIGNATURES), NO_SEED_SIGNATURES))
        .contains(Refusal.SEED_SIGNATURES_OFF);
    assertThat(judge(numbered(NO_SEED_SIGNATURES), NO_SEED_SIGNATURES)).isEmpty();
  }

  @Test
  void theSeedFormIsForTheNativeAssetBetweenWalletsWithoutEndAndMemo() {
    var faults =
        List.<Consumer<TransferDraft>>of(
            t -> t.asset = BlockFixture.GOLD,
            t -> t.to = BlockFixture.TREASURY,
            t -> {
              t.from = BlockFixture.TREASURY;
              t.signer = BlockFixture.OPERATOR;
            },
            t -> t.until = 253_402_300_799L,
            t -> t.memo = "m",
            t -> t.scheme = Optional.of(Scheme.NONE),
            t -> t.scheme = Optional.of(Scheme.TYPED_DATA),
            t -> t.scheme = Optional.of(Scheme.ETHEREUM_TRANSACTION));
    for (var fault : faults) {
      var draft = seedForm(OPEN);
      fault.accept(draft);
      assertThat(judge(draft, OPEN)).contains(Refusal.SCHEME_WRONG);
    }
    assertThat(judge(seedForm(OPEN), OPEN)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aNumberedTransferIsSignedAsTypedData(Scheme scheme) {
    var draft = numbered(OPEN);
    draft.scheme = Optional.of(scheme);

    assertThat(judge(draft, OPEN).isEmpty()).isEqualTo(scheme == Scheme.TYPED_DATA);
  }

  @ParameterizedTest
  @EnumSource
  void aSignedPostIsSignedAsTypedData(Scheme scheme) {
    var draft = new PostDraft();
    draft.scheme = scheme;

    assertThat(OrderRules.judge(draft.order(SIGNED_POSTS), SIGNED_POSTS).map(Refused::code))
        .isEqualTo(
            scheme == Scheme.TYPED_DATA ? Optional.empty() : Optional.of(Refusal.SCHEME_WRONG));
  }

  @ParameterizedTest
  @EnumSource
  void aPostFromNobodyCarriesNothing(Scheme scheme) {
    var post = BlockFixture.post(OPEN, "Hello", "n").content();
    var signature = BlockFixture.ALICE.sign(Hash.ZERO.bytes());
    var without = new Order(post, new Authorization(scheme, Optional.empty()));
    var with = new Order(post, Authorization.signed(scheme, signature));

    assertThat(OrderRules.judge(without, OPEN).map(Refused::code))
        .isEqualTo(scheme == Scheme.NONE ? Optional.empty() : Optional.of(Refusal.SCHEME_WRONG));
    assertThat(OrderRules.judge(with, OPEN).map(Refused::code)).contains(Refusal.SCHEME_WRONG);
  }

  @Test
  void nothingStandsInForASignature() {
    var transfer = numbered(OPEN).transfer();
    var post = (Post) new PostDraft().order(SIGNED_POSTS).content();
    var empty = new Authorization(Scheme.TYPED_DATA, Optional.empty());

    assertThat(OrderRules.judge(new Order(transfer, empty), OPEN).map(Refused::code))
        .contains(Refusal.SIGNATURE_MISMATCH);
    assertThat(OrderRules.judge(new Order(post, empty), SIGNED_POSTS).map(Refused::code))
        .contains(Refusal.SIGNATURE_MISMATCH);
  }

  @Test
  void aSignatureCountsForItsOwnLedgerOnly() {
    var draft = numbered(NO_OPERATOR);
    draft.ledger = OPEN.ledger();

    assertThat(OrderRules.judge(draft.order(), OPEN).map(Refused::code))
        .contains(Refusal.SIGNATURE_MISMATCH);
  }

  @Test
  void theOperatorSignsForNamedAccountsAndForNoOther() {
    var named = numbered(OPEN);
    named.from = BlockFixture.TREASURY;
    named.signer = BlockFixture.OPERATOR;
    var wallet = numbered(OPEN);
    wallet.signer = BlockFixture.OPERATOR;
    var post = new PostDraft();
    post.ledger = OPEN.ledger();
    post.from = Optional.of(BlockFixture.TREASURY);
    post.signer = BlockFixture.OPERATOR;

    assertThat(judge(named, OPEN)).isEmpty();
    assertThat(judge(wallet, OPEN)).contains(Refusal.SIGNATURE_MISMATCH);
    assertThat(OrderRules.judge(post.order(OPEN), OPEN)).isEmpty();
  }

  @Test
  void postsAreTakenAsTheLedgerSays() {
    var signed = new PostDraft();

    assertThat(OrderRules.judge(signed.order(SIGNED_POSTS), SIGNED_POSTS)).isEmpty();
    assertThat(OrderRules.judge(BlockFixture.post(OPEN, "Hello", "n"), OPEN)).isEmpty();
    signed.ledger = NO_POSTS.ledger();
    assertThat(OrderRules.judge(signed.order(NO_POSTS), NO_POSTS).map(Refused::code))
        .contains(Refusal.POSTS_OFF);
    var worst = broken(new PostDraft(), POST.subList(4, POST.size()));
    worst.ledger = NO_POSTS.ledger();
    assertThat(OrderRules.judge(worst.order(NO_POSTS), NO_POSTS).map(Refused::code))
        .contains(Refusal.POSTS_OFF);
    worst.nonce = "";
    assertThat(OrderRules.judge(worst.order(NO_POSTS), NO_POSTS).map(Refused::code))
        .contains(Refusal.MALFORMED);
  }

  @Test
  void aPostsNonceIsOneTo64LettersDigitsAndHyphens() {
    for (var nonce : List.of("a", "-", "9", "Z", "a".repeat(64))) {
      assertThat(OrderRules.judge(BlockFixture.post(OPEN, "Hello", nonce), OPEN)).isEmpty();
    }
    for (var nonce : List.of("", "a".repeat(65), "a b", "a\n", "ä", "a_b", "a.b")) {
      assertThat(OrderRules.judge(BlockFixture.post(OPEN, "Hello", nonce), OPEN).map(Refused::code))
          .contains(Refusal.MALFORMED);
    }
  }

  @Test
  void nobodySendsWhatBlocksMake() {
    var reward =
        new Reward(
            OPEN.ledger(), BlockFixture.COIN, BlockFixture.MINER.address(), Amount.of(10), 2);
    var allocation =
        new Allocation(BlockFixture.COIN, BlockFixture.ALICE.address(), Amount.of(10), 0);

    for (var content : List.of(reward, allocation)) {
      assertThat(OrderRules.judge(new Order(content, Authorization.NONE), OPEN).map(Refused::code))
          .contains(Refusal.KIND_NOT_ALLOWED);
    }
  }

  @Test
  void everyRefusalHasItsRow() {
    var found = new HashSet<>(WITHOUT_A_STEP);
    Stream.of(NUMBERED, SEED_FORM).flatMap(List::stream).forEach(row -> found.add(row.code()));
    POST.forEach(row -> found.add(row.code()));
    found.addAll(BlockRulesTest.codes());

    assertThat(found).doesNotContainAnyElementsOf(FOUND_BY_OTHER_ROOMS);
    found.addAll(FOUND_BY_OTHER_ROOMS);
    assertThat(found).containsExactlyInAnyOrder(Refusal.values());
  }

  @ParameterizedTest
  @EnumSource
  void everyRefusalSaysWhatIsWrongAndWhatToDo(Refusal refusal) {
    assertThat(refusal.sentence()).endsWith(".");
    assertThat(refusal.remedy()).endsWith(".");
    assertThat(refusal.plainly()).isEqualTo(new Refused(refusal, refusal.sentence()));
    assertThat(refusal.because("x")).isEqualTo(new Refused(refusal, "x"));
  }

  @Test
  void noTwoRefusalsSayTheSame() {
    assertThat(Stream.of(Refusal.values()).map(Refusal::sentence).collect(Collectors.toSet()))
        .hasSize(Refusal.values().length);
  }
}
