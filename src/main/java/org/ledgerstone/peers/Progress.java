package org.ledgerstone.peers;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** How far catching up has come: for whoever asks, and every few seconds for the log. */
@Component
public class Progress {

  private static final Logger log = LoggerFactory.getLogger(Progress.class);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  /**
   * Catching up as it stands.
   *
   * @param from the index of the head when it began
   * @param done the index of the newest block taken in
   * @param target the index of the newest block of the peer
   * @param transactions how many have been taken in since it began
   * @param elapsed since it began
   */
  public record State(
      PeerUrl peer, long from, long done, long target, long transactions, Duration elapsed) {

    /** How much of it is done, 0 to 100. */
    public int percent() {
      return target == from ? 100 : (int) (100 * (done - from) / (target - from));
    }

    /** Transactions a second since it began. */
    public long perSecond() {
      return 1000 * transactions / Math.max(1, elapsed.toMillis());
    }
  }

  private final Clock clock;
  private Optional<State> state = Optional.empty();
  private Instant begun = Instant.EPOCH;
  private Instant told = Instant.EPOCH;

  Progress(Clock clock) {
    this.clock = clock;
  }

  /** How it stands; empty while nothing is being caught up. */
  public synchronized Optional<State> state() {
    return state;
  }

  synchronized void begun(PeerUrl peer, long from, long target) {
    if (state.isEmpty()) {
      begun = clock.instant();
      told = begun;
      state = Optional.of(new State(peer, from, from, target, 0, Duration.ZERO));
    }
  }

  synchronized void came(long index, long transactions) {
    state =
        state.map(s ->
            new State(
                s.peer(),
                s.from(),
                Math.max(s.done(), index),
                Math.max(s.target(), index),
                s.transactions() + transactions,
                Duration.between(begun, clock.instant())));
    if (Duration.between(told, clock.instant()).compareTo(BETWEEN_LINES) >= 0) {
      told = clock.instant();
      state.ifPresent(s -> tell("Catching up", s));
    }
  }

  synchronized void ended(PeerUrl peer) {
    state
        .filter(s -> s.peer().equals(peer))
        .ifPresent(s -> {
          tell(s.done() >= s.target() ? "Caught up" : "Stopped catching up", s);
          state = Optional.empty();
        });
  }

  private static void tell(String what, State state) {
    log.info(
        "{} with {}: block {} of {}, {} %, {} transactions a second",
        what,
        state.peer().text(),
        state.done(),
        state.target(),
        state.percent(),
        state.perSecond());
  }
}
