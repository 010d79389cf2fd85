package org.ledgerstone.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Ancestors;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.StateChange;

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

  static List<Hash> idsOf(List<SealedBlock> run) {
    return run.stream().flatMap(block -> block.transactions().stream()).map(t -> t.id()).toList();
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
