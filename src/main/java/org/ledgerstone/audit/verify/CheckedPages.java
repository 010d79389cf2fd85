package org.ledgerstone.audit.verify;

import java.sql.SQLException;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.RuleBook;

/**
 * The pages of a chain, one after the other. While one is with the caller, the transactions of the
 * next are looked at one by one, and the one after that is read: a core waits for nothing.
 */
final class CheckedPages implements AutoCloseable {

  private final ExecutorService reading = oneThread("audit-reading");
  private final ExecutorService checking = oneThread("audit-checking");
  private final LedgerRows rows;
  private final OrderCheck orders;
  private final long last;
  private @Nullable Future<PageRows> read;
  private @Nullable Future<OrderCheck.Checked> checked;

  /**
   * Begins to read.
   *
   * @param index of the block before the first page
   * @param last index of the last block
   * @param lastSeq the number of the last transaction before
   */
  CheckedPages(LedgerRows rows, RuleBook rules, long index, long last, long lastSeq) {
    this.rows = rows;
    this.orders = new OrderCheck(rules);
    this.last = last;
    this.read = reading(index + 1, lastSeq);
  }

  private static ExecutorService oneThread(String name) {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon().factory());
  }

  private @Nullable Future<PageRows> reading(long from, long lastSeq) {
    return from > last ? null : reading.submit(() -> rows.page(from, last, lastSeq));
  }

  /**
   * The next page, as soon as it has been looked at.
   *
   * @throws NoSuchElementException after the last
   */
  OrderCheck.Checked next() throws SQLException, InterruptedException {
    if (checked == null) {
      checkNext();
    }
    var next = checked;
    checkNext();
    if (next == null) {
      throw new NoSuchElementException("That was the last page");
    }
    return result(next);
  }

  private void checkNext() throws SQLException, InterruptedException {
    checked = null;
    if (read != null) {
      var page = result(read);
      read = reading(page.to() + 1, page.lastSeq());
      checked = checking.submit(() -> orders.check(page));
    }
  }

  /** What a thread beside has come to. */
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

  @Override
  public void close() {
    reading.close();
    checking.close();
  }
}
