package org.ledgerstone.ledger;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * How much waits to be sealed, where this node seals by itself: it tells sealing when a block may
 * be full, and lets admission wait when whole blocks pile up, so that sealing gets the processors.
 * A hint: it may be wrong for a moment.
 */
@Component
class Backlog {

  /** So many whole blocks may wait before admission does. */
  private static final int BLOCKS_MAX = 2;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition full = lock.newCondition();
  private final Condition room = lock.newCondition();
  private long pending;
  private long wholeBlock = Long.MAX_VALUE / BLOCKS_MAX;

  /** True at first: nobody has looked yet. */
  private boolean mayBeFull = true;

  /** So many were admitted. */
  void admitted(int count) {
    lock.lock();
    try {
      pending += count;
      if (pending >= wholeBlock) {
        mayBeFull = true;
        full.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** So many were pending when this node last looked, and so many fill a block. */
  void counted(long count, int block) {
    lock.lock();
    try {
      pending = count;
      wholeBlock = block;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a block may be full, or so long. */
  void awaitFull(long nanosMax) throws InterruptedException {
    lock.lock();
    try {
      long nanos = nanosMax;
      while (!mayBeFull && nanos > 0) {
        nanos = full.awaitNanos(nanos);
      }
      mayBeFull = false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until fewer whole blocks are pending, or so long. */
  void awaitRoom(long time, TimeUnit unit) throws InterruptedException {
    lock.lock();
    try {
      long nanos = unit.toNanos(time);
      while (pending >= BLOCKS_MAX * wholeBlock && nanos > 0) {
        nanos = room.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Wakes whoever waits for a full block. */
  void wake() {
    lock.lock();
    try {
      mayBeFull = true;
      full.signal();
    } finally {
      lock.unlock();
    }
  }
}
