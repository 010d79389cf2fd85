package org.ledgerstone.peers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.PreparedBlock;
import org.ledgerstone.peers.HeaderSearch.Wanted;

/**
 * Whole blocks on their way from peers, in order. Some are fetched, and their signatures checked,
 * while those before are being taken in; how much is on the way is bounded.
 */
final class Bodies {

  private static final int TRANSACTIONS_AHEAD = 30_000;
  private static final int BLOCKS_AHEAD = 500;
  private static final int PAGE_TRANSACTIONS = 10_000;

  /** A block that has come, or why it has not. */
  record Arrival(PeerUrl from, Optional<PreparedBlock> block, String failure) {}

  private record Underway(Wanted wanted, CompletableFuture<Arrival> arrival) {}

  private final PeerNetwork network;
  private final Appending appending;
  private final Executor fetchers;
  private final List<PeerUrl> sources;
  private final Iterator<Wanted> rest;
  private final ArrayDeque<Underway> underway = new ArrayDeque<>();
  private int transactionsUnderway;
  private int asked;

  /**
   * Begins.
   *
   * @param sources who is asked, in turns; what the others do not have comes from the first
   */
  Bodies(
      PeerNetwork network,
      Appending appending,
      Executor fetchers,
      List<PeerUrl> sources,
      List<Wanted> wanted) {
    this.network = network;
    this.appending = appending;
    this.fetchers = fetchers;
    this.sources = sources;
    this.rest = wanted.iterator();
  }

  /** The next ones that have come: at least one, and then all up to a page; none at the end. */
  List<Arrival> next() {
    askAhead();
    var page = new ArrayList<Arrival>();
    int transactions = 0;
    while (!underway.isEmpty()
        && transactions < PAGE_TRANSACTIONS
        && (page.isEmpty() || underway.getFirst().arrival().isDone())) {
      var first = underway.removeFirst();
      transactions += first.wanted().transactions();
      transactionsUnderway -= first.wanted().transactions();
      page.add(first.arrival().join());
    }
    askAhead();
    return page;
  }

  private void askAhead() {
    while (rest.hasNext()
        && (underway.isEmpty()
            || (transactionsUnderway < TRANSACTIONS_AHEAD && underway.size() < BLOCKS_AHEAD))) {
      var wanted = rest.next();
      var source = sources.get(asked++ % sources.size());
      transactionsUnderway += wanted.transactions();
      underway.add(
          new Underway(
              wanted, CompletableFuture.supplyAsync(() -> fetch(source, wanted), fetchers)));
    }
  }

  private Arrival fetch(PeerUrl source, Wanted wanted) {
    var arrival = fetchFrom(source, wanted);
    return arrival.block().isPresent() || source.equals(sources.getFirst())
        ? arrival
        : fetchFrom(sources.getFirst(), wanted);
  }

  private Arrival fetchFrom(PeerUrl source, Wanted wanted) {
    return switch (network.block(source, wanted.hash())) {
      case PeerAnswer.Failed(var failure) ->
          new Arrival(source, Optional.empty(), failure.detail());
      case PeerAnswer.Got(var block) ->
          new Arrival(
              source,
              block.filter(b -> b.hash().equals(wanted.hash())).map(appending::prepare),
              "It no longer has a block that it showed the header of.");
    };
  }
}
