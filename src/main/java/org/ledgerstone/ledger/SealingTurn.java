package org.ledgerstone.ledger;

import java.time.Clock;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lets one instance at a time seal by itself, so that several do not all prepare the same block. It
 * is a lease and no lock: a transaction left open so long would keep PostgreSQL from clearing away
 * what is no longer needed. If two come to hold it, one of them has worked in vain, no more.
 */
@Component
class SealingTurn {

  private static final long LEASE_MILLIS = 10_000;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final String holder = UUID.randomUUID().toString();

  SealingTurn(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Takes the turn, or keeps it a while longer; false while another instance has it. */
  boolean take() {
    long now = clock.millis();
    return jdbc.sql(
                "update sealing_turn set holder = ?, until = ?"
                    + " where one = 1 and (holder = ? or until < ?)")
            .params(holder, now + LEASE_MILLIS, holder, now)
            .update()
        == 1;
  }

  /** Leaves the turn to whoever wants it next. */
  void leave() {
    jdbc.sql("update sealing_turn set until = 0 where one = 1 and holder = ?")
        .param(holder)
        .update();
  }
}
