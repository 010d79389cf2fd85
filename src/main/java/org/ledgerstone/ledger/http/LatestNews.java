package org.ledgerstone.ledger.http;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What was read last, for whoever waits for other news; until the streams end. */
final class LatestNews {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private News latest = News.NONE;
  private boolean ended;

  News get() {
    lock.lock();
    try {
      return latest;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is other news, or the streams end, or so long. */
  void awaitOther(News known, long nanosMax) throws InterruptedException {
    lock.lock();
    try {
      long nanos = nanosMax;
      while (!ended && nanos > 0 && latest.equals(known)) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells it to all who wait. */
  void publish(News news) {
    lock.lock();
    try {
      latest = news;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** From now on there are streams. */
  void begin() {
    lock.lock();
    try {
      ended = false;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits any longer. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the server stops. */
  boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }
}
