package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.StateChange;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.TransferRules;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Chooses what the next block holds: the oldest of the pool that the rules let in. */
@Component
class SealingPlans {

  private final ChainReader chain;
  private final PoolTable pool;
  private final RuleBook rules;

  SealingPlans(ChainReader chain, PoolTable pool, RuleBook rules) {
    this.chain = chain;
    this.pool = pool;
    this.rules = rules;
  }

  /** Reads head and pool and chooses. Changes nothing. */
  @Transactional(readOnly = true)
  SealingPlan choose(Address miner, String data, Time now) {
    var head = chain.head();
    var inForce = rules.inForceAt(head.index());
    int room = inForce.blockLimit() - (inForce.reward().isPresent() ? 1 : 0);
    var pending = pool.after(0, room);
    var ancestors = chain.ancestors(head, accounts(pending, miner, inForce), List.of());
    var time = time(ancestors.parent().time(), inForce, pending, now);

    var change = new StateChange(ancestors::standing, time);
    var transactions = new ArrayList<Transaction>();
    var dropped = new LinkedHashMap<PoolTable.Pending, String>();
    BlockRules.reward(inForce, miner, head.index() + 1)
        .map(reward -> Transaction.unsigned(reward, time))
        .ifPresent(reward -> {
          change.apply(reward);
          transactions.add(reward);
        });
    long textBytes = 4L * data.length();
    long lastSeq = 0;
    for (var one : pending) {
      textBytes += one.transaction().content().textBytes();
      if (textBytes > BlockRules.TEXT_BYTES_MAX) {
        break;
      }
      lastSeq = one.seq();
      change
          .apply(one.transaction())
          .ifPresentOrElse(
              refused -> dropped.put(one, refused.code().name()),
              () -> transactions.add(one.transaction()));
    }
    if (!dropped.isEmpty()) {
      dropWhatBuildsOn(dropped, lastSeq, change, time);
    }
    return new SealingPlan(head, ancestors, time, transactions, change, dropped);
  }

  /**
   * What follows later in the pool and no longer fits goes at once: until it did, its numbers would
   * be counted as used.
   */
  private void dropWhatBuildsOn(
      Map<PoolTable.Pending, String> dropped, long lastSeq, StateChange change, Time time) {
    var standings = new HashMap<AccountId, Standing>();
    for (var one : dropped.keySet()) {
      var sender = StateChange.accountsOf(one.transaction().content()).getFirst();
      standings.put(sender, change.standing(sender));
    }
    for (var one : pool.of(standings.keySet())) {
      if (one.seq() > lastSeq && one.transaction().content() instanceof Transfer transfer) {
        var sender = new AccountId(transfer.from(), transfer.asset());
        var standing = Objects.requireNonNull(standings.get(sender));
        TransferRules.judge(transfer, standing, time)
            .ifPresentOrElse(
                refused -> dropped.put(one, refused.code().name()),
                () -> standings.put(sender, standing.paying(transfer)));
      }
    }
  }

  private static Set<AccountId> accounts(
      List<PoolTable.Pending> pending, Address miner, Rules rules) {
    var accounts = new HashSet<AccountId>();
    accounts.add(new AccountId(miner, rules.nativeAsset()));
    pending.forEach(one -> accounts.addAll(StateChange.accountsOf(one.transaction().content())));
    return accounts;
  }

  /** Now, but no earlier than the interval asks for and than what the block holds. */
  private static Time time(Time parent, Rules rules, List<PoolTable.Pending> pending, Time now) {
    var earliest = parent.plusMillis(rules.intervalMillis());
    var time = earliest.isAfter(now) ? earliest : now;
    for (var one : pending) {
      if (one.transaction().accepted().isAfter(time)) {
        time = one.transaction().accepted();
      }
    }
    return time;
  }
}
