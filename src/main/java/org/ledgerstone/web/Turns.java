package org.ledgerstone.web;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Who reads long stretches of the chain to answer with them takes turns with the others who do:
 * however many there are, processors and connections to the database are left for short calls. A
 * turn is given back while the answer waits for its client, so nobody waits for one who does not
 * read.
 */
@Component
public class Turns {

  /** As many connections to the database, too. */
  private static final int AT_ONCE_MAX = 3;

  private static final ThreadLocal<@Nullable Semaphore> TAKEN = new ThreadLocal<>();

  private final Semaphore free;

  /** As many at once as half of the processors. */
  @Autowired
  public Turns() {
    this(Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, AT_ONCE_MAX));
  }

  Turns(int atOnce) {
    this.free = new Semaphore(atOnce, true);
  }

  /** Something that takes long. */
  public interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /**
   * Does this when it is this thread's turn.
   *
   * @throws IOException what the work throws
   */
  public <T> T inTurn(Work<T> work) throws IOException {
    free.acquireUninterruptibly();
    TAKEN.set(free);
    try {
      return work.run();
    } finally {
      TAKEN.remove();
      free.release();
    }
  }

  /** Waits for a client, and has others take their turns meanwhile. */
  static void aside(PacedOutput.Writing waiting) throws IOException {
    var taken = TAKEN.get();
    if (taken == null) {
      waiting.run();
      return;
    }
    taken.release();
    try {
      waiting.run();
    } finally {
      taken.acquireUninterruptibly();
    }
  }
}
