package org.ledgerstone.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.ledgerstone.ledger.Step;

/**
 * What the tests of one build have tried, written down for the page of published figures. Whoever
 * tries something says so before it can fail, so that a miss is counted too.
 */
public final class Figures {

  /** Where the lines are kept until the page is made; emptied by {@code clean}. */
  public static final Path FILE = Path.of("target", "reliability", "figures.csv");

  /** What is tried. */
  public enum Of {
    /** SIGKILL of the service; wrong is one after which something is lost, half there or twice. */
    KILL,
    /** Transfers and blocks that were confirmed before a kill and looked for at the end. */
    CONFIRMED,
    /** A step of the work at which the service was killed. */
    STEP,
    /** SIGKILL of PostgreSQL in the middle of a batch or a block. */
    POSTGRES_KILL,
    /** A primary that is lost while batches come in, and its standby promoted. */
    PRIMARY_LOST,
    /** A disk without room while batches come in. */
    DISK_FULL,
    /** A cut of the power under load. */
    POWER_CUT,
    /** Several transfers that spend the same money at the same time; wrong is not just one. */
    CONTEST,
    /** A request that has to be refused just so. */
    BAD_REQUEST,
    /** An answer to one of these; wrong is a slow one, after which the same is asked again. */
    REFUSAL,
    /**
     * A call beside clients that do what they can to keep the service busy; wrong is a slow one.
     */
    HONEST_CALL,
    /** Mutated input for a parser. */
    MUTATION,
    /** A simulated history of a few nodes. */
    HISTORY,
    /** A start after a kill; how many blocks, and how many milliseconds until it was healthy. */
    RECOVERY,
    /** What was tried on. */
    VERSION
  }

  private Figures() {}

  /**
   * Does something that goes wrong if an assertion fails.
   *
   * @throws Exception what the trial throws
   */
  public static <T> T trial(Of what, Object where, Callable<T> trial) throws Exception {
    return trials(what, where, 1, trial);
  }

  /**
   * The same for so many of which only all together can be judged: if that fails, one is wrong.
   *
   * @throws Exception what the judging throws
   */
  public static <T> T trials(Of what, Object where, int times, Callable<T> judging)
      throws Exception {
    int wrong = 1;
    try {
      var result = judging.call();
      wrong = 0;
      return result;
    } finally {
      add(what, where, "", times, wrong);
    }
  }

  /** Something was tried so often, and was wrong so often. */
  public static void tried(Of what, Object where, long times, long wrong) {
    add(what, where, "", times, wrong);
  }

  /** The service was killed at these steps. */
  public static void steps(Object where, Step... steps) {
    for (var step : steps) {
      add(Of.STEP, where, step.name(), 1, 0);
    }
  }

  /** A killed service with so many blocks was healthy again after this time. */
  public static void recovered(Object where, long blocks, Duration time) {
    add(Of.RECOVERY, where, String.valueOf(blocks), 1, time.toMillis());
  }

  /** What was tried on was this version of it. */
  public static void version(String what, String version) {
    add(Of.VERSION, what, version, 1, 0);
  }

  private static void add(Of what, Object where, String detail, long first, long second) {
    var line = List.of(what, where, detail, first, second);
    var text = String.join(";", line.stream().map(Object::toString).toList()) + "\n";
    try {
      Files.createDirectories(FILE.getParent());
      // One write at the end of a file: two processes do not get into each other's lines.
      Files.write(FILE, text.getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
