package org.ledgerstone.audit.verify;

import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.audit.verify.HeldRow.PlaceRow;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Allocation;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Content;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.StateChange;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;

/** Follows the balances through a block that is not as it should be. */
final class BalanceDiagnosis {

  private static final String RECORDED = "recorded";
  private static final String PLACES = "places";

  private final Replay replay;
  private final Findings findings;
  private final Map<AccountId, Standing> after = new HashMap<>();

  BalanceDiagnosis(Replay replay, Findings findings) {
    this.replay = replay;
    this.findings = findings;
  }

  /** What the accounts hold that have been touched. */
  Map<AccountId, Standing> after() {
    return Collections.unmodifiableMap(after);
  }

  /** Whether the balances after it are those in its row. */
  boolean fit(HeldRow row, Transaction transaction) {
    var change = StateChange.of(List.of(transaction), this::standing, transaction.accepted());
    var place = row.place().orElseThrow();
    return change.fault().isEmpty()
        && change
            .balances()
            .equals(
                List.of(
                    new StateChange.Balances(
                        Optional.ofNullable(place.senderBalance()),
                        Optional.ofNullable(place.receiverBalance()))));
  }

  /** Applies it; where nobody can tell what it was, the rows are believed from there on. */
  void apply(HeldRow row, Optional<Transaction> transaction) {
    if (transaction.isEmpty()) {
      replay.becomeApproximate();
      return;
    }
    switch (transaction.get().content()) {
      case Transfer t -> {
        pay(row, t);
        credit(row, new AccountId(t.to(), t.asset()), t.amount());
      }
      case Reward r -> receive(row, new AccountId(r.to(), r.asset()), r.amount());
      case Allocation a -> receive(row, new AccountId(a.to(), a.asset()), a.amount());
      case Content post -> {
        unlessEqual(row, "sender_balance", place(row).senderBalance(), null);
        unlessEqual(row, "receiver_balance", place(row).receiverBalance(), null);
      }
    }
  }

  private void receive(HeldRow row, AccountId account, Amount amount) {
    unlessEqual(row, "sender_balance", place(row).senderBalance(), null);
    credit(row, account, amount);
  }

  private void pay(HeldRow row, Transfer transfer) {
    var account = new AccountId(transfer.from(), transfer.asset());
    var before = standing(account);
    if (!transfer.isSeedForm() && transfer.nonce().getAsLong() != before.nextNonce()) {
      if (!replay.isApproximate()) {
        findings.add(
            RECORDED, row.seq(), "nonce", transfer.nonce().getAsLong(), before.nextNonce());
      }
      before = new Standing(before.spendable(), transfer.nonce().getAsLong());
    }
    var paid = before.paying(transfer);
    if (paid.spendable().signum() < 0 && !replay.isApproximate()) {
      findings.add(
          RECORDED, row.seq(), "amount", transfer.amount(), "at most " + before.spendable());
    }
    put(row, account, paid, "sender_balance", place(row).senderBalance());
  }

  private void credit(HeldRow row, AccountId account, Amount amount) {
    put(
        row,
        account,
        standing(account).receiving(amount),
        "receiver_balance",
        place(row).receiverBalance());
  }

  private void put(
      HeldRow row,
      AccountId account,
      Standing standing,
      String column,
      @Nullable BigInteger stored) {
    if (replay.isApproximate() && stored != null) {
      after.put(account, new Standing(stored, standing.nextNonce()));
    } else {
      unlessEqual(row, column, stored, standing.spendable());
      after.put(account, standing);
    }
  }

  private void unlessEqual(
      HeldRow row, String column, @Nullable BigInteger found, @Nullable BigInteger expected) {
    findings.unlessEqual(PLACES, place(row).key(), column, found, expected);
  }

  private static PlaceRow place(HeldRow row) {
    return row.place().orElseThrow();
  }

  /** What an account holds now. */
  Standing standing(AccountId account) {
    var known = after.get(account);
    return known == null ? replay.standing(account) : known;
  }
}
