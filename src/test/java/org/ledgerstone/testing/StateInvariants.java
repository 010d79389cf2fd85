package org.ledgerstone.testing;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.testing.Tables.AccountRow;
import org.ledgerstone.testing.Tables.BalanceRow;
import org.ledgerstone.testing.Tables.TransactionRow;

/** What must hold of accounts, pool and balances: they are what replaying the blocks gives. */
final class StateInvariants {

  private record Key(String address, String asset) {}

  /** An account while replaying; what is spendable may for a moment be below zero. */
  private record State(BigInteger valid, long nextNonce) {
    static final State NEW = new State(BigInteger.ZERO, 0);

    State plus(BigInteger amount) {
      return new State(valid.add(amount), nextNonce);
    }

    State paying(BigInteger amount, boolean counts) {
      return new State(valid.subtract(amount), counts ? nextNonce + 1 : nextNonce);
    }
  }

  private final Tables tables;
  private final RuleBook rules;
  private final Findings found;
  private final Map<Key, State> states = new HashMap<>();

  StateInvariants(Tables tables, RuleBook rules, Findings found) {
    this.tables = tables;
    this.rules = rules;
    this.found = found;
  }

  void check() {
    for (var row : tables.transactions()) {
      apply(row);
    }
    checkAccounts();
    checkTotals();
    checkPool();
    checkBalances();
    checkDropped();
  }

  private void apply(TransactionRow row) {
    var asset = Objects.requireNonNullElse(row.asset(), "");
    var amount = Objects.requireNonNullElse(row.amount(), BigInteger.ZERO);
    BigInteger senderBalance = null;
    BigInteger receiverBalance = null;
    if (row.kind().equals("transfer")) {
      var sender = new Key(Objects.requireNonNullElse(row.sender(), ""), asset);
      senderBalance = pay(row, sender, states, amount).valid();
    }
    if (!row.kind().equals("post")) {
      var receiver = new Key(Objects.requireNonNullElse(row.receiver(), ""), asset);
      receiverBalance =
          states.merge(receiver, State.NEW.plus(amount), (is, in) -> is.plus(amount)).valid();
    }
    found.unlessEqual(row.senderBalance(), senderBalance, row.place() + ": sender_balance");
    found.unlessEqual(row.receiverBalance(), receiverBalance, row.place() + ": receiver_balance");
  }

  private State pay(TransactionRow row, Key sender, Map<Key, State> from, BigInteger amount) {
    var before = from.getOrDefault(sender, State.NEW);
    if (row.nonce() != null) {
      found.unlessEqual(row.nonce(), before.nextNonce(), row.place() + ": nonce");
    }
    var after = before.paying(amount, row.nonce() != null);
    found.unless(after.valid().signum() >= 0, row.place() + ": spends more than there is");
    from.put(sender, after);
    return after;
  }

  private void checkAccounts() {
    var left = new HashMap<>(states);
    for (var row : tables.accounts()) {
      var should = left.remove(new Key(row.address(), row.asset()));
      var name = "accounts: " + row.address() + " " + row.asset();
      if (should == null) {
        found.add(name + " is not in the replay, or there twice");
      } else {
        found.unlessEqual(row.valid(), should.valid(), name + ": valid");
        found.unlessEqual(row.nextNonce(), should.nextNonce(), name + ": next_nonce");
      }
    }
    left.forEach((key, state) -> found.add("accounts: " + key + " is missing, " + state));
  }

  private void checkTotals() {
    var should = new TreeMap<String, BigInteger>();
    for (var asset : rules.genesis().assets()) {
      should.put(asset.asset().code(), BigInteger.ZERO);
    }
    for (var share : rules.genesis().allocations()) {
      should.merge(share.asset().code(), share.amount().units(), BigInteger::add);
    }
    long blocksAfterGenesis = Math.max(0, tables.blocks().size() - 1);
    should.merge(
        rules.genesis().assets().getFirst().asset().code(),
        rules.genesis().reward().multiply(BigInteger.valueOf(blocksAfterGenesis)),
        BigInteger::add);
    var totals = new TreeMap<String, BigInteger>();
    should.keySet().forEach(asset -> totals.put(asset, BigInteger.ZERO));
    for (var row : tables.accounts()) {
      totals.merge(row.asset(), row.valid(), BigInteger::add);
    }
    found.unlessEqual(totals, should, "accounts: total of each asset");
  }

  private void checkPool() {
    var each = new TransactionInvariants(rules, found);
    var states = new HashMap<>(this.states);
    long from = tables.heads().isEmpty() ? 0 : tables.heads().getFirst().sealedTo();
    long left = tables.heads().isEmpty() ? 0 : tables.heads().getFirst().poolLeft();
    found.unlessEqual(tables.admissions().size(), 1, "admissions: number of rows");
    long count = tables.admissions().isEmpty() ? 0 : tables.admissions().getFirst().admitted();
    long last = tables.admissions().isEmpty() ? 0 : tables.admissions().getFirst().lastSeq();
    found.unlessEqual(tables.pool().size() + left, count, "pool: rows and head's pool_left");
    for (var row : tables.pool()) {
      each.check(row);
      each.checkAuthorization(row);
      found.unless(
          row.number() > from && row.number() <= last,
          row.place() + ": what is pending has the numbers above " + from + " to " + last);
      if (row.kind().equals("transfer")) {
        var sender =
            new Key(
                Objects.requireNonNullElse(row.sender(), ""),
                Objects.requireNonNullElse(row.asset(), ""));
        pay(row, sender, states, Objects.requireNonNullElse(row.amount(), BigInteger.ZERO));
      }
    }
  }

  private void checkBalances() {
    var should = expectedBalances();
    var is = Set.copyOf(tables.balances());
    for (var row : tables.balances()) {
      found.unless(should.contains(row), "account_balances: wrong or too much, " + row);
    }
    for (var row : should) {
      found.unless(is.contains(row), "account_balances: missing, " + row);
    }
    found.unlessEqual(tables.balances().size(), should.size(), "account_balances: rows");
  }

  /** Section 7 of the protocol, over what the tables of accounts and pool say. */
  private Set<BalanceRow> expectedBalances() {
    var sealed =
        tables.accounts().stream()
            .collect(
                Collectors.toMap(a -> new Key(a.address(), a.asset()), a -> a, (one, two) -> one));
    var pending = tables.pool().stream().filter(row -> row.kind().equals("transfer")).toList();
    var keys = new HashSet<>(sealed.keySet());
    pending.forEach(row -> keys.addAll(List.of(key(row.sender(), row), key(row.receiver(), row))));
    return keys.stream()
        .map(key -> balance(key, sealed.get(key), pending))
        .collect(Collectors.toSet());
  }

  private static BalanceRow balance(
      Key key, @Nullable AccountRow account, List<TransactionRow> pending) {
    var valid = account == null ? BigInteger.ZERO : account.valid();
    var in = BigInteger.ZERO;
    var out = BigInteger.ZERO;
    long nextNonce = account == null ? 0 : account.nextNonce();
    for (var row : pending) {
      var amount = Objects.requireNonNull(row.amount());
      if (key.equals(key(row.receiver(), row))) {
        in = in.add(amount);
      }
      if (key.equals(key(row.sender(), row))) {
        out = out.add(amount);
        nextNonce += row.nonce() == null ? 0 : 1;
      }
    }
    return new BalanceRow(
        key.address(),
        key.asset(),
        valid,
        in,
        out,
        valid.add(in).subtract(out),
        valid.subtract(out),
        nextNonce);
  }

  private static Key key(@Nullable String address, TransactionRow row) {
    return new Key(Objects.requireNonNullElse(address, ""), String.valueOf(row.asset()));
  }

  private void checkDropped() {
    var each = new TransactionInvariants(rules, found);
    var reasons = Arrays.stream(Refusal.values()).map(Enum::name).collect(Collectors.toSet());
    for (var row : tables.dropped()) {
      each.check(row);
      each.checkAuthorization(row);
      found.unless(
          row.reason() != null && reasons.contains(row.reason()),
          row.place() + ": " + row.reason() + " is no refusal");
    }
  }
}
