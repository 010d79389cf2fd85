package org.ledgerstone.cli;

import java.io.PrintWriter;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/** How a command answers: in words for people or in JSON for programs. */
final class Words {

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");

  private Words() {}

  /** The text without characters that could command a terminal. */
  static String plain(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }

  /** Prints lines for people. */
  static void say(CommandSpec spec, String... lines) {
    for (var line : lines) {
      out(spec).println(plain(line));
    }
  }

  /** Prints one line of JSON. */
  static void say(CommandSpec spec, JsonNode answer) {
    out(spec).println(Json.write(answer));
  }

  /** Prints a line that is no answer, only advice. */
  static void warn(CommandSpec spec, String line) {
    spec.commandLine().getErr().println(plain(line));
  }

  private static PrintWriter out(CommandSpec spec) {
    return spec.commandLine().getOut();
  }
}
