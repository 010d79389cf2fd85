package org.ledgerstone.ledger;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.ledgerstone.protocol.AccountId;
import org.springframework.stereotype.Component;

/**
 * What accounts may still spend after what the pool takes from them, kept for exactly one version
 * of the admissions: if anybody else has changed it since, it is forgotten and read again. What an
 * account has received by a block is missing until it is read again, so nobody may be refused for
 * too low a balance on what was not {@link #isFresh read in this group}. Bounded. Only the thread
 * that holds the writer's lock on admissions may touch it.
 */
@Component
class Standings {

  private final StandingTable table;
  private final KeptStandings<Available> known = new KeptStandings<>(Available::new);
  private final Set<AccountId> fresh = new HashSet<>();
  private long version;

  Standings(StandingTable table) {
    this.table = table;
  }

  /** Forgets everything unless it was kept for this version. */
  void expect(long expected) {
    fresh.clear();
    if (version != expected) {
      forget();
    }
  }

  /** What is kept now stands for this version. */
  void standFor(long committed) {
    version = committed;
  }

  void forget() {
    known.clear();
    fresh.clear();
    version = 0;
  }

  /** What is known of these accounts; those that are not known yet are read in one query. */
  Map<AccountId, Available> of(Collection<AccountId> accounts) {
    var found = HashMap.<AccountId, Available>newHashMap(accounts.size());
    var unknown = new HashSet<AccountId>();
    for (var account : accounts) {
      var available = known.get(account);
      if (available == null) {
        unknown.add(account);
      } else {
        found.put(account, available);
      }
    }
    if (!unknown.isEmpty()) {
      found.putAll(reload(unknown));
    }
    return found;
  }

  /** Reads these accounts, known or not, in one query. */
  Map<AccountId, Available> reload(Collection<AccountId> accounts) {
    var read = table.available(accounts);
    putAll(read);
    fresh.addAll(accounts);
    return read;
  }

  /** Whether it was read in this group, so that nothing it received is missing. */
  boolean isFresh(AccountId account) {
    return fresh.contains(account);
  }

  Available of(AccountId account) {
    var available = known.get(account);
    return available != null ? available : requireNonNull(reload(Set.of(account)).get(account));
  }

  void put(AccountId account, Available available) {
    known.put(account, available.standing(), available.pending());
  }

  void putAll(Map<AccountId, Available> available) {
    available.forEach(this::put);
  }

  void forget(Collection<AccountId> accounts) {
    accounts.forEach(known::remove);
  }
}
