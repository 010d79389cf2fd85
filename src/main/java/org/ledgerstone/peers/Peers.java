package org.ledgerstone.peers;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.SchemaLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The other nodes, at most {@value #COUNT_MAX}: which they are and how they are. The list is kept
 * in the database. Safe for any thread.
 */
@Component
public class Peers {

  /** How many peers a node takes. */
  public static final int COUNT_MAX = 200;

  private static final Logger log = LoggerFactory.getLogger(Peers.class);

  private final PeerTable table;
  private final SchemaLevel schema;
  private final Handshake handshake;
  private final CatchingUp catchingUp;
  private final BackOff backOff;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final Met met = new Met();
  private volatile Map<PeerUrl, Peer> known = Map.of();

  Peers(
      PeerTable table,
      SchemaLevel schema,
      Handshake handshake,
      CatchingUp catchingUp,
      BackOff backOff,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.table = table;
    this.schema = schema;
    this.handshake = handshake;
    this.catchingUp = catchingUp;
    this.backOff = backOff;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** All of them, in the order in which they were added. */
  public List<Peer> all() {
    return List.copyOf(reload().values());
  }

  /**
   * Puts a node on the list, if it answers as another node of this ledger does. Takes as long as
   * the node takes to answer, ten seconds at most; catching up with it is left to the next round.
   */
  public AddOutcome add(PeerUrl url) {
    return add(url, Companion.none());
  }

  /**
   * Like {@link #add(PeerUrl)}.
   *
   * @param companion what to write along with it unless it is refused
   */
  public AddOutcome add(PeerUrl url, Companion<AddOutcome> companion) {
    if (table.find(url).isPresent()) {
      return write(Peer.added(url, clock.instant()), companion);
    }
    if (table.count() >= COUNT_MAX) {
      return full();
    }
    return switch (handshake.with(url)) {
      case Handshake.Outcome.Refused(var code, var detail) -> new AddOutcome.Refused(code, detail);
      case Handshake.Outcome.Met(var facts) -> {
        var now = clock.instant();
        var outcome = write(Peer.added(url, now).met(facts, now), companion);
        if (outcome instanceof AddOutcome.Added) {
          met.add(url);
          want(url);
          log.info("{} is a peer now", url);
        }
        yield outcome;
      }
    };
  }

  /** One that others add at the same moment is met when it is tried again. */
  private synchronized AddOutcome write(Peer peer, Companion<AddOutcome> companion) {
    try {
      return writeOnce(peer, companion);
    } catch (DuplicateKeyException e) {
      return writeOnce(peer, companion);
    }
  }

  private AddOutcome writeOnce(Peer peer, Companion<AddOutcome> companion) {
    var outcome =
        transaction.execute(status -> {
          var before = table.find(peer.url());
          schema.require();
          if (before.isEmpty() && table.count() >= COUNT_MAX) {
            return full();
          }
          if (before.isEmpty()) {
            table.insert(peer);
          }
          var written =
              before
                  .<AddOutcome>map(AddOutcome.Known::new)
                  .orElseGet(() -> new AddOutcome.Added(peer));
          companion.happened(written);
          return written;
        });
    reload();
    return outcome;
  }

  private static AddOutcome full() {
    return new AddOutcome.Refused(
        PeerRefusal.PEERS_FULL, "There are " + COUNT_MAX + "; remove one first.");
  }

  /**
   * Puts nodes on the list without asking them. They are asked later, until they answer; one that
   * turns out to be this node itself is taken off again.
   */
  void expect(List<PeerUrl> urls) {
    for (var url : urls) {
      write(Peer.added(url, clock.instant()), Companion.none());
    }
  }

  /**
   * Takes a node off the list.
   *
   * @return whether it was on it
   */
  public boolean remove(PeerUrl url) {
    return remove(url, Companion.none());
  }

  /**
   * Like {@link #remove(PeerUrl)}.
   *
   * @param companion what to write along with it if it was on the list
   */
  public boolean remove(PeerUrl url, Companion<PeerUrl> companion) {
    boolean removed =
        transaction.execute(status -> {
          table.find(url);
          schema.require();
          boolean was = table.delete(url);
          if (was) {
            companion.happened(url);
          }
          return was;
        });
    met.remove(url);
    reload();
    return removed;
  }

  /**
   * Asks every peer now, whatever its back-off, all at once, and returns when each has answered or
   * failed. A peer that is away is a report, not an exception.
   */
  public List<SyncReport> sync() {
    var calls = new ArrayList<FutureTask<SyncReport>>();
    for (var peer : all()) {
      var call = new FutureTask<>(() -> sync(peer.url()));
      calls.add(call);
      Thread.ofVirtual().name("peer-sync").start(call);
    }
    return calls.stream().map(Peers::await).toList();
  }

  private static SyncReport await(FutureTask<SyncReport> call) {
    try {
      return call.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  /** Asks one peer who it is and how far, and catches up with it if it is ahead. */
  SyncReport sync(PeerUrl url) {
    return switch (handshake.with(url)) {
      case Handshake.Outcome.Met(var facts) -> {
        met(url, facts);
        yield caughtUp(url, facts);
      }
      case Handshake.Outcome.Refused(var code, var detail) -> {
        refused(url, code, detail);
        yield new SyncReport(url, false, 0, false, detail);
      }
    };
  }

  private SyncReport caughtUp(PeerUrl url, PeerFacts facts) {
    var helpers = met().stream().filter(helper -> !helper.equals(url)).filter(this::isFit).toList();
    var result = catchingUp.with(url, facts.head(), helpers);
    for (var fault : result.faults()) {
      log.warn("{} is left alone for a while: {}", fault.peer(), fault.detail());
      change(fault.peer(), peer -> peer.failed(fault.detail(), clock.instant(), backOff));
    }
    if (result.faults().stream().noneMatch(fault -> fault.peer().equals(url))) {
      succeeded(url);
    }
    var detail =
        result.faults().stream()
            .map(Fault::detail)
            .findFirst()
            .or(result::refused)
            .orElseGet(() -> "Its newest block is " + facts.head().index() + ".");
    return new SyncReport(url, true, result.blocksTaken(), result.chainReplaced(), detail);
  }

  /** Does not make up for a failure yet: whoever lies about blocks tells this truly. */
  private void met(PeerUrl url, PeerFacts facts) {
    if (change(url, peer -> peer.met(facts, clock.instant())) && met.add(url)) {
      log.info("{} keeps the same ledger", url);
    }
  }

  private void refused(PeerUrl url, PeerRefusal code, String detail) {
    if (code == PeerRefusal.PEER_IS_SELF) {
      log.info("{} is this node itself, so it is no peer", url);
      remove(url);
    } else {
      boolean away = code == PeerRefusal.PEER_UNREACHABLE;
      if (!away && met.remove(url)) {
        log.warn("{} is none to talk to any more: {}", url, detail);
      }
      change(url, peer -> peer.failed(detail, clock.instant(), backOff));
    }
  }

  /** A call failed: the peer is left alone for a while. */
  void failed(PeerUrl url, PeerFailure failure) {
    change(url, peer -> peer.failed(failure.detail(), clock.instant(), backOff));
  }

  private void succeeded(PeerUrl url) {
    if (known(url).filter(peer -> peer.failures() > 0).isPresent()) {
      change(url, Peer::recovered);
      met.isBack(url);
    }
  }

  /** Returns whether the peer is still on the list. */
  private synchronized boolean change(PeerUrl url, UnaryOperator<Peer> change) {
    var before = table.find(url);
    if (schema.isCurrent()) {
      before.map(change).ifPresent(table::update);
    }
    reload();
    return before.isPresent();
  }

  /** A peer as this instance last read it. Asks no database. */
  Optional<Peer> known(PeerUrl url) {
    return Optional.ofNullable(known.get(url));
  }

  /** The peers that have turned out to be nodes of this ledger since this node has started. */
  public List<PeerUrl> met() {
    return known.keySet().stream().filter(met::includes).toList();
  }

  /** Those met that are new, or back after a failure, since this was last asked. */
  List<PeerUrl> takeNewcomers() {
    return met.takeNewcomers();
  }

  /** A sync with this peer is wanted soon. Counts for nothing while it is backed off from. */
  void want(PeerUrl url) {
    if (isFit(url)) {
      met.want(url);
    }
  }

  /** The peers with which a sync is wanted; they are not wanted any more then. */
  List<PeerUrl> takeWanted() {
    return met.takeWanted();
  }

  /** Whether this is a peer, and none that is backed off from. */
  public boolean isFit(PeerUrl url) {
    var now = clock.instant();
    return known(url).filter(peer -> !peer.isBackedOff(now)).isPresent();
  }

  /** The peers to be asked at this moment: not asked yet, not for a while, or after a back-off. */
  List<PeerUrl> due() {
    var now = clock.instant();
    return known.values().stream()
        .filter(peer -> !peer.isBackedOff(now))
        .filter(peer -> !met.includes(peer.url()) || peer.isDue(now))
        .map(Peer::url)
        .toList();
  }

  /** Reads the list, which another instance may have changed. */
  synchronized Map<PeerUrl, Peer> reload() {
    var read = new LinkedHashMap<PeerUrl, Peer>();
    table.all().forEach(peer -> read.put(peer.url(), peer));
    known = read;
    return read;
  }
}
