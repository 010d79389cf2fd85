package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.StateChange;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Chooses what the next block holds: the oldest of the pool that the rules let in. */
@Component
class SealingPlans {

  private final ChainReader chain;
  private final PoolTable pool;
  private final AdmissionsTable admissions;
  private final RecentlyAdmitted recently;
  private final RuleBook rules;

  SealingPlans(
      ChainReader chain,
      PoolTable pool,
      AdmissionsTable admissions,
      RecentlyAdmitted recently,
      RuleBook rules) {
    this.chain = chain;
    this.pool = pool;
    this.admissions = admissions;
    this.recently = recently;
    this.rules = rules;
  }

  /** Reads head and pool and chooses. Changes nothing. */
  @Transactional(readOnly = true)
  SealingPlan choose(Address miner, String data, Time now) {
    var head = chain.head();
    var inForce = rules.inForceAt(head.index());
    int room = inForce.blockLimit() - (inForce.reward().isPresent() ? 1 : 0);
    var parent = chain.blockOf(head).header();
    var pending = datedBy(latest(parent.time(), inForce, now), oldest(head, room));
    var ancestors = chain.ancestors(head, accounts(pending, miner, inForce));
    var time = time(parent.time(), inForce, pending, now);

    var change = new StateChange(ancestors::standing, time);
    var transactions = new ArrayList<Transaction>();
    var rows = new ArrayList<PoolTable.Pending>(pending.size());
    var unfit = new HashSet<AccountId>();
    BlockRules.reward(inForce, miner, head.index() + 1)
        .map(reward -> Transaction.unsigned(reward, time))
        .ifPresent(reward -> {
          change.apply(reward);
          transactions.add(reward);
        });
    long textBytes = 4L * data.length();
    boolean isFull = pending.size() == room;
    for (var one : pending) {
      var content = one.transaction().content();
      textBytes += content.textBytes();
      if (textBytes > BlockRules.TEXT_BYTES_MAX) {
        isFull = true;
        break;
      }
      change
          .apply(one.transaction())
          .ifPresentOrElse(
              refused -> unfit.add(StateChange.accountsOf(content).getFirst()),
              () -> {
                transactions.add(one.transaction());
                rows.add(one);
              });
    }
    return new SealingPlan(
        head,
        ancestors,
        time,
        transactions,
        rows,
        change,
        isFull,
        unfit.stream().collect(Collectors.toMap(account -> account, ancestors::standing)));
  }

  private List<PoolTable.Pending> oldest(Head head, int limit) {
    return recently
        .between(head.sealedTo(), admissions.read().lastSeq(), limit)
        .orElseGet(() -> pool.after(head.sealedTo(), limit));
  }

  /** Up to when a block may be dated now. */
  private static Time latest(Time parent, Rules rules, Time now) {
    var earliest = parent.plusMillis(rules.intervalMillis());
    var soon = now.plusMillis(Sealing.AHEAD_MAX_MILLIS);
    return earliest.isAfter(soon) ? earliest : soon;
  }

  /** The oldest, up to the first that another instance's clock has dated later than that. */
  private static List<PoolTable.Pending> datedBy(Time latest, List<PoolTable.Pending> pending) {
    return pending.stream()
        .takeWhile(one -> !one.transaction().accepted().isAfter(latest))
        .toList();
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
