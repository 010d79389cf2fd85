package org.ledgerstone.cli;

import java.io.PrintWriter;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What the user gets to see when something fails: a sentence, never a stack trace, never a key. */
final class Failures {

  /** As long as a private key: somebody may have put one where it does not belong. */
  private static final Pattern SECRET = Pattern.compile("(0x)?[0-9a-fA-F]{64,}");

  /** What of a URL is often a password: what stands before its host and after its port. */
  private static final Pattern URL =
      Pattern.compile("(?i)(https?://)(?:[^/?#\\s'@]*@)?([^/?#\\s'@]*)(?:[/?#][^\\s']*)?");

  private Failures() {}

  /** The words could not be read: what is wrong with them, then the usage. */
  static int misread(ParameterException fault, String[] words) {
    var line = fault.getCommandLine();
    var hidden = SECRET.matcher(URL.matcher(text(fault)).replaceAll("$1$2")).replaceAll("…");
    line.getErr().println(Words.plain(hidden));
    line.usage(line.getErr());
    return Exit.USAGE.code();
  }

  private static String text(ParameterException fault) {
    return String.valueOf(fault.getMessage());
  }

  /** A command gave up. */
  static int failed(Exception fault, CommandLine line, ParseResult parsed) {
    var root = (Root) line.getCommandSpec().root().userObject();
    if (fault instanceof Failure failure) {
      report(root, line, failure.exit(), failure.code(), failure.sentence());
      return failure.exit().code();
    }
    report(root, line, Exit.FAULT, "FAULT", "Something went wrong inside; --verbose says where.");
    if (root.verbose()) {
      whereabouts(fault, line.getErr());
    }
    return Exit.FAULT.code();
  }

  private static void report(Root root, CommandLine line, Exit exit, String code, String sentence) {
    var prefix = exit == Exit.REFUSED ? code + ": " : "";
    line.getErr().println(Words.plain(prefix + sentence));
    if (root.json()) {
      var error = Json.object().put("code", code).put("detail", sentence);
      line.getOut().println(Json.write(Json.object().set("error", error)));
    }
  }

  /** Kinds and places of a fault, without the messages: those may quote what was read. */
  private static void whereabouts(Throwable fault, PrintWriter err) {
    err.println(fault.getClass().getName());
    for (var place : fault.getStackTrace()) {
      err.println("  at " + place);
    }
    if (fault.getCause() != null) {
      err.print("caused by ");
      whereabouts(fault.getCause(), err);
    }
  }
}
