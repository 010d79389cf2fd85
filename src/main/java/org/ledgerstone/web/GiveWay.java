package org.ledgerstone.web;

/**
 * For work on a request's thread that waits for nothing. Such a thread is a virtual one, which
 * nobody interrupts: it keeps its processor until it has to wait, and others would wait for it.
 */
public final class GiveWay {

  private GiveWay() {}

  /** Lets others go first who are ready; to be called every few milliseconds. */
  @SuppressWarnings("ThreadPriorityCheck") // No order among threads is leaned on.
  public static void toOthers() {
    if (Thread.currentThread().isVirtual()) {
      Thread.yield();
    }
  }
}
