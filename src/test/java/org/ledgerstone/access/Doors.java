package org.ledgerstone.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.ProblemAnswer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Every path but those of logging in answers, so that what a test sees is access alone; and a
 * ledger to be exposed.
 */
final class Doors {

  static final String GENESIS = "ab".repeat(32);

  /** What {@link #standingClock} shows, in seconds. */
  static final long NOW = 1_800_000_000L;

  private final boolean standardGenesis;
  private final boolean anybodyMines;
  private final int difficulty;

  Doors(boolean standardGenesis, boolean anybodyMines, int difficulty) {
    this.standardGenesis = standardGenesis;
    this.anybodyMines = anybodyMines;
    this.difficulty = difficulty;
  }

  /** A ledger that may be shown to the world. */
  static Doors safe() {
    return new Doors(false, false, 0);
  }

  Consumer<GenericApplicationContext> beans() {
    return ledger().andThen(beans -> beans.registerBean(AnyDoor.class, AnyDoor::new));
  }

  /** The ledger alone, so that the whole application stands behind access. */
  Consumer<GenericApplicationContext> ledger() {
    return beans ->
        beans.registerBean(Exposure.class, () -> new Exposed(), bean -> bean.setPrimary(true));
  }

  /** A clock that stands still, for tokens that have just ended or are about to. */
  static Consumer<GenericApplicationContext> standingClock() {
    var clock = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
    return beans ->
        beans.registerBean("testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true));
  }

  /** Stands behind access and before every controller, and says who came through. */
  private static final class AnyDoor extends OncePerRequestFilter {

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return request
          .getRequestURI()
          .matches("/(actuator|swagger-ui|v3|login|logout|refused)(/.*)?");
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException {
      try {
        if (request.getRequestURI().equals("/add_transaction/unsigned")) {
          Caller.requireAdmin();
        }
        response.getWriter().print(Caller.isAdmin() ? "admin" : "somebody");
      } catch (Problem refused) {
        ProblemAnswer.write(refused, request, response);
      }
    }
  }

  private class Exposed implements Exposure {

    @Override
    public boolean standardGenesis() {
      return standardGenesis;
    }

    @Override
    public boolean anybodyMines() {
      return anybodyMines;
    }

    @Override
    public int difficulty() {
      return difficulty;
    }

    @Override
    public String genesisHash() {
      return GENESIS;
    }
  }
}
