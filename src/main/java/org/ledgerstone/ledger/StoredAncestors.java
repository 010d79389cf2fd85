package org.ledgerstone.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Ancestors;
import org.ledgerstone.protocol.Content;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.StateChange;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;

/**
 * The chain up to the head, with what one block needs to know of the state: its accounts and which
 * of its ids are there, each read in one query.
 *
 * @param latestMiners of the newest blocks, the head's first, as many as the rules ask for
 */
record StoredAncestors(
    Header parent,
    Hash historyRoot,
    List<Address> latestMiners,
    Map<AccountId, SealedAccount> accounts,
    Set<Hash> held)
    implements Ancestors {

  static Set<AccountId> accountsOf(List<SealedBlock> run) {
    var accounts = new HashSet<AccountId>();
    run.stream()
        .flatMap(block -> block.transactions().stream())
        .forEach(transaction -> accounts.addAll(StateChange.accountsOf(transaction.content())));
    return accounts;
  }

  /** Only these can stand on the chain already: what carries no number, or one that was used. */
  static List<Hash> perhapsRepeated(List<SealedBlock> run, Map<AccountId, SealedAccount> accounts) {
    return run.stream()
        .flatMap(block -> block.transactions().stream())
        .filter(transaction -> !isNew(transaction.content(), accounts))
        .map(Transaction::id)
        .toList();
  }

  private static boolean isNew(Content content, Map<AccountId, SealedAccount> accounts) {
    if (content instanceof Transfer transfer && transfer.nonce().isPresent()) {
      var sender = accounts.get(new AccountId(transfer.from(), transfer.asset()));
      return sender != null && transfer.nonce().getAsLong() >= sender.standing().nextNonce();
    }
    return content instanceof Reward;
  }

  @Override
  public List<Address> latestMiners(int count) {
    return latestMiners.subList(0, Math.min(count, latestMiners.size()));
  }

  @Override
  public Standing standing(AccountId account) {
    return account(account).standing();
  }

  /** The account as it was read. */
  SealedAccount account(AccountId id) {
    var account = accounts.get(id);
    if (account == null) {
      throw new IllegalArgumentException(id + " was not read");
    }
    return account;
  }

  @Override
  public boolean holds(Hash transactionId) {
    return held.contains(transactionId);
  }
}
