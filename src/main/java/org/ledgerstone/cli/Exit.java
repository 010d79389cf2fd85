package org.ledgerstone.cli;

import java.util.LinkedHashMap;
import picocli.CommandLine;

/** How a command ends: the exit codes that scripts may rely on. */
enum Exit {
  DONE(0, "done"),
  REFUSED(1, "the ledger refused it, a proof does not hold, or something is wrong in its tables"),
  USAGE(2, "the words on the command line make no sense"),
  UNREACHABLE(3, "the server cannot be reached, or answered with a fault"),
  FILE(4, "a key or another file is missing, broken or in the way"),
  FAULT(5, "a fault in this program");

  private final int code;
  private final String meaning;

  Exit(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  /** Names the codes in the help of this command and of all below it. */
  static void document(CommandLine line) {
    var meanings = new LinkedHashMap<String, String>();
    for (var exit : values()) {
      meanings.put(Integer.toString(exit.code), exit.meaning);
    }
    line.getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(meanings);
    line.getSubcommands().values().forEach(Exit::document);
  }
}
