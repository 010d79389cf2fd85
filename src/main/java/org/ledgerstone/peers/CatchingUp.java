package org.ledgerstone.peers;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.PreparedBlock;
import org.ledgerstone.ledger.RunOutcome;
import org.ledgerstone.ledger.SealedHeader;
import org.ledgerstone.peers.HeaderSearch.Found;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.BlockRefused.Blame;

/**
 * Takes over what a peer's chain has more than this node's: headers first, and only if they show
 * enough work the bodies, from several peers at once. What is taken is durable, so whoever begins
 * again goes on from there. Looking at headers changes nothing and holds up nobody; blocks are
 * taken in from one at a time. Calls and checks that may go on beside are handed to an executor.
 */
final class CatchingUp {

  /**
   * What came of it.
   *
   * @param blocksTaken how many blocks are on the chain or beside it now that were not
   * @param chainReplaced whether blocks of the chain here gave way
   * @param faults of those who did not answer, or not truly
   * @param refused why no more was taken, if nobody is to blame for that
   */
  record Result(
      long blocksTaken, boolean chainReplaced, List<Fault> faults, Optional<String> refused) {

    static final Result NOTHING = new Result(0, false, List.of());

    Result(long blocksTaken, boolean chainReplaced, List<Fault> faults) {
      this(blocksTaken, chainReplaced, faults, Optional.empty());
    }

    static Result wrong(Fault fault) {
      return new Result(0, false, List.of(fault));
    }

    static Result refused(String detail) {
      return new Result(0, false, List.of(), Optional.of(detail));
    }

    /** Whether there is no use in going on. */
    boolean isEnd() {
      return refused.isPresent() || !faults.isEmpty();
    }

    Result and(Result later) {
      return new Result(
          blocksTaken + later.blocksTaken,
          chainReplaced || later.chainReplaced,
          Stream.concat(faults.stream(), later.faults.stream()).toList(),
          later.refused.or(() -> refused));
    }
  }

  /** After so long another peer that waits has its turn. */
  private static final Duration TURN = Duration.ofSeconds(60);

  private final ReentrantLock oneAtATime = new ReentrantLock(true);
  private final PeerNetwork network;
  private final HeaderSearch headers;
  private final Appending appending;
  private final Chain chain;
  private final Clock clock;
  private final Executor fetchers;
  private final Progress progress;

  CatchingUp(
      PeerNetwork network,
      Appending appending,
      Chain chain,
      Clock clock,
      Executor fetchers,
      Progress progress) {
    this.network = network;
    this.headers = new HeaderSearch(network, appending, chain, clock);
    this.appending = appending;
    this.chain = chain;
    this.clock = clock;
    this.fetchers = fetchers;
    this.progress = progress;
  }

  /**
   * Catches up with a peer, as far as it is ahead.
   *
   * @param claimed the head that the peer says it has
   * @param helpers other peers that bodies may come from
   */
  Result with(PeerUrl source, PeerHead claimed, List<PeerUrl> helpers) {
    var result = Result.NOTHING;
    boolean goesOn = true;
    while (goesOn && !result.isEnd() && mayCount(claimed)) {
      var before = chain.head().hash();
      var turn = step(source, claimed, helpers);
      result = result.and(turn);
      goesOn = turn.blocksTaken() > 0 || !chain.head().hash().equals(before);
    }
    progress.ended(source);
    return result;
  }

  /** Whether the claim, if it is true, could change anything here. */
  private boolean mayCount(PeerHead claimed) {
    int byWork = claimed.work().compareTo(chain.head().work());
    boolean turnsDecide = !chain.rulesInForce().miners().isEmpty();
    return (byWork > 0 || (byWork == 0 && turnsDecide)) && !appending.isKnown(claimed.hash());
  }

  private Result step(PeerUrl source, PeerHead claimed, List<PeerUrl> helpers) {
    return switch (headers.of(source, claimed.work())) {
      case Found.Wrong(var fault) -> Result.wrong(fault);
      case Found.Nothing n -> Result.NOTHING;
      case Found.Refused(var detail) -> Result.refused(detail);
      case Found.Better better -> turn(source, claimed, helpers, better);
    };
  }

  private Result turn(PeerUrl source, PeerHead claimed, List<PeerUrl> helpers, Found.Better found) {
    oneAtATime.lock();
    try {
      // Others have had their turn since: it may be that they brought the same.
      if (!mayCount(claimed) || !appending.wouldCount(found.run())) {
        return Result.NOTHING;
      }
      var wanted = found.wanted().stream().dropWhile(one -> appending.isKnown(one.hash())).toList();
      return wanted.isEmpty() ? Result.NOTHING : turn(source, claimed, helpers, wanted);
    } finally {
      oneAtATime.unlock();
    }
  }

  private Result turn(
      PeerUrl source, PeerHead claimed, List<PeerUrl> helpers, List<SealedHeader> wanted) {
    progress.begun(
        source,
        wanted.getFirst().header().index() - 1,
        Math.max(claimed.index(), wanted.getLast().header().index()));
    var sources = Stream.concat(Stream.of(source), helpers.stream()).distinct().toList();
    return take(new Bodies(network, appending, fetchers, sources, wanted), source, wanted);
  }

  private Result take(Bodies bodies, PeerUrl source, List<SealedHeader> wanted) {
    var result = Result.NOTHING;
    var end = clock.instant().plus(TURN);
    for (var page = bodies.next(); !page.isEmpty(); page = bodies.next()) {
      var rest = wanted.subList((int) result.blocksTaken(), wanted.size());
      result = result.and(take(page, source, rest));
      if (result.isEnd() || clock.instant().isAfter(end)) {
        break;
      }
    }
    return result;
  }

  private Result take(List<Bodies.Arrival> page, PeerUrl source, List<SealedHeader> wanted) {
    var run = new ArrayList<PreparedBlock>();
    for (var arrival : page) {
      if (arrival.block().isEmpty()) {
        break;
      }
      run.add(arrival.block().get());
    }
    var outcome =
        run.isEmpty() ? new RunOutcome(0, false, Optional.empty()) : appending.append(run);
    if (outcome.taken() > 0) {
      var taken = run.subList(0, outcome.taken());
      progress.came(
          taken.getLast().block().header().index(),
          taken.stream().mapToLong(one -> one.block().transactions().size()).sum());
    }
    var result = new Result(outcome.taken(), outcome.replacedChain(), List.of());
    if (outcome.taken() == page.size()) {
      return result;
    }
    var next = page.get(outcome.taken());
    return result.and(
        outcome
            .refused()
            .map(refused -> refused(refused, next, source))
            .orElseGet(() -> missing(next, wanted.get(outcome.taken()))));
  }

  private static Result refused(BlockRefused refused, Bodies.Arrival arrival, PeerUrl source) {
    return refused.blame() == Blame.NOBODY
        ? Result.refused(refused.refused().detail())
        : Result.wrong(new Fault(culprit(refused, arrival.from(), source), told(refused)));
  }

  /** Whoever has changed its chain since it showed the header need not have the block any more. */
  private Result missing(Bodies.Arrival arrival, SealedHeader wanted) {
    var shown = network.headers(arrival.from(), wanted.header().index(), 1);
    boolean hasChanged =
        shown instanceof PeerAnswer.Got<List<SealedHeader>>(var headers)
            && headers.stream().noneMatch(header -> header.hash().equals(wanted.hash()));
    return hasChanged
        ? Result.refused("It has changed its chain meanwhile.")
        : Result.wrong(new Fault(arrival.from(), arrival.failure()));
  }

  /** Whoever showed the header is to blame for what it commits to, whoever sent the body else. */
  private static PeerUrl culprit(BlockRefused refused, PeerUrl from, PeerUrl source) {
    return refused.blame() == Blame.MESSAGE ? from : source;
  }

  private static String told(BlockRefused refused) {
    return "A block of it was refused: a valid one "
        + refused.rule()
        + " ("
        + refused.refused().code()
        + ").";
  }
}
