package org.ledgerstone.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Ancestors;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.ProofOfWork;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.WalletKey;

/**
 * Decides what goes into the next block: the reward, then what is pending, oldest first, as far as
 * it can still be sealed. Asks nobody.
 *
 * @param now this machine's clock
 */
record BlockPlan(
    Rules rules, Ancestors ancestors, List<Transaction> pending, String data, Time now) {

  /** How far the server's clock may go before this one. */
  private static final long CLOCKS_APART_MILLIS = 60_000;

  /** Why this miner cannot make the next block now; empty if it can. */
  Optional<Refused> fault(Address miner) {
    return BlockRules.mayMine(miner, ancestors, rules)
        .or(() ->
            time().millis() > now.millis() + CLOCKS_APART_MILLIS
                ? Optional.of(Refusal.BLOCK_TOO_SOON.plainly())
                : Optional.empty())
        .or(() ->
            rules.reward().isEmpty() && chosen(time()).isEmpty()
                ? Optional.of(Refusal.NOTHING_TO_SEAL.plainly())
                : Optional.empty());
  }

  /** Mines and seals the block; takes as long as the difficulty asks for. */
  SealedBlock make(WalletKey miner) {
    var time = time();
    var parent = ancestors.parent();
    long index = parent.index() + 1;
    var transactions = new ArrayList<Transaction>();
    BlockRules.reward(rules, miner.address(), index)
        .ifPresent(reward -> transactions.add(Transaction.unsigned(reward, time)));
    transactions.addAll(chosen(time));
    var header =
        SealedBlock.header(
            index,
            parent.hash(),
            ancestors.historyRoot(),
            time,
            miner.address(),
            transactions,
            data,
            rules.difficulty());
    var mined = ProofOfWork.mine(header, () -> false).orElseThrow();
    var seal = miner.sign(mined.hash().bytes());
    return new SealedBlock(mined, Optional.of(seal), data, transactions);
  }

  /** Now, but not before the interval has passed nor before what the server has accepted. */
  private Time time() {
    long newest =
        pending.stream()
            .mapToLong(t -> t.accepted().millis())
            .filter(accepted -> accepted <= now.millis() + CLOCKS_APART_MILLIS)
            .max()
            .orElse(0);
    long earliest = ancestors.parent().time().millis() + rules.intervalMillis();
    return new Time(Math.max(Math.max(now.millis(), newest), earliest));
  }

  /** A transfer that has ended takes those with it that its sender numbered after it. */
  private List<Transaction> chosen(Time time) {
    int room = rules.blockLimit() - (rules.reward().isPresent() ? 1 : 0);
    long bytes = data.length() * 4L;
    var chosen = new ArrayList<Transaction>();
    var stopped = new HashSet<AccountId>();
    for (var transaction : pending) {
      bytes += transaction.content().textBytes();
      if (chosen.size() == room || bytes > BlockRules.TEXT_BYTES_MAX) {
        break;
      }
      if (canBeSealed(transaction, time, stopped)) {
        chosen.add(transaction);
      }
    }
    return chosen;
  }

  private static boolean canBeSealed(
      Transaction transaction, Time time, HashSet<AccountId> stopped) {
    boolean inTime = !transaction.accepted().isAfter(time);
    if (!(transaction.content() instanceof Transfer transfer)) {
      return inTime;
    }
    var sender = new AccountId(transfer.from(), transfer.asset());
    boolean good = inTime && !transfer.hasEnded(time) && !stopped.contains(sender);
    if (!good && !transfer.isSeedForm()) {
      stopped.add(sender);
    }
    return good;
  }
}
