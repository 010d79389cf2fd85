package org.ledgerstone.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Content;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.SeedText;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestKeys;

/**
 * A random sequence of what can happen to a ledger, with what the {@link HistoryModel} makes of it.
 * The seed alone gives the same sequence again, to the byte.
 */
final class RandomHistory {

  /** One thing that happens, and what has to come of it. */
  sealed interface Step {}

  /** The clock is set. */
  record Tick(Time now) implements Step {}

  /** Orders are handed in together; where {@code draft} is set the ledger chooses the nonce. */
  record Admit(List<Order> orders, boolean draft, List<String> verdicts) implements Step {}

  /** A block is wanted. */
  record Seal(String data, String outcome) implements Step {}

  /** What the accounts have to look like now. */
  record Look(Map<AccountId, HistoryModel.Balance> balances) implements Step {}

  /** Where an order that was once accepted has to stand now. */
  record Find(Hash id, String status) implements Step {}

  private record Wish(Order order, Optional<String> refusal) {}

  private static final List<String> NAMES = List.of("treasury", "users:bob", "shop-7");
  private static final int WALLETS = 4;

  private final Random random;
  private final RuleBook book;
  private final Rules rules;
  private final HistoryModel model;
  private final List<Step> steps = new ArrayList<>();
  private final List<Order> accepted = new ArrayList<>();
  private long now;
  private int texts;

  private RandomHistory(long seed, RuleBook book) {
    this.random = new Random(seed);
    this.book = book;
    this.rules = book.inForceAt(1);
    this.model = new HistoryModel(book.genesis(), TestKeys.wallet(1));
    this.now = book.genesis().time().millis();
  }

  static List<Step> of(long seed, RuleBook rules, int length) {
    var history = new RandomHistory(seed, rules);
    while (history.steps.size() < length) {
      history.next();
    }
    history.accepted.forEach(order ->
        history.steps.add(new Find(order.id(), history.model.status(order.id(), history.now))));
    history.steps.add(new Look(history.model.balances()));
    return history.steps;
  }

  private void next() {
    int what = random.nextInt(100);
    if (what < 12) {
      tick();
    } else if (what < 24) {
      steps.add(new Seal("block of " + now, model.seal(now)));
      steps.add(new Look(model.balances()));
    } else if (what < 34) {
      admit(group(), false);
    } else if (what < 39) {
      admit(List.of(new Wish(signed(numbered(0)), Optional.empty())), true);
    } else {
      admit(List.of(wish(what)), false);
    }
  }

  private Wish wish(int what) {
    if (what < 46) {
      return repeated();
    } else if (what < 55) {
      return new Wish(seedForm(numbered(0)), Optional.empty());
    } else if (what < 62) {
      return new Wish(post(), Optional.empty());
    } else if (what < 70) {
      return bad();
    } else if (what < 75) {
      return new Wish(signed(numbered(random.nextInt(3) - 1)), Optional.empty());
    }
    return new Wish(signed(numbered(0)), Optional.empty());
  }

  private void tick() {
    int what = random.nextInt(20);
    if (what == 0) {
      now += 90_000_000;
    } else if (what < 4) {
      now = Math.max(book.genesis().time().millis(), now - random.nextInt(1500));
    } else {
      now += random.nextInt(2000);
    }
    steps.add(new Tick(new Time(now)));
  }

  private void admit(List<Wish> wishes, boolean draft) {
    var orders = wishes.stream().map(Wish::order).toList();
    var verdicts = model.admit(orders, wishes.stream().map(Wish::refusal).toList(), now);
    steps.add(new Admit(orders, draft, verdicts));
    for (int i = 0; i < orders.size(); i++) {
      if (verdicts.get(i).equals("accepted")) {
        accepted.add(orders.get(i));
      }
    }
  }

  /** Some orders of which several count on from one nonce, some of them twice, in any order. */
  private List<Wish> group() {
    var group = new ArrayList<Wish>();
    var first = numbered(0);
    for (int i = 0; i < 2 + random.nextInt(4); i++) {
      var order = signed(first.numbered(first.nonce().orElseThrow() + i));
      group.add(new Wish(order, Optional.empty()));
      if (random.nextInt(4) == 0) {
        group.add(new Wish(order, Optional.empty()));
      }
    }
    for (int i = 0; i < random.nextInt(4); i++) {
      var other = wish(39 + random.nextInt(61));
      if (other.refusal().isEmpty()) {
        group.add(other);
      }
    }
    if (random.nextInt(5) == 0) {
      group.remove(0);
    }
    Collections.shuffle(group, random);
    return group;
  }

  private Wish repeated() {
    return accepted.isEmpty()
        ? new Wish(post(), Optional.empty())
        : new Wish(accepted.get(random.nextInt(accepted.size())), Optional.empty());
  }

  /** A transfer, so far from the next nonce; its amount is around what is available. */
  private Transfer numbered(int from) {
    var asset = new Asset(List.of("COIN", "COIN", "PTS", "GOLD").get(random.nextInt(4)));
    var sender = address();
    var receiver = address();
    while (receiver.equals(sender)) {
      receiver = address();
    }
    var account = new AccountId(sender, asset);
    long until = random.nextInt(5) == 0 ? Math.max(1, now / 1000 + random.nextInt(6) - 1) : 0;
    return new Transfer(
        rules.ledger(),
        asset,
        sender,
        receiver,
        new Amount(amount(model.available(account))),
        OptionalLong.of(Math.max(0, model.nextNonce(account) + from)),
        until,
        random.nextInt(4) == 0 ? text() : "");
  }

  private BigInteger amount(BigInteger available) {
    return switch (random.nextInt(20)) {
      case 0 -> available.add(BigInteger.ONE);
      case 1 -> available.max(BigInteger.ONE);
      case 2 -> Amount.MAX;
      default ->
          BigInteger.valueOf(random.nextInt(1000))
              .mod(available.shiftRight(2).add(BigInteger.ONE))
              .add(BigInteger.ONE);
    };
  }

  private Address address() {
    int who = random.nextInt(WALLETS + NAMES.size() + 1);
    return who <= WALLETS ? TestKeys.wallet(1 + who) : new Address(NAMES.get(who - WALLETS - 1));
  }

  private WalletKey keyOf(Address address) {
    for (int i = 1; i <= WALLETS + 1; i++) {
      if (TestKeys.wallet(i).equals(address)) {
        return TestKeys.key(i);
      }
    }
    return TestKeys.key(2);
  }

  private Order signed(Transfer transfer) {
    return typed(transfer, rules.typedData().digest(transfer), keyOf(transfer.from()));
  }

  private static Order typed(Content content, byte[] digest, WalletKey key) {
    return new Order(content, Authorization.signed(Scheme.TYPED_DATA, key.sign(digest)));
  }

  /** Between wallets in the native asset, small. */
  private Order seedForm(Transfer like) {
    int from = 1 + random.nextInt(WALLETS);
    var transfer =
        new Transfer(
            like.ledger(),
            rules.nativeAsset(),
            TestKeys.wallet(from),
            TestKeys.wallet(from + 1),
            Amount.of(1 + random.nextInt(5)),
            OptionalLong.empty(),
            0,
            "");
    return new Order(
        transfer,
        Authorization.signed(
            Scheme.SEED_TEXT, keyOf(transfer.from()).sign(SeedText.digest(transfer))));
  }

  private Order post() {
    var from = random.nextBoolean() ? Optional.of(address()) : Optional.<Address>empty();
    var post = new Post(rules.ledger(), from, "Ann", text() + "\n\t" + text(), "n" + texts++);
    return from.isPresent()
        ? typed(post, rules.typedData().digest(post), keyOf(from.get()))
        : new Order(post, Authorization.NONE);
  }

  private String text() {
    return List.of("rent", "für Ж", "\uD83D\uDE00".repeat(256), " ", "a  b ", "'; --")
        .get(random.nextInt(6));
  }

  /** An order that is refused by itself, and the refusal. */
  private Wish bad() {
    var good = numbered(0);
    return switch (random.nextInt(14)) {
      case 0 -> bad(with(Hash.ofText("other"), good.asset(), good.to(), good), "OTHER_LEDGER");
      case 1 -> bad(with(good.ledger(), new Asset("NONE"), good.to(), good), "ASSET_UNKNOWN");
      case 2 -> bad(with(good.ledger(), good.asset(), good.from(), good), "SELF_TRANSFER");
      case 3 -> bad(good.numbered(Transfer.NONCE_MAX + 1), "MALFORMED");
      case 4 -> bad(ending(good, Transfer.UNTIL_MAX + 1, ""), "MALFORMED");
      case 5 -> bad(ending(good, 0, "x".repeat(257)), "TEXT_INVALID");
      case 6 -> bad(ending(good, 0, "\u202e"), "TEXT_INVALID");
      case 7 ->
          wish(typed(good, rules.typedData().digest(good), TestKeys.key(77)), "SIGNATURE_MISMATCH");
      case 8 ->
          wish(
              typed(
                  good.numbered(good.nonce().getAsLong() + 1),
                  rules.typedData().digest(good),
                  keyOf(good.from())),
              "SIGNATURE_MISMATCH");
      case 9 -> wish(new Order(good, Authorization.NONE), "SCHEME_WRONG");
      case 10 ->
          wish(
              new Order(
                  good,
                  Authorization.signed(
                      Scheme.SEED_TEXT, keyOf(good.from()).sign(SeedText.digest(good)))),
              "SCHEME_WRONG");
      case 11 ->
          wish(
              new Order(
                  new Post(rules.ledger(), Optional.empty(), "", "x", "n"), Authorization.NONE),
              "TEXT_INVALID");
      case 12 ->
          wish(
              new Order(
                  new Post(rules.ledger(), Optional.of(good.from()), "x", "x", "n"),
                  Authorization.NONE),
              "SCHEME_WRONG");
      default ->
          wish(
              new Order(
                  new Reward(rules.ledger(), rules.nativeAsset(), good.from(), Amount.of(10), 2),
                  Authorization.NONE),
              "KIND_NOT_ALLOWED");
    };
  }

  private Wish bad(Transfer transfer, String refusal) {
    return wish(signed(transfer), refusal);
  }

  private static Wish wish(Order order, String refusal) {
    return new Wish(order, Optional.of(refusal));
  }

  private static Transfer with(Hash ledger, Asset asset, Address to, Transfer like) {
    return new Transfer(
        ledger, asset, like.from(), to, like.amount(), like.nonce(), like.until(), like.memo());
  }

  private static Transfer ending(Transfer like, long until, String memo) {
    return new Transfer(
        like.ledger(),
        like.asset(),
        like.from(),
        like.to(),
        like.amount(),
        like.nonce(),
        until,
        memo);
  }
}
