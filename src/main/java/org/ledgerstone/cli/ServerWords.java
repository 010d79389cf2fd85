package org.ledgerstone.cli;

import java.util.Optional;
import java.util.regex.Pattern;
import org.ledgerstone.settings.PortOption;

/** Tells the words that start the server from those that name a command. */
final class ServerWords {

  /** A property with a point or in capitals, as in --server.port=1 and --LEDGER_READ=open. */
  private static final Pattern PROPERTY =
      Pattern.compile(
          "--(debug|trace|[a-z0-9-]+(\\.[A-Za-z0-9_\\[\\]-]+)++|[A-Z][A-Z0-9_]*)(=.*)?",
          Pattern.DOTALL);

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private ServerWords() {}

  static Optional<String[]> translate(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (words[i].equals("-p") || words[i].equals("--port")) {
        i++;
        if (i == words.length || !NUMBER.matcher(words[i]).matches()) {
          return Optional.empty();
        }
      } else if (!words[i].startsWith("--port=") && !PROPERTY.matcher(words[i]).matches()) {
        return Optional.empty();
      }
    }
    return Optional.of(PortOption.written(words));
  }
}
