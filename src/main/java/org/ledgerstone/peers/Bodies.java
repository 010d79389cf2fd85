package org.ledgerstone.peers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.PreparedBlock;
import org.ledgerstone.ledger.SealedHeader;

/**
 * Whole blocks on their way from peers, in order. Chunks of them are fetched, and their signatures
 * checked, while those before are being taken in; how much is on the way is bounded.
 */
final class Bodies {

  private static final int TRANSACTIONS_AHEAD = 30_000;
  private static final int BLOCKS_AHEAD = 500;
  private static final int PAGE_TRANSACTIONS = 10_000;

  /** Enough for a call to be worth it, and few enough for several peers to have work. */
  private static final int CHUNK_TRANSACTIONS = 1_000;

  private static final int CHUNK_BLOCKS = 100;

  /** The more is taken in at once the better, but what is there does not wait for long. */
  private static final long PATIENCE_MILLIS = 1_000;

  /** A block that has come, or why it has not. */
  record Arrival(PeerUrl from, Optional<PreparedBlock> block, String failure) {}

  /**
   * Blocks that are fetched together.
   *
   * @param arrivals one each, but none behind one that has not come
   */
  private record Chunk(
      List<SealedHeader> headers, int transactions, CompletableFuture<List<Arrival>> arrivals) {}

  private final PeerNetwork network;
  private final Appending appending;
  private final Executor fetchers;
  private final List<PeerUrl> sources;
  private final ArrayDeque<Chunk> underway = new ArrayDeque<>();
  private List<SealedHeader> rest;
  private int transactionsUnderway;
  private int blocksUnderway;
  private int asked;

  /**
   * Begins.
   *
   * @param sources who is asked, in turns; what the others do not have comes from the first
   * @param wanted headers that follow one another
   */
  Bodies(
      PeerNetwork network,
      Appending appending,
      Executor fetchers,
      List<PeerUrl> sources,
      List<SealedHeader> wanted) {
    this.network = network;
    this.appending = appending;
    this.fetchers = fetchers;
    this.sources = sources;
    this.rest = wanted;
  }

  /** The next ones that have come: at least one, and then about a page; none at the end. */
  List<Arrival> next() {
    askAhead();
    var page = new ArrayList<Arrival>();
    int transactions = 0;
    while (!underway.isEmpty()
        && transactions < PAGE_TRANSACTIONS
        && (page.isEmpty() || comesSoon(underway.getFirst()))) {
      var first = underway.removeFirst();
      transactions += first.transactions();
      transactionsUnderway -= first.transactions();
      blocksUnderway -= first.headers().size();
      page.addAll(arrivals(first));
    }
    askAhead();
    return page;
  }

  /** What went wrong on the way there, the database being away for example, goes wrong here. */
  private static List<Arrival> arrivals(Chunk chunk) {
    try {
      return chunk.arrivals().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static boolean comesSoon(Chunk chunk) {
    return chunk
        .arrivals()
        .copy()
        .handle((arrivals, fault) -> fault == null)
        .completeOnTimeout(false, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .join();
  }

  private void askAhead() {
    while (!rest.isEmpty()
        && (underway.isEmpty()
            || (transactionsUnderway < TRANSACTIONS_AHEAD && blocksUnderway < BLOCKS_AHEAD))) {
      var headers = chunk();
      rest = rest.subList(headers.size(), rest.size());
      int transactions = headers.stream().mapToInt(header -> header.header().count()).sum();
      transactionsUnderway += transactions;
      blocksUnderway += headers.size();
      var source = sources.get(asked++ % sources.size());
      underway.add(
          new Chunk(
              headers,
              transactions,
              CompletableFuture.supplyAsync(() -> fetch(source, headers), fetchers)));
    }
  }

  private List<SealedHeader> chunk() {
    int blocks = 1;
    int transactions = rest.getFirst().header().count();
    while (blocks < Math.min(CHUNK_BLOCKS, rest.size())
        && transactions + rest.get(blocks).header().count() <= CHUNK_TRANSACTIONS) {
      transactions += rest.get(blocks).header().count();
      blocks++;
    }
    return rest.subList(0, blocks);
  }

  private List<Arrival> fetch(PeerUrl source, List<SealedHeader> headers) {
    var arrivals = new ArrayList<Arrival>();
    while (arrivals.size() < headers.size()) {
      var missing = headers.subList(arrivals.size(), headers.size());
      var some = fetchFrom(source, missing);
      if (some.getFirst().block().isEmpty() && !source.equals(sources.getFirst())) {
        some = fetchFrom(sources.getFirst(), missing);
      }
      arrivals.addAll(some);
      if (some.getLast().block().isEmpty()) {
        break;
      }
    }
    return arrivals;
  }

  /** At least one; if that has not come, the only one. */
  private List<Arrival> fetchFrom(PeerUrl source, List<SealedHeader> headers) {
    return switch (network.blocks(source, headers)) {
      case PeerAnswer.Failed(var failure) -> List.of(missing(source, failure.detail()));
      case PeerAnswer.Got(var blocks) ->
          blocks.isEmpty()
              ? List.of(missing(source, "It no longer has a block that it showed the header of."))
              : appending.prepare(blocks).stream()
                  .map(block -> new Arrival(source, Optional.of(block), ""))
                  .toList();
    };
  }

  private static Arrival missing(PeerUrl source, String why) {
    return new Arrival(source, Optional.empty(), why);
  }
}
