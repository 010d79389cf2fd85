package org.ledgerstone.ledger;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.ProofOfWork;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.TextKind;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Seals the oldest pending transactions into a block of this node: chooses them, builds the header
 * and finds its nonce outside any lock, then writes the block in one change. If another block came
 * first meanwhile, it starts again on that.
 */
@Component
public class Sealing {

  /** How far a block's time may run ahead of the clock so as to keep the interval. */
  static final long AHEAD_MAX_MILLIS = 1000;

  /** How often mining looks whether it is still of use. */
  private static final long LOOK_MILLIS = 1000;

  private final Writer writer;
  private final ChainWriter appender;
  private final SealingPlans plans;
  private final HeadTable heads;
  private final OneChain oneChain;
  private final SealedStandings standings;
  private final RecentlyAdmitted recently;
  private final NodeWallet wallet;
  private final RuleBook rules;
  private final Steps steps;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Sealing(
      Writer writer,
      ChainWriter appender,
      SealingPlans plans,
      HeadTable heads,
      OneChain oneChain,
      SealedStandings standings,
      RecentlyAdmitted recently,
      NodeWallet wallet,
      RuleBook rules,
      Steps steps,
      ApplicationEventPublisher events,
      Clock clock) {
    this.writer = writer;
    this.appender = appender;
    this.plans = plans;
    this.heads = heads;
    this.oneChain = oneChain;
    this.standings = standings;
    this.recently = recently;
    this.wallet = wallet;
    this.rules = rules;
    this.steps = steps;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Makes the next block.
   *
   * @param data what the miner writes into it, possibly empty
   * @param companion what to write along with it
   */
  public SealOutcome seal(String data, Companion<SealOutcome.Sealed> companion) {
    var fault = TextKind.DATA.fault(data);
    return fault.isPresent()
        ? rejected(Refusal.TEXT_INVALID.because("data: it " + fault.get()))
        : seal(data, companion, false);
  }

  /** Makes the next block if that is full, by number or by text. */
  SealOutcome sealFull() {
    return seal("", Companion.none(), true);
  }

  private SealOutcome seal(
      String data, Companion<SealOutcome.Sealed> companion, boolean onlyIfFull) {
    while (true) {
      var outcome = oneChain.attempt(() -> trySeal(data, companion, onlyIfFull));
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
  }

  /** Empty if the head or the pool moved meanwhile. */
  private Optional<SealOutcome> trySeal(
      String data, Companion<SealOutcome.Sealed> companion, boolean onlyIfFull) {
    steps.reached(Step.SEALING_BEGUN);
    var now = Time.of(clock.instant());
    var plan = plans.choose(wallet.address(), data, now);
    if (onlyIfFull && !plan.isFull()) {
      return Optional.of(rejected(Refusal.NOTHING_TO_SEAL.plainly()));
    }
    var cannot = cannotSeal(plan, now);
    if (cannot.isPresent()) {
      return Optional.of(rejected(cannot.get()));
    }
    if (plan.transactions().isEmpty() && plan.unfit().isEmpty()) {
      return Optional.of(rejected(Refusal.NOTHING_TO_SEAL.plainly()));
    }
    steps.reached(Step.SEALING_CHOSEN);
    if (!plan.unfit().isEmpty()) {
      return beforehand(plan, head -> appender.dropWhatNoLongerFits(plan.unfit(), plan.time()));
    }
    int rewards = plan.transactions().size() - plan.rows().size();
    if (!appender.hasRoom(plan.head(), rewards)) {
      return beforehand(plan, head -> appender.makeRoom(head, rewards));
    }
    return mine(plan, data)
        .map(header -> sealed(header, data, plan.transactions()))
        .flatMap(block -> append(plan, block, companion));
  }

  private Optional<Refused> cannotSeal(SealingPlan plan, Time now) {
    var inForce = rules.inForceAt(plan.head().index());
    return BlockRules.mayMine(wallet.address(), plan.ancestors(), inForce)
        .or(() ->
            plan.time().millis() > now.millis() + AHEAD_MAX_MILLIS
                ? Optional.of(
                    Refusal.BLOCK_TOO_SOON.because(
                        "The next block can be dated " + plan.time() + " at the earliest."))
                : Optional.empty());
  }

  /** Empty if another block has come first meanwhile. */
  private Optional<Header> mine(SealingPlan plan, String data) {
    var leaves = SealedBlock.leaves(plan.transactions());
    steps.reached(Step.SEALING_HASHED);
    var inForce = rules.inForceAt(plan.head().index());
    var header = plan.header(inForce, wallet.address(), leaves, data);
    steps.reached(Step.SEALING_ROOTED);
    var nextLook = new AtomicLong(clock.millis() + LOOK_MILLIS);
    var mined =
        ProofOfWork.mine(
            header,
            () -> {
              long due = nextLook.get();
              return clock.millis() >= due
                  && nextLook.compareAndSet(due, clock.millis() + LOOK_MILLIS)
                  && !heads.read().hash().equals(plan.head().hash());
            });
    if (mined.isEmpty() && Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("Mining was interrupted");
    }
    return mined;
  }

  private SealedBlock sealed(Header header, String data, List<Transaction> transactions) {
    steps.reached(Step.SEALING_MINED);
    var seal = wallet.sign(header.hash().bytes());
    steps.reached(Step.SEALING_SEALED);
    return new SealedBlock(header, Optional.of(seal), data, transactions);
  }

  /** Changes the pool, after which another plan is needed. */
  private Optional<SealOutcome> beforehand(SealingPlan plan, Consumer<Head> work) {
    writer.change(change -> {
      if (isStillHead(plan, change)) {
        work.accept(change.head());
        recently.forget();
      } else {
        change.nothingChanged();
      }
      return plan;
    });
    return Optional.empty();
  }

  private static boolean isStillHead(SealingPlan plan, Writer.Change change) {
    return change.head().isStill(plan.head());
  }

  private Optional<SealOutcome> append(
      SealingPlan plan, SealedBlock block, Companion<SealOutcome.Sealed> companion) {
    var version = new AtomicLong();
    Optional<SealOutcome> outcome =
        writer.seal(change -> {
          if (!companion.stillWanted()) {
            change.nothingChanged();
            return Optional.of(new SealOutcome.Unwanted());
          }
          steps.reached(Step.APPENDING_LOCKED);
          // Somebody else may have dropped what was chosen without moving the head.
          if (!isStillHead(plan, change)
              || !appender.appendFromPool(
                  change.head(), block, plan.rows(), plan.change(), plan.ancestors()::account)) {
            recently.forget();
            change.nothingChanged();
            return Optional.empty();
          }
          version.set(change.head().version());
          var sealed =
              new SealOutcome.Sealed(
                  block, change.head().work().add(ProofOfWork.of(block.header().difficulty())));
          companion.happened(sealed);
          return Optional.of(sealed);
        });
    if (outcome.isPresent()) {
      steps.reached(Step.APPENDING_COMMITTED);
      if (version.get() != 0) {
        standings.moved(plan.head().version(), version.get(), plan.change().after());
        events.publishEvent(new BlockAppended(block.header().index(), block.hash()));
      }
    }
    return outcome;
  }

  private static SealOutcome rejected(Refused refused) {
    return new SealOutcome.Rejected(refused);
  }
}
