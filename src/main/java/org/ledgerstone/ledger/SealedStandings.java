package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Standing;
import org.springframework.stereotype.Component;

/**
 * What accounts hold in blocks, kept for exactly one version of the head, so that a busy account is
 * not read again for every block. Whoever uses it has to see, under the lock, that the head still
 * has the version it asked for: only then was what it read of that version. Bounded. Thread-safe.
 */
@Component
class SealedStandings {

  private final StandingTable table;
  private final KeptStandings<SealedAccount> known =
      new KeptStandings<>((standing, row) -> new SealedAccount(row, standing));
  private long version;

  SealedStandings(StandingTable table) {
    this.table = table;
  }

  /** What these accounts hold at this version of the head, if it is still the head. */
  synchronized Map<AccountId, SealedAccount> of(long headVersion, Collection<AccountId> accounts) {
    if (version != headVersion) {
      known.clear();
      version = headVersion;
    }
    var found = HashMap.<AccountId, SealedAccount>newHashMap(accounts.size());
    var unknown = new ArrayList<AccountId>();
    for (var account : accounts) {
      var standing = known.get(account);
      if (standing == null) {
        unknown.add(account);
      } else {
        found.put(account, standing);
      }
    }
    var read = table.sealed(unknown);
    read.forEach((account, sealed) -> {
      if (!sealed.isNew()) {
        known.put(account, sealed.standing(), sealed.row());
      }
    });
    found.putAll(read);
    return found;
  }

  /** A change of the chain has been committed: these are the accounts that it moved. */
  synchronized void moved(long fromVersion, long toVersion, Map<AccountId, Standing> after) {
    if (version == fromVersion) {
      after.forEach(known::replace);
      version = toVersion;
    }
  }
}
