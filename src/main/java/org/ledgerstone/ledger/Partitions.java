package org.ledgerstone.ledger;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The partitions of what is recorded, on PostgreSQL: each is made when a number needs it, by a
 * function that the migration left there, so that whoever runs the ledger need not own its tables.
 */
@Component
class Partitions {

  private final JdbcClient jdbc;
  private final TransactionTemplate alone;
  private volatile long end;

  Partitions(JdbcClient jdbc, PlatformTransactionManager transactions, DatabaseProduct database) {
    this.jdbc = jdbc;
    this.alone =
        new TransactionTemplate(
            transactions,
            new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));
    this.end = database.isH2() ? Long.MAX_VALUE : Long.MIN_VALUE;
  }

  /**
   * Makes sure that this number has its partition. What is made is committed at once: it stays if
   * what it was made for is undone.
   */
  void reach(long seq) {
    if (seq >= end) {
      end =
          alone.execute(
              status -> jdbc.sql("select reach_recorded(?)").param(seq).query(Long.class).single());
    }
  }
}
