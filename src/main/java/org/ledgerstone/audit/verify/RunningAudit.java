package org.ledgerstone.audit.verify;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ledgerstone.audit.verify.Audit.Extent;

/** An audit that runs in this process: how far it is, and whether it is to stop. For any thread. */
final class RunningAudit implements AuditWork.Hearing {

  private final Audit begun;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Extent extent = Extent.NOTHING;
  private volatile boolean unwanted;
  private long before;

  RunningAudit(Audit begun) {
    this.begun = begun;
  }

  long id() {
    return begun.id();
  }

  /** The audit as it is now. */
  Audit now() {
    return begun.at(extent);
  }

  Extent extent() {
    return extent;
  }

  /** It ends at the next opportunity. */
  void stop() {
    unwanted = true;
  }

  /** It has ended, and is written. */
  void ended() {
    ended.countDown();
  }

  /** Waits for its end; whether that has come. */
  boolean awaitEnd(long millis) throws InterruptedException {
    return ended.await(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void begun(Verification verification, long due) {
    before = verification.transactions();
    extent = new Extent(verification.index() + 1, verification.index(), 0, due);
    endIfUnwanted();
  }

  @Override
  public void reached(long index, long transactions) {
    extent = new Extent(extent.from(), index, transactions - before, extent.due());
    endIfUnwanted();
  }

  @Override
  public void comparing() {
    endIfUnwanted();
  }

  private void endIfUnwanted() {
    if (unwanted) {
      throw new Verification.Stopped();
    }
  }
}
