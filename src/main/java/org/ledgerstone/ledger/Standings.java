package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Standing;
import org.springframework.stereotype.Component;

/**
 * What accounts may still spend after what the pool takes from them, kept for exactly one version
 * of the head: if anybody else has committed since, it is forgotten and read again. Bounded. Only
 * the thread that holds the writer's lock may touch it.
 */
@Component
class Standings {

  private static final int ACCOUNTS_MAX = 200_000;

  private final StandingTable table;
  private final Map<AccountId, Standing> known =
      new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<AccountId, Standing> eldest) {
          return size() > ACCOUNTS_MAX;
        }
      };
  private long version;

  Standings(StandingTable table) {
    this.table = table;
  }

  /** Forgets everything unless it was kept for this version. */
  void expect(long expected) {
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
    version = 0;
  }

  /** Reads those of the accounts that are not known yet, in one query. */
  void load(Collection<AccountId> accounts) {
    var unknown = new ArrayList<AccountId>();
    for (var account : accounts) {
      if (!known.containsKey(account)) {
        unknown.add(account);
      }
    }
    known.putAll(table.available(unknown));
  }

  Standing of(AccountId account) {
    return known.computeIfAbsent(account, a -> table.available(List.of(a)).get(a));
  }

  void put(AccountId account, Standing standing) {
    known.put(account, standing);
  }

  void forget(Collection<AccountId> accounts) {
    known.keySet().removeAll(accounts);
  }
}
