package org.ledgerstone;

import org.ledgerstone.cli.Commands;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Runs a command, or with none starts the ledger as an HTTP service. */
@SpringBootApplication
public class Ledgerstone {

  /**
   * Hands the words to {@link Commands} before anything of Spring is touched. Options alone, such
   * as {@code --server.port=8081} or {@code -p 8081}, start the service.
   */
  public static void main(String[] words) {
    var arguments = Commands.forServer(words);
    if (arguments.isPresent()) {
      SpringApplication.run(Ledgerstone.class, arguments.get());
    } else {
      System.exit(Commands.run(words));
    }
  }
}
