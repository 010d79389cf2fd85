package org.ledgerstone.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Transfer;

/**
 * A ledger of one miner in maps, straight from the protocol and slow: what the real one has to
 * agree with. Verdicts are words: {@code accepted}, {@code repeated} with the place, or the
 * refusal's name.
 */
final class HistoryModel {

  private static final long DAY_MILLIS = 86_400_000;

  /** An order in the pool. */
  record Pending(Order order, long accepted) {}

  private record Dropped(String reason, long at) {}

  /** What the pool and the blocks make of an account: valid, in, out, balance, available, nonce. */
  record Balance(
      BigInteger valid,
      BigInteger pendingIn,
      BigInteger pendingOut,
      BigInteger balance,
      BigInteger available,
      long nextNonce) {}

  private final Genesis genesis;
  private final Address miner;
  private final Map<AccountId, BigInteger> valid = new HashMap<>();
  private final Map<AccountId, Long> nonces = new HashMap<>();
  private final Map<Hash, String> places = new HashMap<>();
  private final Map<Hash, Dropped> dropped = new HashMap<>();
  private List<Pending> pool = new ArrayList<>();
  private long index = 1;
  private long lastBlock;

  HistoryModel(Genesis genesis, Address miner) {
    this.genesis = genesis;
    this.miner = miner;
    this.lastBlock = genesis.time().millis();
    for (var share : genesis.allocations()) {
      receive(new AccountId(share.to(), share.asset()), share.amount().units());
    }
  }

  /** The verdicts on a group, each of which had this refusal by itself, or none. */
  List<String> admit(List<Order> orders, List<Optional<String>> alone, long now) {
    var verdicts = new String[orders.size()];
    var waiting = new ArrayList<Integer>();
    for (int i = 0; i < verdicts.length; i++) {
      if (alone.get(i).isPresent()) {
        verdicts[i] = alone.get(i).get();
        continue;
      }
      waiting.add(i);
      while (judgeOneOf(waiting, orders, verdicts, now)) {}
    }
    for (int i : waiting) {
      verdicts[i] = judge(orders.get(i), now);
    }
    return List.of(verdicts);
  }

  /** Judges the first of those whose predecessor is there; whether there was one. */
  private boolean judgeOneOf(
      List<Integer> waiting, List<Order> orders, String[] verdicts, long now) {
    for (int i : waiting) {
      var verdict = judge(orders.get(i), now);
      if (!isAhead(orders.get(i))) {
        verdicts[i] = verdict;
        waiting.remove((Integer) i);
        return true;
      }
    }
    return false;
  }

  private boolean isAhead(Order order) {
    return order.content() instanceof Transfer transfer
        && transfer.nonce().isPresent()
        && transfer.nonce().getAsLong() > nextNonce(senderOf(transfer))
        && !places.containsKey(order.id());
  }

  private String judge(Order order, long now) {
    if (places.containsKey(order.id())) {
      return "repeated " + places.get(order.id());
    }
    if (order.content() instanceof Transfer transfer) {
      var account = senderOf(transfer);
      if (ended(transfer, now)) {
        return "TRANSACTION_EXPIRED";
      }
      if (transfer.nonce().isPresent() && transfer.nonce().getAsLong() < nextNonce(account)) {
        return "NONCE_USED";
      }
      if (transfer.nonce().isPresent() && transfer.nonce().getAsLong() > nextNonce(account)) {
        return "NONCE_AHEAD";
      }
      if (transfer.amount().units().compareTo(available(account)) > 0) {
        return "BALANCE_TOO_LOW";
      }
    }
    pool.add(new Pending(order, now));
    places.put(order.id(), "pending");
    return "accepted";
  }

  /** What becomes of the wish for a block: its transactions after the reward, or a refusal. */
  String seal(long now) {
    while (true) {
      long earliest = lastBlock + genesis.intervalMillis();
      int room = room(Math.max(earliest, now + 1000));
      long time = Math.max(now, earliest);
      for (var pending : pool.subList(0, room)) {
        time = Math.max(time, pending.accepted());
      }
      if (time > now + 1000) {
        return "BLOCK_TOO_SOON";
      }
      if (!drop(room, time, now)) {
        return sealed(room, time);
      }
    }
  }

  private int room(long latest) {
    int room = 0;
    while (room < Math.min(pool.size(), genesis.blockLimit() - 1)
        && pool.get(room).accepted() <= latest) {
      room++;
    }
    return room;
  }

  /** Drops what cannot be sealed any more and what builds on that; whether there was any. */
  private boolean drop(int room, long time, long now) {
    var broken = new HashSet<AccountId>();
    var left = new ArrayList<Pending>();
    for (int i = 0; i < pool.size(); i++) {
      var one = pool.get(i);
      var reason = dropReason(one, i < room, time, broken);
      if (reason.isPresent()) {
        places.remove(one.order().id());
        dropped.put(one.order().id(), new Dropped(reason.get(), now));
      } else {
        left.add(one);
      }
    }
    boolean some = left.size() < pool.size();
    pool = left;
    return some;
  }

  private String sealed(int room, long time) {
    index++;
    lastBlock = time;
    receive(new AccountId(miner, genesis.assets().getFirst().asset()), genesis.reward());
    var sealed = new ArrayList<Hash>();
    for (var one : pool.subList(0, room)) {
      sealed.add(one.order().id());
      places.put(one.order().id(), index + "/" + sealed.size());
      apply(one.order());
    }
    pool = new ArrayList<>(pool.subList(room, pool.size()));
    return "sealed " + index + " " + sealed;
  }

  /** Its end has passed, or one before it of the same sender goes. */
  private static Optional<String> dropReason(
      Pending one, boolean inReach, long time, Set<AccountId> broken) {
    if (!(one.order().content() instanceof Transfer transfer)) {
      return Optional.empty();
    }
    boolean builds = transfer.nonce().isPresent() && broken.contains(senderOf(transfer));
    if (ended(transfer, time) && (inReach || builds)) {
      broken.add(senderOf(transfer));
      return Optional.of("TRANSACTION_EXPIRED");
    }
    return builds ? Optional.of("NONCE_AHEAD") : Optional.empty();
  }

  private void apply(Order order) {
    if (order.content() instanceof Transfer transfer) {
      var from = senderOf(transfer);
      valid.merge(from, transfer.amount().units().negate(), BigInteger::add);
      if (transfer.nonce().isPresent()) {
        nonces.merge(from, 1L, Long::sum);
      }
      receive(new AccountId(transfer.to(), transfer.asset()), transfer.amount().units());
    }
  }

  private void receive(AccountId account, BigInteger units) {
    valid.merge(account, units, BigInteger::add);
  }

  /** Where every order that was ever accepted stands now; of what was dropped, for a day. */
  String status(Hash id, long now) {
    if (places.containsKey(id)) {
      return places.get(id);
    }
    var left = dropped.get(id);
    return left != null && left.at() >= now - DAY_MILLIS ? "dropped " + left.reason() : "unknown";
  }

  BigInteger available(AccountId account) {
    return balances().getOrDefault(account, balance(account)).available();
  }

  long nextNonce(AccountId account) {
    return balance(account).nextNonce();
  }

  int pending() {
    return pool.size();
  }

  /** Every account that blocks or pool know. */
  Map<AccountId, Balance> balances() {
    var accounts = new HashSet<>(valid.keySet());
    for (var pending : pool) {
      if (pending.order().content() instanceof Transfer transfer) {
        accounts.add(senderOf(transfer));
        accounts.add(new AccountId(transfer.to(), transfer.asset()));
      }
    }
    var balances = new LinkedHashMap<AccountId, Balance>();
    var sorted = new TreeMap<String, AccountId>();
    accounts.forEach(account -> sorted.put(account.toString(), account));
    sorted.values().forEach(account -> balances.put(account, balance(account)));
    return balances;
  }

  private Balance balance(AccountId account) {
    var sealed = valid.getOrDefault(account, BigInteger.ZERO);
    var in = BigInteger.ZERO;
    var out = BigInteger.ZERO;
    long nonce = nonces.getOrDefault(account, 0L);
    for (var pending : pool) {
      if (pending.order().content() instanceof Transfer transfer) {
        var units = transfer.amount().units();
        if (account.equals(new AccountId(transfer.to(), transfer.asset()))) {
          in = in.add(units);
        }
        if (account.equals(senderOf(transfer))) {
          out = out.add(units);
          nonce += transfer.nonce().isPresent() ? 1 : 0;
        }
      }
    }
    return new Balance(sealed, in, out, sealed.add(in).subtract(out), sealed.subtract(out), nonce);
  }

  private static AccountId senderOf(Transfer transfer) {
    return new AccountId(transfer.from(), transfer.asset());
  }

  private static boolean ended(Transfer transfer, long time) {
    return transfer.until() != 0 && transfer.until() * 1000 < time;
  }
}
