package org.ledgerstone.cli;

import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells the words that start the server from those that name a command. */
final class ServerWords {

  /** A property with a point or in capitals, as in --server.port=1 and --LEDGER_READ=open. */
  private static final Pattern PROPERTY =
      Pattern.compile(
          "--(debug|trace|[a-z0-9-]+(\\.[A-Za-z0-9_\\[\\]-]+)+|[A-Z][A-Z0-9_]*)(=.*)?",
          Pattern.DOTALL);

  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  private ServerWords() {}

  static Optional<String[]> translate(String... words) {
    var arguments = new ArrayList<String>();
    for (int i = 0; i < words.length; i++) {
      var word = words[i];
      if (word.equals("-p") || word.equals("--port")) {
        i++;
        if (i == words.length || !PORT.matcher(words[i]).matches()) {
          return Optional.empty();
        }
        arguments.add("--server.port=" + words[i]);
      } else if (word.startsWith("--port=") && PORT.matcher(word.substring(7)).matches()) {
        arguments.add("--server.port=" + word.substring(7));
      } else if (PROPERTY.matcher(word).matches()) {
        arguments.add(word);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(arguments.toArray(new String[0]));
  }
}
