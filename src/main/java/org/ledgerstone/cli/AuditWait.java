package org.ledgerstone.cli;

import picocli.CommandLine.Model.CommandSpec;

/** Waits for an audit's end, and tells a person meanwhile how far it is. */
final class AuditWait {

  private static final long FIRST_LOOK_MILLIS = 50;
  private static final long LOOK_MILLIS = 1_000;
  private static final long LOOKS_A_LINE = 3;

  private final CommandSpec spec;
  private final Server server;
  private final boolean tells;

  AuditWait(CommandSpec spec, Server server, boolean tells) {
    this.spec = spec;
    this.server = server;
    this.tells = tells;
  }

  /** The audit after its end. If the process is ended before, it says that the audit goes on. */
  Fields untilEnd(String path) {
    var leaving =
        new Thread(() ->
            Words.warn(
                spec,
                "The audit goes on at the server: GET " + path + " tells how, DELETE stops it."));
    Runtime.getRuntime().addShutdownHook(leaving);
    try {
      return look(path);
    } finally {
      stay(leaving);
    }
  }

  private static void stay(Thread leaving) {
    try {
      Runtime.getRuntime().removeShutdownHook(leaving);
    } catch (IllegalStateException e) {
      // Then the process is ending, and it is said.
    }
  }

  private Fields look(String path) {
    long pause = FIRST_LOOK_MILLIS;
    for (long looks = 1; ; looks++) {
      var audit = server.get(path);
      if (!audit.text("status").equals("RUNNING")) {
        return audit;
      }
      if (tells && looks % LOOKS_A_LINE == 0) {
        AuditWords.progress(audit).ifPresent(line -> Words.warn(spec, line));
      }
      sleep(pause);
      pause = Math.min(LOOK_MILLIS, 2 * pause);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.unreachable("Interrupted while waiting. The audit goes on at the server.");
    }
  }
}
