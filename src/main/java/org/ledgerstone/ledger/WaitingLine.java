package org.ledgerstone.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be judged, first come first served, except that who has few orders need not wait
 * for those who have many. Bounded by the number of orders.
 */
final class WaitingLine {

  static final int ORDERS_MAX = 40_000;

  /** So few are taken along with whatever is taken next. */
  static final int FEW = 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Submission> line = new ArrayDeque<>();
  private int orders;
  private boolean closed;

  /** Joins the line; false if there is no room or it is closed. */
  boolean offer(Submission submission) {
    lock.lock();
    try {
      if (closed || orders + submission.size() > ORDERS_MAX) {
        return false;
      }
      line.add(submission);
      orders += submission.size();
      arrived.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes those who have waited longest, until there are so many orders or nobody waits, and as
   * many again of those who have few; of those whose companions have the same name only the first.
   * Waits a while for somebody to come.
   */
  Collection<Submission> take(int ordersWanted, long time, TimeUnit unit)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = unit.toNanos(time);
      while (line.isEmpty() && !closed && nanos > 0) {
        nanos = arrived.awaitNanos(nanos);
      }
      return taken(ordersWanted);
    } finally {
      lock.unlock();
    }
  }

  private List<Submission> taken(int ordersWanted) {
    var group = new ArrayList<Submission>();
    var names = new HashSet<String>();
    take(group, names, ordersWanted, Integer.MAX_VALUE);
    take(group, names, ordersWanted, FEW);
    return group;
  }

  private void take(List<Submission> group, Set<String> names, int ordersWanted, int sizeMax) {
    int taken = 0;
    for (Iterator<Submission> i = line.iterator(); i.hasNext() && taken < ordersWanted; ) {
      var next = i.next();
      if (next.size() <= sizeMax && next.companion().name().map(names::add).orElse(true)) {
        group.add(next);
        taken += next.size();
        i.remove();
      }
    }
    orders -= taken;
  }

  /** Lets nobody join any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether it is closed and everybody has been taken. */
  boolean isOver() {
    lock.lock();
    try {
      return closed && line.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** How many orders wait. */
  int size() {
    lock.lock();
    try {
      return orders;
    } finally {
      lock.unlock();
    }
  }
}
