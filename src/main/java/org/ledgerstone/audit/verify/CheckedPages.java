package org.ledgerstone.audit.verify;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.RuleBook;

/**
 * The pages of a chain, one after the other. While one is with the caller, the transactions of the
 * next are looked at one by one on all cores, and the one after that is read: a core waits for
 * nothing.
 */
final class CheckedPages implements AutoCloseable {

  /** Few enough that the cores end a page together. */
  private static final int SLICE = 100;

  private final ExecutorService reading = Beside.threads("audit-reading", 1);
  private final ExecutorService checking =
      Beside.threads("audit-checking", Runtime.getRuntime().availableProcessors());
  private final LedgerRows rows;
  private final OrderCheck orders;
  private final long last;
  private @Nullable Future<PageRows> read;
  private @Nullable Checking begun;

  /** A page of the chain, and what is seen of its transactions one by one, in order. */
  private record Checking(PageRows page, List<Future<List<HeldRow>>> slices) {}

  /**
   * A page of the chain, and what can be seen of its transactions one by one.
   *
   * @param held by block, in order
   */
  record Checked(PageRows page, Map<Long, List<HeldRow>> held) {}

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

  private @Nullable Future<PageRows> reading(long from, long lastSeq) {
    return from > last ? null : reading.submit(() -> rows.page(from, last, lastSeq));
  }

  /**
   * The next page, as soon as it has been looked at.
   *
   * @throws NoSuchElementException after the last
   */
  Checked next() throws SQLException, InterruptedException {
    var next = begun == null ? begin() : begun;
    begun = begin();
    if (next == null) {
      throw new NoSuchElementException("That was the last page");
    }
    var held = new LinkedHashMap<Long, List<HeldRow>>();
    for (var slice : next.slices()) {
      for (var one : Beside.result(slice)) {
        held.computeIfAbsent(one.place().orElseThrow().block(), block -> new ArrayList<>())
            .add(one);
      }
    }
    return new Checked(next.page(), held);
  }

  private @Nullable Checking begin() throws SQLException, InterruptedException {
    if (read == null) {
      return null;
    }
    var page = Beside.result(read);
    read = reading(page.to() + 1, page.lastSeq());
    var pairs = page.joined().pairs();
    var slices = new ArrayList<Future<List<HeldRow>>>();
    for (int from = 0; from < pairs.size(); from += SLICE) {
      var slice = pairs.subList(from, Math.min(pairs.size(), from + SLICE));
      slices.add(checking.submit(() -> orders.check(slice)));
    }
    return new Checking(page, slices);
  }

  @Override
  public void close() {
    reading.close();
    checking.close();
  }
}
