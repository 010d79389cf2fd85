package org.ledgerstone.simulation;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ledgerstone.ledger.Accounts;
import org.ledgerstone.ledger.Admission;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.BlockBodies;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.FreshStart;
import org.ledgerstone.ledger.SealOutcome;
import org.ledgerstone.ledger.SealedHeader;
import org.ledgerstone.ledger.Sealing;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.ledger.TransactionsAccepted;
import org.ledgerstone.ledger.Verdict;
import org.ledgerstone.peers.HeadNews;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.peers.PeersByHand;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.SealedBlock;

/**
 * A node of a simulation: the real ledger and the real decisions about peers. In place of their
 * threads it looks around from time to time, and everything that it does is watched.
 */
final class Node {

  private static final long LOOK_MILLIS = 250;

  private final Host host;
  private final int number;
  private final Timeline timeline;
  private final Random random;
  private final Watch watch;
  private final Trace trace;
  private final SimulatedPeers network;
  private Rounds rounds;
  private boolean resting;
  private boolean down;
  private long life;

  /** A node whose ledger has just begun. */
  Node(
      Host host,
      int number,
      Timeline timeline,
      Random random,
      Watch watch,
      Trace trace,
      Network network,
      List<Node> all) {
    this.host = host;
    this.number = number;
    this.timeline = timeline;
    this.random = random;
    this.watch = watch;
    this.trace = trace;
    FreshStart.begin(host.node());
    PeersByHand.forget(host.node());
    host.events().follow(this::happened);
    this.network = new SimulatedPeers(network, this, all);
    this.rounds = newRounds();
    watch.begin(this);
  }

  int number() {
    return number;
  }

  PeerUrl url() {
    return url(number);
  }

  static PeerUrl url(int number) {
    return new PeerUrl("http://node" + number + ":80");
  }

  Host host() {
    return host;
  }

  private <T> T get(Class<T> type) {
    return host.node().get(type);
  }

  Chain chain() {
    return get(Chain.class);
  }

  /** What it hands out of these blocks. */
  List<SealedBlock> bodies(List<SealedHeader> headers) {
    var bodies = get(BlockBodies.class);
    return bodies
        .write(headers.getFirst().header().index(), headers.getLast().hash())
        .map(json -> bodies.read(json, headers))
        .orElse(List.of());
  }

  Accounts accounts() {
    return get(Accounts.class);
  }

  Transactions transactions() {
    return get(Transactions.class);
  }

  private Rounds newRounds() {
    return new Rounds(this, new PeersByHand(host.node(), network, random), timeline, watch, trace);
  }

  /** Begins to look around, with these peers. */
  void begin(List<PeerUrl> others) {
    rounds.expect(others);
    timeline.after(random.nextLong(LOOK_MILLIS), this::lookAround);
  }

  /** By the thread that has done it; those who accept orders are waited for. */
  private void happened(Object event) {
    switch (event) {
      case TransactionsAccepted accepted ->
          accepted.orders().forEach(order -> watch.accepted(this, order));
      default -> watch.look(this);
    }
    rounds.add(event);
  }

  private void lookAround() {
    if (!down) {
      rounds.look();
    }
    if (!resting) {
      timeline.after(LOOK_MILLIS, this::lookAround);
    }
  }

  /** From now on it begins nothing by itself. */
  void rest() {
    resting = true;
  }

  /** Catches up with a peer, as somebody has asked it to. */
  void ask(PeerUrl peer) {
    rounds.ask(peer);
  }

  /** Whether it is in the middle of something. */
  boolean isAtWork() {
    return rounds.isAtWork();
  }

  /** Mines a block, if it can now. */
  Optional<SealedBlock> mine() {
    var outcome = get(Sealing.class).seal("", Companion.none());
    switch (outcome) {
      case SealOutcome.Sealed(var block, var work) -> {
        trace.add(this + " mines " + block.header().index() + " " + Trace.brief(block.hash()));
        watch.mined(this, block);
        watch.look(this);
        rounds.announce();
        return Optional.of(block);
      }
      case SealOutcome.Rejected(var refused) -> trace.add(this + " cannot mine: " + refused.code());
      case SealOutcome.Unwanted u -> throw new IllegalStateException("Nobody was asked");
    }
    return Optional.empty();
  }

  /** Takes in a block that somebody sends. */
  AppendOutcome append(SealedBlock block) {
    var outcome = get(Appending.class).append(block, Companion.none());
    trace.add(this + " gets " + Trace.brief(block.hash()) + ": " + word(outcome));
    if (outcome instanceof AppendOutcome.Rejected(var why)) {
      watch.refused(this, block, why);
    }
    watch.look(this);
    rounds.announce();
    return outcome;
  }

  private static String word(AppendOutcome outcome) {
    return outcome instanceof AppendOutcome.Rejected(var why)
        ? why.refused().code().name()
        : outcome.getClass().getSimpleName();
  }

  /** Takes in an order that a client sends. */
  void admit(Order order) {
    var verdict = get(Admission.class).admit(order, Companion.none());
    var word =
        verdict instanceof Verdict.Rejected(var refused)
            ? refused.code().name()
            : verdict.getClass().getSimpleName();
    trace.add(this + " gets " + Trace.brief(order.id()) + ": " + word);
    rounds.announce();
  }

  /** Hears of a block from another node; whether it wants it. */
  boolean hears(HeadNews newHead, Node from) {
    return rounds.hears(newHead, from.url());
  }

  /** Hears of orders from another node. */
  void hears(List<Order> orders, Node from) {
    rounds.hears(orders, from.url());
  }

  /** Ends at once. */
  void end() {
    trace.add(this + " ends");
    down = true;
    life++;
  }

  /** Starts again with what the database has. */
  void startAgain(boolean really) {
    trace.add(this + " starts again");
    if (really) {
      host.restart();
    } else {
      FreshStart.forget(host.node());
    }
    rounds = newRounds();
    down = false;
    watch.look(this);
  }

  boolean isDown() {
    return down;
  }

  /** Which of its lives it is in. */
  long life() {
    return life;
  }

  /**
   * For a process that has waited.
   *
   * @throws Gone if the node has ended since
   */
  void mustLive(long when) {
    if (life != when) {
      throw new Gone();
    }
  }

  /** A process of a node that is no more. */
  static final class Gone extends Error {

    private static final long serialVersionUID = 1;
  }

  @Override
  public String toString() {
    return "node" + number;
  }
}
