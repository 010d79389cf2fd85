package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.ledgerstone.ethereum.Reading.NotRead;
import org.ledgerstone.ethereum.Reading.Read;
import org.ledgerstone.ethereum.SubmitterView.State;
import org.ledgerstone.ethereum.TakenNonce.Taken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings about what was submitted: signs, keeps the signed bytes, and only then sends them; watches
 * every attempt until one of them is final; offers more where none is mined. Nothing it does twice
 * has an effect twice: what is sent again are the same bytes, and two signatures for one submission
 * have one nonce.
 *
 * <p>A round looks at everything once. What the node does not say, or says of another chain, leaves
 * everything as it is.
 */
public final class Submitter {

  /** So many nonces are signed beyond the last one that is mined. */
  static final int AHEAD_MAX = 16;

  private static final Logger log = LoggerFactory.getLogger(Submitter.class);

  private final EthereumChain chain;
  private final Submissions submissions;
  private final SigningDesk desk;
  private final ChainFinality finality;
  private final SubmitSettings settings;
  private final Clock clock;
  private volatile Now now = Now.RUNNING;

  /** How it is. */
  private record Now(State state, String detail) {

    static final Now RUNNING = new Now(State.RUNNING, "");

    static Now halted(String why) {
      return new Now(State.HALTED, why);
    }
  }

  Submitter(
      EthereumChain chain,
      Submissions submissions,
      SigningDesk desk,
      ChainFinality finality,
      SubmitSettings settings,
      Clock clock) {
    this.chain = chain;
    this.submissions = submissions;
    this.desk = desk;
    this.finality = finality;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * How it was after the last round; whether it is halted, as it is now.
   *
   * @throws org.springframework.dao.DataAccessException if the database does not answer
   */
  public SubmitterView view() {
    var is = now;
    if (is.state() == State.RUNNING || is.state() == State.HALTED) {
      is = desk.halted().map(Now::halted).orElse(Now.RUNNING);
    }
    return submissions.view(is.state(), is.detail());
  }

  /**
   * Takes everything as far as it goes now.
   *
   * @throws org.springframework.dao.DataAccessException if the database does not answer; the next
   *     round goes on
   */
  void round() {
    if (!desk.isKnown()) {
      now = onReadyChain(id -> submissions.isLocked(id) ? locked() : Now.RUNNING);
      return;
    }
    if (!desk.hold()) {
      now = new Now(State.ELSEWHERE, "Another instance on this database signs.");
      return;
    }
    now =
        switch (chain.read(this::facts)) {
          case NotRead<Facts>(var code, var detail) -> new Now(State.AWAY, detail);
          case Read<Facts>(var facts) -> onReadyChain(id -> new Round(facts, id).run());
        };
  }

  /** The chain is the one that this ledger knows, and stays it, whoever answers later. */
  private Now onReadyChain(LongFunction<Now> then) {
    var view = chain.view();
    return view.state() == ChainView.State.READY
        ? then.apply(view.chain().orElseThrow().id())
        : new Now(State.AWAY, view.detail());
  }

  private static Now locked() {
    return new Now(State.LOCKED, "ETHEREUM_CHAIN_ID=1 is not set.");
  }

  /** Whether something is under way. */
  boolean isBusy() {
    return desk.isKnown() && !desk.open().isEmpty();
  }

  /** Goes on being the instance that signs, if it is. Asks no node. */
  void rest() {
    if (desk.isKnown() && !desk.hold()) {
      now = new Now(State.ELSEWHERE, "Another instance on this database signs.");
    }
  }

  /** Lets another instance sign. */
  void leave() {
    desk.leave();
  }

  /**
   * What holds for all of them.
   *
   * @param nonce how many transactions of the account stand in blocks
   * @param last number of the newest final block, -1 for none
   */
  private record Facts(long nonce, long last) {}

  private NodeAnswer<Facts> facts(EthereumNode node) {
    return node.nonce(desk.account(), BlockTag.LATEST)
        .then(nonce ->
            finality
                .newest(node)
                .map(last -> new Facts(nonce, last.map(EthereumBlock::number).orElse(-1L))));
  }

  /** One look at all of them. */
  private final class Round {

    private final Facts facts;
    private final long chainId;
    private final boolean isLocked;
    private String held = "";

    /** The node has failed during the round. */
    private Optional<String> away = Optional.empty();

    Round(Facts facts, long chainId) {
      this.facts = facts;
      this.chainId = chainId;
      this.isLocked = submissions.isLocked(chainId);
    }

    Now run() {
      long given = desk.nextNonce();
      if (desk.halted().isEmpty() && facts.nonce() > given) {
        desk.halt(submissions.foreignUse(facts.nonce(), given));
      }
      for (var one : desk.open()) {
        if (away.isEmpty() && one.state() != SubmissionState.TAKEN) {
          look(one);
        }
      }
      return state();
    }

    private Now state() {
      if (away.isPresent()) {
        return new Now(State.AWAY, away.get());
      }
      var halted = desk.halted();
      if (halted.isPresent()) {
        return Now.halted(halted.get());
      }
      return isLocked ? locked() : new Now(held.isEmpty() ? State.RUNNING : State.HELD, held);
    }

    private boolean maySign() {
      return !isLocked && held.isEmpty() && desk.halted().isEmpty();
    }

    private <T> Optional<T> ask(Function<EthereumNode, NodeAnswer<T>> call) {
      return switch (chain.read(call)) {
        case Read<T>(var value) -> Optional.of(value);
        case NotRead<T>(var code, var detail) -> {
          away = Optional.of(detail);
          yield Optional.empty();
        }
      };
    }

    private void look(EthereumSubmission one) {
      var attempts = desk.attempts(one);
      ask(node -> Sighting.of(node, attempts)).ifPresent(seen -> goOn(one, attempts, seen));
    }

    private void goOn(EthereumSubmission one, List<SubmissionAttempt> attempts, Sighting seen) {
      if (seen.mined().isPresent()) {
        mined(one, seen.mined().get());
      } else if (one.state() == SubmissionState.MINED) {
        log.warn("Ethereum: submission {} is in no block any more", one.id());
        desk.move(one, Moves.to(one, SubmissionState.SENT, "Its block counts no more."));
      } else if (facts.nonce() > one.nonce()) {
        used(one, attempts);
      } else if (attempts.isEmpty() || attempts.getLast().nonce() != one.nonce()) {
        publish(one);
      } else {
        push(one, attempts.getLast(), seen.isNewestKnown());
      }
    }

    private void mined(EthereumSubmission one, Sighting.Mined seen) {
      boolean isFinal = seen.receipt().blockNumber() <= facts.last();
      var then = isFinal ? Moves.ended(one, seen) : Moves.mined(one, seen);
      if (!then.equals(one)) {
        desk.move(one, then);
      }
    }

    /** Its nonce is used, and none of its attempts is seen in a block. */
    private void used(EthereumSubmission one, List<SubmissionAttempt> attempts) {
      held =
          "The nonce %d is used, and no attempt of submission %d is seen in a block."
              .formatted(one.nonce(), one.id());
      var found =
          facts.last() < 0
              ? Optional.<Optional<Taken>>empty()
              : ask(node -> new TakenNonce(node, one.from(), one.nonce()).find(facts.last()));
      found
          .flatMap(Function.identity())
          .filter(taken -> attempts.stream().noneMatch(own -> own.hash().equals(taken.by().hash())))
          .ifPresent(taken -> desk.taken(one, taken));
    }

    private void publish(EthereumSubmission one) {
      if (maySign() && one.nonce() < facts.nonce() + AHEAD_MAX) {
        ask(SigningDesk::today).ifPresent(today -> sign(one, today.upTo(cap(one))));
      }
    }

    private BigInteger cap(EthereumSubmission one) {
      return settings.feeCap().min(one.maxFeePerGas());
    }

    private void push(EthereumSubmission one, SubmissionAttempt newest, boolean isKnown) {
      if (isKnown && one.state() == SubmissionState.SIGNED) {
        desk.move(one, Moves.to(one, SubmissionState.SENT, ""));
      }
      if (one.nonce() == facts.nonce() && isOverdue(newest) && maySign()) {
        raise(one, newest);
      } else if (!isKnown) {
        desk.send(one, newest);
      }
    }

    /** Also where the clock was set back. */
    private boolean isOverdue(SubmissionAttempt newest) {
      var time = clock.instant();
      return !time.isBefore(newest.signed().plus(settings.raiseAfter()))
          || time.isBefore(newest.signed());
    }

    private void raise(EthereumSubmission one, SubmissionAttempt newest) {
      ask(SigningDesk::today)
          .ifPresent(today ->
              newest
                  .fees()
                  .raised(today, cap(one))
                  .ifPresentOrElse(fees -> sign(one, fees), () -> desk.send(one, newest)));
    }

    private void sign(EthereumSubmission one, Fees fees) {
      desk.sign(one, fees, chainId).ifPresent(attempt -> desk.send(one, attempt));
    }
  }
}
