package org.ledgerstone.ledger;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one way to change the ledger: one change at a time, in one database transaction that holds
 * the lock on the head, durable when it returns.
 */
@Component
class Writer {

  /** What a change may do besides changing rows. */
  interface Change {

    /** The head, locked; its version is the one that this change makes. */
    Head head();

    /** Undoes what was written: there is nothing to commit. */
    void nothingChanged();
  }

  private final ReentrantLock lock = new ReentrantLock(true);
  private final TransactionTemplate transactions;
  private final HeadTable heads;
  private final Standings standings;
  private final Durability durability;

  Writer(
      PlatformTransactionManager transactions,
      HeadTable heads,
      Standings standings,
      Durability durability) {
    this.transactions = new TransactionTemplate(transactions);
    this.heads = heads;
    this.standings = standings;
    this.durability = durability;
  }

  /**
   * Makes a change. What it throws undoes it.
   *
   * @return what the work returned, once that is durable
   */
  <T> T change(Function<Change, T> work) {
    lock.lock();
    try {
      return committed(work);
    } catch (RuntimeException | Error e) {
      standings.forget();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private <T> T committed(Function<Change, T> work) {
    var version = new long[1];
    var result =
        transactions.execute(status -> {
          var head = heads.lock();
          standings.expect(head.version() - 1);
          var done =
              work.apply(
                  new Change() {
                    @Override
                    public Head head() {
                      return head;
                    }

                    @Override
                    public void nothingChanged() {
                      status.setRollbackOnly();
                    }
                  });
          version[0] = status.isRollbackOnly() ? head.version() - 1 : head.version();
          return done;
        });
    durability.sync();
    standings.standFor(version[0]);
    return result;
  }
}
