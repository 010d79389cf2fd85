package org.ledgerstone.audit.verify;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that work beside an audit and do not outlive the program. */
final class Beside {

  private Beside() {}

  /** So many threads of this name. */
  static ExecutorService threads(String name, int count) {
    return Executors.newFixedThreadPool(count, Thread.ofPlatform().name(name).daemon().factory());
  }

  /**
   * Waits for what one of them comes to.
   *
   * @throws SQLException if it ended with that
   * @throws IllegalStateException if it ended with another exception, which is the cause
   */
  static <T> T result(Future<T> future) throws SQLException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
