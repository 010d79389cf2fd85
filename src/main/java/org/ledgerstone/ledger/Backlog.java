package org.ledgerstone.ledger;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.ledgerstone.protocol.BlockRules;
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

  /**
   * After so much text it is looked whether a block is full of it: a small part of what fills one.
   */
  static final long TEXTS_TO_LOOK = BlockRules.TEXT_BYTES_MAX / 32;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition full = lock.newCondition();
  private final Condition room = lock.newCondition();
  private long admitted;
  private long left;
  private long wholeBlock = Long.MAX_VALUE / BLOCKS_MAX;

  // At first nobody has looked yet.
  private boolean mayBeFull = true;
  private long texts = TEXTS_TO_LOOK;

  /**
   * Some were admitted here.
   *
   * @param all how many ever were, through whatever instance
   * @param textBytes how much text those admitted here carry
   */
  void admitted(long all, long textBytes) {
    lock.lock();
    try {
      admitted = Math.max(admitted, all);
      boolean lessText = texts < TEXTS_TO_LOOK;
      texts += textBytes;
      if (pending() >= wholeBlock || (lessText && texts >= TEXTS_TO_LOOK)) {
        mayBeFull = true;
        full.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** So it was when this node last looked, and so many fill a block. */
  void counted(PoolTable.Passage passage, int block) {
    lock.lock();
    try {
      // What has come since was perhaps told of when it was not known how many fill a block.
      mayBeFull |= admitted > passage.admitted() && admitted - passage.left() >= block;
      admitted = passage.admitted();
      left = passage.left();
      wholeBlock = block;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long pending() {
    return admitted - left;
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

  /** How much text was admitted here since it was last looked whether a block is full of it. */
  long texts() {
    lock.lock();
    try {
      return texts;
    } finally {
      lock.unlock();
    }
  }

  /** With so much of the text no block was full. */
  void notFullOf(long textBytes) {
    lock.lock();
    try {
      texts -= textBytes;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until fewer whole blocks are pending, or so long. */
  void awaitRoom(long time, TimeUnit unit) throws InterruptedException {
    lock.lock();
    try {
      long nanos = unit.toNanos(time);
      while (pending() >= BLOCKS_MAX * wholeBlock && nanos > 0) {
        nanos = room.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Wakes whoever waits for a full block, of text too. */
  void wake() {
    lock.lock();
    try {
      mayBeFull = true;
      texts = Math.max(texts, TEXTS_TO_LOOK);
      full.signal();
    } finally {
      lock.unlock();
    }
  }
}
