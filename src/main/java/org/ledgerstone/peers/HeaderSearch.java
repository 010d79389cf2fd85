package org.ledgerstone.peers;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.HeaderRun;
import org.ledgerstone.ledger.SealedHeader;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Time;

/**
 * Finds where a peer's chain leaves this node's, and judges the headers that follow there, before
 * any body is asked for.
 */
final class HeaderSearch {

  /** So many blocks are taken in before headers are asked for again. */
  static final int WINDOW = 10_000;

  /** So many headers may be looked at until they show more work than the chain has. */
  private static final int WINDOW_MAX = 100_000;

  /** Each search holds what it has looked at, so only a few go on at once. */
  private static final int AT_ONCE = 4;

  /** A search that takes longer gives up, so that others have their turn. */
  private static final Duration TIME_MAX = Duration.ofSeconds(60);

  /** So often it is tried anew with a peer that changes its chain in between. */
  private static final int TRIES_MAX = 3;

  /** What was found. */
  sealed interface Found {

    /** The peer's chain counts more; these of its blocks are missing here. */
    record Better(HeaderRun run, List<SealedHeader> wanted) implements Found {}

    /** The peer has nothing that would count here. */
    record Nothing() implements Found {}

    /** The peer's chain cannot count here, for which nobody is to blame. */
    record Refused(String detail) implements Found {}

    /** The peer did not answer, or not truly. */
    record Wrong(Fault fault) implements Found {}
  }

  private final PeerNetwork network;
  private final Appending appending;
  private final Chain chain;
  private final Clock clock;
  private final Semaphore atOnce = new Semaphore(AT_ONCE, true);

  HeaderSearch(PeerNetwork network, Appending appending, Chain chain, Clock clock) {
    this.network = network;
    this.appending = appending;
    this.chain = chain;
    this.clock = clock;
  }

  /**
   * Looks at the peer's headers.
   *
   * @param claimedWork what the peer says its chain has
   */
  Found of(PeerUrl peer, BigInteger claimedWork) {
    atOnce.acquireUninterruptibly();
    try {
      return found(peer, claimedWork);
    } finally {
      atOnce.release();
    }
  }

  private Found found(PeerUrl peer, BigInteger claimedWork) {
    for (int i = 0; i < TRIES_MAX; i++) {
      var found = search(peer, claimedWork);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return wrong(peer, "Its headers never follow one another.");
  }

  /** Empty if what came does not follow what came before: the peer may have changed its chain. */
  private Optional<Found> search(PeerUrl peer, BigInteger claimedWork) {
    return switch (network.common(peer, Locator.of(chain))) {
      case PeerAnswer.Failed(var failure) -> Optional.of(wrong(peer, failure.detail()));
      case PeerAnswer.Got(var point) -> {
        var run = point.flatMap(known -> appending.headersAfter(known.hash()));
        yield run.isPresent()
            ? follow(peer, claimedWork, run.get())
            : Optional.of(wrong(peer, "It has no block in common with this node."));
      }
    };
  }

  private static Found wrong(PeerUrl peer, String detail) {
    return new Found.Wrong(new Fault(peer, detail));
  }

  private Optional<Found> follow(PeerUrl peer, BigInteger claimedWork, HeaderRun run) {
    var wanted = new ArrayList<SealedHeader>();
    var end = clock.instant().plus(TIME_MAX);
    int seen = 0;
    while (seen < WINDOW || (seen < WINDOW_MAX && !appending.wouldCount(run))) {
      if (clock.instant().isAfter(end)) {
        return Optional.of(wrong(peer, "It shows its headers too slowly."));
      }
      int limit = PeerNetwork.HEADERS_MAX;
      switch (network.headers(peer, run.tip().index() + 1, limit)) {
        case PeerAnswer.Failed(var failure) -> {
          return Optional.of(wrong(peer, failure.detail()));
        }
        case PeerAnswer.Got(var headers) -> {
          var refused = judge(headers, run, wanted);
          var code = refused.map(why -> why.refused().code());
          if (code.equals(Optional.of(Refusal.PARENT_UNKNOWN))) {
            return Optional.empty();
          }
          if (code.equals(Optional.of(Refusal.BELOW_FINAL))) {
            return Optional.of(new Found.Refused(refused.get().refused().detail()));
          }
          if (refused.isPresent() && !code.equals(Optional.of(Refusal.BLOCK_FROM_THE_FUTURE))) {
            var what = "A header of it breaks a rule: a valid one " + refused.get().rule() + ".";
            return Optional.of(wrong(peer, what));
          }
          seen += headers.size();
          if (headers.size() < limit || refused.isPresent()) {
            return Optional.of(judged(peer, claimedWork, run, wanted));
          }
        }
      }
    }
    return Optional.of(judged(peer, claimedWork, run, wanted));
  }

  private Optional<BlockRefused> judge(
      List<SealedHeader> headers, HeaderRun run, List<SealedHeader> wanted) {
    var now = Time.of(clock.instant());
    for (var one : headers) {
      var refused = run.add(one.header(), Optional.of(one.seal()), now);
      if (refused.isPresent()) {
        return refused;
      }
      // Blocks that are here come first: the peers part somewhere behind what both have.
      if (!wanted.isEmpty() || !appending.isKnown(one.hash())) {
        refused = wanted.isEmpty() ? appending.belowFinal(one) : refused;
        if (refused.isPresent()) {
          return refused;
        }
        if (wanted.size() < WINDOW) {
          wanted.add(one);
        }
      }
    }
    return Optional.empty();
  }

  private Found judged(
      PeerUrl peer, BigInteger claimedWork, HeaderRun run, List<SealedHeader> wanted) {
    if (!wanted.isEmpty() && appending.wouldCount(run)) {
      return new Found.Better(run, wanted);
    }
    return run.work().compareTo(claimedWork) < 0
        ? wrong(peer, "It claims more work than its headers show.")
        : new Found.Nothing();
  }
}
