package org.ledgerstone.cli;

import java.io.Console;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Tells a person who waits how much has come or gone, every few seconds. */
final class Progress {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(3);
  private static final double MIB = 1 << 20;

  private final CommandSpec spec;
  private final Clock clock;
  private final boolean tells;
  private final String what;
  private Instant told;
  private long bytes;

  private Progress(CommandSpec spec, Clock clock, boolean tells, String what) {
    this.spec = spec;
    this.clock = clock;
    this.tells = tells;
    this.what = what;
    this.told = clock.instant();
  }

  /**
   * Begins.
   *
   * @param what is done with the bytes, such as {@code received}
   */
  static Progress of(CommandSpec spec, Outside outside, Root root, String what) {
    return new Progress(spec, outside.clock(), isTold(root), what);
  }

  /** Whether somebody wants to hear of progress at all. */
  static boolean isTold(Root root) {
    return root.verbose() || isWatched();
  }

  private static boolean isWatched() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  /** So many more bytes. */
  void came(long more) {
    bytes += more;
    var now = clock.instant();
    if (tells && Duration.between(told, now).compareTo(BETWEEN_LINES) >= 0) {
      told = now;
      tell();
    }
  }

  /** That was all. */
  void ended() {
    if (tells) {
      tell();
    }
  }

  private void tell() {
    Words.warn(spec, String.format(Locale.ROOT, "%.1f MiB %s", bytes / MIB, what));
  }
}
