package org.ledgerstone.simulation;

import java.util.List;
import java.util.Optional;
import org.ledgerstone.ledger.Accounts;
import org.ledgerstone.ledger.Admission;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.FreshStart;
import org.ledgerstone.ledger.PreparedBlock;
import org.ledgerstone.ledger.RunOutcome;
import org.ledgerstone.ledger.SealOutcome;
import org.ledgerstone.ledger.Sealing;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.ledger.Verdict;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.SealedBlock;

/** A node of a simulation: the real ledger, with everything that it is asked to do looked at. */
final class Node {

  private final Host host;
  private final int number;
  private final Watch watch;
  private final Trace trace;
  private boolean down;
  private long life;

  /** A node whose ledger has just begun. */
  Node(Host host, int number, Watch watch, Trace trace) {
    this.host = host;
    this.number = number;
    this.watch = watch;
    this.trace = trace;
    watch.begin(this);
  }

  int number() {
    return number;
  }

  PeerUrl url() {
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

  Accounts accounts() {
    return get(Accounts.class);
  }

  Transactions transactions() {
    return get(Transactions.class);
  }

  Appending appending() {
    return get(Appending.class);
  }

  /** Mines a block, if it can now. */
  Optional<SealedBlock> mine() {
    var outcome = get(Sealing.class).seal("", Companion.none());
    switch (outcome) {
      case SealOutcome.Sealed(var block, var work) -> {
        trace.add(this + " mines " + block.header().index() + " " + Trace.brief(block.hash()));
        watch.mined(this, block);
        watch.look(this);
        return Optional.of(block);
      }
      case SealOutcome.Rejected(var refused) -> trace.add(this + " cannot mine: " + refused.code());
      case SealOutcome.Unwanted u -> throw new IllegalStateException("Nobody was asked");
    }
    return Optional.empty();
  }

  /** Takes in a block; refuses none that a node made but for what the refuser lacks. */
  AppendOutcome append(SealedBlock block) {
    var outcome = appending().append(block, Companion.none());
    trace.add(
        this
            + " gets "
            + Trace.brief(block.hash())
            + ": "
            + switch (outcome) {
              case AppendOutcome.Rejected(var why) -> why.refused().code();
              default -> outcome.getClass().getSimpleName();
            });
    if (outcome instanceof AppendOutcome.Rejected(var why)) {
      watch.refused(this, block, why);
    }
    watch.look(this);
    return outcome;
  }

  /** Takes in blocks that follow one another. */
  RunOutcome append(List<PreparedBlock> run) {
    var outcome = appending().append(run);
    trace.add(this + " gets " + run.size() + " blocks, takes " + outcome.taken());
    outcome.refused().ifPresent(why -> watch.refused(this, run.get(outcome.taken()).block(), why));
    watch.look(this);
    return outcome;
  }

  /** Takes in an order; whether it is new here. */
  boolean admit(Order order) {
    var verdict = get(Admission.class).admit(order, Companion.none());
    trace.add(
        this
            + " gets "
            + Trace.brief(order.id())
            + ": "
            + switch (verdict) {
              case Verdict.Rejected(var refused) -> refused.code();
              default -> verdict.getClass().getSimpleName();
            });
    if (verdict instanceof Verdict.Accepted) {
      watch.accepted(this, order);
      return true;
    }
    if (verdict instanceof Verdict.Rejected(var refused)
        && refused.code() == Refusal.SIGNATURE_MISMATCH) {
      throw new Violation(Violation.Check.HONEST, this + " refuses " + order + ": " + refused);
    }
    return false;
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
   * @throws Network.NodeGone if the node has ended since
   */
  void mustLive(long when) {
    if (life != when) {
      throw new Network.NodeGone();
    }
  }

  @Override
  public String toString() {
    return "node" + number;
  }
}
