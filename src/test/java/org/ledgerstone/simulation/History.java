package org.ledgerstone.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.simulation.Violation.Check;

/** One history: nodes that mine, clients that send, a network that fails, until all is quiet. */
final class History {

  private static final long CLOCKS_APART_MILLIS = 300;
  private static final long SYNC_EVERY_MILLIS = 6_000;

  /** By then whoever was backed off from has been asked again. */
  private static final long QUIET_MILLIS = 60_000;

  /** By then everybody has heard of the last block. */
  private static final long LAST_MILLIS = 35_000;

  /** No call takes longer. */
  private static final long CALLS_MILLIS = 15_000;

  /** How far into the ledger's life it begins. */
  private static final long BEGIN_MILLIS = 10_000;

  /**
   * What came of it.
   *
   * @param trace all that happened, in order
   */
  record Outcome(Tally tally, String trace) {

    /** Two histories with one hash are the same. */
    Hash hash() {
      return Hash.ofText(trace);
    }
  }

  private final Plan plan;
  private final Random random;
  private final BooleanSupplier restartsReally;
  private final Timeline timeline = new Timeline();
  private final Trace trace = new Trace(timeline);
  private final Tally tally = new Tally();
  private final Watch watch;
  private final List<Node> nodes = new ArrayList<>();
  private final Network network;
  private final Clients clients;
  private final List<Order> sent = new ArrayList<>();
  private boolean isEnding;

  private History(long seed, Plan plan, List<Host> hosts, BooleanSupplier restartsReally) {
    this.plan = plan;
    this.random = new Random(seed ^ 0x5DEECE66DL);
    this.restartsReally = restartsReally;
    this.watch = new Watch(plan.kind().genesis(), tally, trace);
    this.network = new Network(timeline, random, plan, tally, trace);
    trace.add(plan.toString());
    long begin = plan.kind().genesis().time().millis() + BEGIN_MILLIS;
    for (int i = 0; i < plan.nodes(); i++) {
      long ahead = random.nextLong(2 * CLOCKS_APART_MILLIS) - CLOCKS_APART_MILLIS;
      var host = hosts.get(i);
      host.clock().follow(() -> begin + timeline.now() + ahead);
      nodes.add(new Node(host, i, timeline, random, watch, trace, network, nodes));
    }
    this.clients = new Clients(random, new RuleBook(plan.kind().genesis()).inForceAt(1), nodes);
  }

  /**
   * Plays the history of a seed on these hosts and checks it.
   *
   * @param restartsReally whether a restarting node really ends, asked each time; it makes no
   *     difference to what happens
   * @throws Violation with all that happened, if something must not have
   */
  static Outcome play(long seed, Plan plan, List<Host> hosts, BooleanSupplier restartsReally) {
    var history = new History(seed, plan, hosts, restartsReally);
    try {
      history.play();
    } catch (RuntimeException | Error e) {
      var violation = violation(e);
      throw new Violation(
          violation.map(Violation::check).orElse(Check.FAILURE),
          history.told(violation.<Throwable>map(v -> v).orElse(e)),
          e);
    }
    return new Outcome(history.tally, history.trace.text());
  }

  /** Whoever calls whoever looks may have wrapped what it threw. */
  private static Optional<Violation> violation(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof Violation violation) {
        return Optional.of(violation);
      }
    }
    return Optional.empty();
  }

  private String told(Throwable e) {
    return e.getMessage() + "\n" + trace.text();
  }

  private void play() {
    planEvents();
    timeline.runTo(plan.lengthMillis());
    isEnding = true;
    network.heal();
    settle();
    new Ending(plan.kind(), nodes, watch, tally).check();
    tally.count(Tally.Of.HISTORIES);
    if (tally.isDeep()) {
      tally.count(Tally.Of.HISTORIES_2_OR_MORE_DEEP);
    }
  }

  private void planEvents() {
    for (var node : nodes) {
      if (plan.kind().mayMine(node.number())) {
        timeline.after(pause(plan.mineEveryMillis()), () -> mine(node));
      }
      timeline.after(pause(SYNC_EVERY_MILLIS), () -> sync(node));
      node.begin(nodes.stream().filter(other -> other != node).map(Node::url).toList());
    }
    timeline.after(pause(plan.sendEveryMillis()), this::send);
    for (int i = 0; i < plan.partitions(); i++) {
      timeline.after(random.nextLong(plan.lengthMillis()), this::fallApart);
    }
    for (int i = 0; i < plan.restarts(); i++) {
      timeline.after(random.nextLong(plan.lengthMillis()), () -> restart(any()));
    }
  }

  /** A while, twice the average at most. */
  private long pause(long average) {
    return 1 + random.nextLong(2 * average);
  }

  private Node any() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private void mine(Node node) {
    if (isEnding) {
      return;
    }
    mineNow(node);
    if (random.nextInt(8) == 0) {
      var other = any();
      if (plan.kind().mayMine(other.number())) {
        mineNow(other); // Two at the same moment.
      }
    }
    timeline.after(pause(plan.mineEveryMillis()), () -> mine(node));
  }

  private boolean mineNow(Node node) {
    return !node.isDown() && node.mine().isPresent();
  }

  /** Somebody asks a node to catch up. */
  private void sync(Node node) {
    if (isEnding) {
      return;
    }
    var other = any();
    if (other != node && !node.isDown()) {
      node.ask(other.url());
    }
    timeline.after(pause(SYNC_EVERY_MILLIS), () -> sync(node));
  }

  private void send() {
    if (isEnding) {
      return;
    }
    var sendings = new ArrayList<>(clients.next());
    if (random.nextInt(8) == 0) {
      clients.again(sent).ifPresent(sendings::add);
    }
    for (var sending : sendings) {
      if (!sending.to().isDown()) {
        sent.add(sending.order());
        tally.count(Tally.Of.ORDERS_HANDED_IN);
        sending.to().admit(sending.order());
      }
    }
    timeline.after(pause(plan.sendEveryMillis()), this::send);
  }

  private void fallApart() {
    if (isEnding) {
      return;
    }
    var part = new HashSet<Integer>();
    part.add(random.nextInt(plan.nodes()));
    if (plan.nodes() > 3) {
      part.add(random.nextInt(plan.nodes()));
    }
    network.fallApart(part);
    timeline.after(1_000 + random.nextInt(plan.partitionMillis()), network::comeTogether);
  }

  private void restart(Node node) {
    if (isEnding || node.isDown()) {
      return;
    }
    tally.count(Tally.Of.RESTARTS);
    node.end();
    timeline.after(100 + random.nextInt(2_000), () -> startAgain(node));
  }

  private void startAgain(Node node) {
    boolean really = restartsReally.getAsBoolean();
    if (really) {
      tally.count(Tally.Of.RESTARTS_OF_THE_PROCESS);
    }
    node.startAgain(really);
  }

  /** The nodes come to one chain by themselves. */
  private void settle() {
    timeline.runTo(timeline.now() + QUIET_MILLIS);
    if (plan.kind().isListed()) {
      // All agree without another block; then they must be able to go on.
      if (!agree() && plan.kind().genesis().finalDepth() == 0) {
        throw new Violation(Check.AGREEMENT, "Not without another block");
      }
      if (nodes.stream().filter(n -> plan.kind().mayMine(n.number())).noneMatch(this::mineLate)) {
        throw new Violation(Check.PROGRESS, "Nobody can mine on what all have");
      }
    } else {
      mineLate(any());
    }
    timeline.runTo(timeline.now() + LAST_MILLIS);
    if (!plan.kind().isListed() && plan.kind().genesis().finalDepth() > 0) {
      breakTies();
    }
    nodes.forEach(Node::rest);
    timeline.runTo(timeline.now() + CALLS_MILLIS);
    for (var node : nodes) {
      if (node.isAtWork()) {
        throw new Violation(Check.PROGRESS, node + " never gets quiet");
      }
    }
  }

  /** Where one part of the nodes does not follow the last block, the others may be undecided. */
  private void breakTies() {
    for (int i = 0; i < plan.nodes() && !agree(); i++) {
      mineLate(nodes.get(i));
      timeline.runTo(timeline.now() + LAST_MILLIS);
    }
  }

  private boolean agree() {
    return nodes.stream().map(node -> node.chain().head().hash()).distinct().count() == 1;
  }

  private boolean mineLate(Node node) {
    timeline.runTo(timeline.now() + 2 * Kind.INTERVAL_MILLIS + 2 * CLOCKS_APART_MILLIS);
    return mineNow(node);
  }
}
