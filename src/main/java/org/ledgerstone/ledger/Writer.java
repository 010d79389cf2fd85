package org.ledgerstone.ledger;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one way to change the ledger, durable when it returns. There are two locks, each a row that
 * keeps out the other instances and a lock that keeps out other threads of this one. Sealing what
 * is pending takes the head's; admitting takes that of the admissions, so that both go on at once:
 * a sender's nonce and what it may spend are the same before and after its transfers are sealed.
 * Whatever else changes a sender's standing takes both, the head's first.
 */
@Component
class Writer {

  /** What a change of the chain may do besides changing rows. */
  interface Change {

    /** The head, locked; its version is the one that this change makes. */
    Head head();

    /** Undoes what was written: there is nothing to commit. */
    void nothingChanged();
  }

  /** What an admission may do besides changing rows. */
  interface Intake {

    /** How far admission has come, locked. */
    Admitted before();

    /** So many more have been admitted. Without this call nothing is committed. */
    void admitted(int count);
  }

  private final ReentrantLock chainLock = new ReentrantLock(true);
  private final ReentrantLock admissionLock = new ReentrantLock(true);
  private final TransactionTemplate transactions;
  private final HeadTable heads;
  private final AdmissionsTable admissions;
  private final Standings standings;
  private final DiskRoom room;
  private final Durability durability;
  private final Steps steps;

  Writer(
      PlatformTransactionManager transactions,
      HeadTable heads,
      AdmissionsTable admissions,
      Standings standings,
      DiskRoom room,
      Durability durability,
      Steps steps) {
    this.transactions = new TransactionTemplate(transactions);
    this.heads = heads;
    this.admissions = admissions;
    this.standings = standings;
    this.room = room;
    this.durability = durability;
    this.steps = steps;
  }

  /**
   * Admits. What the work throws undoes it.
   *
   * @return what the work returned, once that is durable
   */
  <T> T admit(Function<Intake, T> work) {
    room.require();
    admissionLock.lock();
    try {
      return admitLocked(work);
    } catch (RuntimeException | Error e) {
      standings.forget();
      throw e;
    } finally {
      admissionLock.unlock();
    }
  }

  private <T> T admitLocked(Function<Intake, T> work) {
    var after = new Admitted[1];
    var result =
        transactions.execute(status -> {
          var before = admissions.lock();
          standings.expect(before.version());
          after[0] = before;
          var done =
              work.apply(
                  new Intake() {
                    @Override
                    public Admitted before() {
                      return before;
                    }

                    @Override
                    public void admitted(int count) {
                      after[0] = before.plus(count);
                    }
                  });
          if (after[0].equals(before)) {
            status.setRollbackOnly();
          } else {
            admissions.moveTo(after[0]);
            steps.reached(Step.ADMISSION_COUNTED);
          }
          return done;
        });
    durability.sync();
    standings.standFor(after[0].version());
    return result;
  }

  /**
   * Makes a change of the chain that leaves every sender's standing as it was, but for what it
   * receives. What the work throws undoes it.
   *
   * @return what the work returned, once that is durable
   */
  <T> T seal(Function<Change, T> work) {
    room.require();
    chainLock.lock();
    try {
      var result = transactions.execute(status -> work.apply(change(heads.lock(), status)));
      durability.sync();
      return result;
    } finally {
      chainLock.unlock();
    }
  }

  /**
   * Makes any other change, while nobody admits. What the work throws undoes it.
   *
   * @return what the work returned, once that is durable
   */
  <T> T change(Function<Change, T> work) {
    room.require();
    chainLock.lock();
    admissionLock.lock();
    try {
      return changeLocked(work);
    } catch (RuntimeException | Error e) {
      standings.forget();
      throw e;
    } finally {
      admissionLock.unlock();
      chainLock.unlock();
    }
  }

  private <T> T changeLocked(Function<Change, T> work) {
    var version = new long[1];
    var result =
        transactions.execute(status -> {
          var head = heads.lock();
          var before = admissions.lock();
          standings.expect(before.version());
          var done = work.apply(change(head, status));
          version[0] = before.version();
          if (!status.isRollbackOnly()) {
            admissions.raiseVersion();
            version[0]++;
          }
          return done;
        });
    durability.sync();
    standings.standFor(version[0]);
    return result;
  }

  private static Change change(Head head, TransactionStatus status) {
    return new Change() {
      @Override
      public Head head() {
        return head;
      }

      @Override
      public void nothingChanged() {
        status.setRollbackOnly();
      }
    };
  }
}
