package org.ledgerstone.ledger;

import java.util.List;
import org.ledgerstone.protocol.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells that the chain was replaced, and what is pending again by that: who hears of transactions
 * only when they are accepted has perhaps not heard of these.
 */
@Component
class ReplacedNews {

  /** So many are told, the oldest; the others of so long a branch come with a block. */
  private static final int TOLD_MAX = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(ReplacedNews.class);

  private final JdbcClient jdbc;
  private final PoolTable pool;
  private final ApplicationEventPublisher events;

  ReplacedNews(JdbcClient jdbc, PoolTable pool, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.pool = pool;
    this.events = events;
  }

  /** What the blocks above this one hold, before they are taken off the chain. */
  List<Hash> heldAbove(long index) {
    return jdbc.sql(
            "select r.id from places p join recorded r on r.seq = p.seq where p.block_index > ? and"
                + " r.kind <> 'reward' order by p.block_index, p.position limit ?")
        .params(index, TOLD_MAX)
        .query((row, n) -> Hash.wrap(row.getBytes("id")))
        .list();
  }

  /**
   * Tells of it. The change is committed by then: that what is pending again cannot be read only
   * means that nobody is told.
   *
   * @param held by the blocks that gave way
   */
  void replaced(ChainReplaced event, List<Hash> held) {
    events.publishEvent(event);
    try {
      var orders = pool.those(held).stream().map(row -> row.transaction().order()).toList();
      if (!orders.isEmpty()) {
        events.publishEvent(new TransactionsAccepted(orders));
      }
    } catch (DataAccessException e) {
      LOG.warn("What is pending again after a change of chain is not told: {}", e.toString());
    }
  }
}
