package org.ledgerstone.protocol;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a list of transactions, applied in order, does to the accounts. Value received earlier in
 * the list may be spent later in it.
 */
public final class StateChange {

  /**
   * The spendable balances right after one transaction.
   *
   * @param sender of the sender; empty where nobody pays
   * @param receiver of the receiver; empty for a post
   */
  public record Balances(Optional<BigInteger> sender, Optional<BigInteger> receiver) {}

  private final Function<AccountId, Standing> before;
  private final Map<AccountId, Standing> known = new HashMap<>();
  private final Map<AccountId, Standing> after = new HashMap<>();
  private final List<Balances> balances = new ArrayList<>();
  private Optional<Refused> fault = Optional.empty();

  private final Time time;

  /**
   * A change that nothing has been applied to yet.
   *
   * @param before each account's standing at the start
   * @param time the block's time
   */
  public StateChange(Function<AccountId, Standing> before, Time time) {
    this.before = before;
    this.time = time;
  }

  /**
   * Applies the transactions until the first that cannot be.
   *
   * @param before each account's standing at the start; asked once for an account
   * @param time the block's time
   */
  public static StateChange of(
      List<Transaction> transactions, Function<AccountId, Standing> before, Time time) {
    var change = new StateChange(before, time);
    for (var transaction : transactions) {
      change.fault = change.apply(transaction);
      if (change.fault.isPresent()) {
        break;
      }
    }
    return change;
  }

  /** The accounts that a content touches: none, one or two. */
  public static List<AccountId> accountsOf(Content content) {
    return switch (content) {
      case Transfer t ->
          List.of(new AccountId(t.from(), t.asset()), new AccountId(t.to(), t.asset()));
      case Reward r -> List.of(new AccountId(r.to(), r.asset()));
      case Allocation a -> List.of(new AccountId(a.to(), a.asset()));
      case Post p -> List.of();
    };
  }

  /** Applies one more transaction; why it cannot be, in which case nothing has changed. */
  public Optional<Refused> apply(Transaction transaction) {
    return switch (transaction.content()) {
      case Transfer transfer -> pay(transfer);
      case Reward r -> credit(new AccountId(r.to(), r.asset()), r.amount());
      case Allocation a -> credit(new AccountId(a.to(), a.asset()), a.amount());
      case Post p -> {
        balances.add(new Balances(Optional.empty(), Optional.empty()));
        yield Optional.empty();
      }
    };
  }

  private Optional<Refused> pay(Transfer transfer) {
    var from = new AccountId(transfer.from(), transfer.asset());
    var to = new AccountId(transfer.to(), transfer.asset());
    var sender = standing(from);
    var refused = TransferRules.judge(transfer, sender, time);
    if (refused.isEmpty()) {
      var paid = sender.paying(transfer);
      after.put(from, paid);
      var received = standing(to).receiving(transfer.amount());
      after.put(to, received);
      balances.add(new Balances(Optional.of(paid.spendable()), Optional.of(received.spendable())));
    }
    return refused;
  }

  private Optional<Refused> credit(AccountId to, Amount amount) {
    var received = standing(to).receiving(amount);
    after.put(to, received);
    balances.add(new Balances(Optional.empty(), Optional.of(received.spendable())));
    return Optional.empty();
  }

  /** The standing of an account after the transactions that were applied. */
  public Standing standing(AccountId account) {
    var changed = after.get(account);
    return changed != null ? changed : standingBefore(account);
  }

  private Standing standingBefore(AccountId account) {
    return known.computeIfAbsent(account, before);
  }

  /** Why the transactions cannot all be applied; empty if they can. */
  public Optional<Refused> fault() {
    return fault;
  }

  /** How many transactions were applied: all of them, or those before the fault. */
  public int applied() {
    return balances.size();
  }

  /** The standing of every touched account after the transactions that were applied. */
  public Map<AccountId, Standing> after() {
    return Collections.unmodifiableMap(after);
  }

  /** The balances right after each transaction that was applied, in order. */
  public List<Balances> balances() {
    return Collections.unmodifiableList(balances);
  }

  /** By how much the total of an asset has grown. */
  public BigInteger growthOf(Asset asset) {
    return after.entrySet().stream()
        .filter(entry -> entry.getKey().asset().equals(asset))
        .map(e -> e.getValue().spendable().subtract(standingBefore(e.getKey()).spendable()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
