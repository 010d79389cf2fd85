package org.ledgerstone;

import java.time.Clock;
import org.ledgerstone.cli.Commands;
import org.ledgerstone.settings.StartRefused;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Runs a command, or with none starts the ledger as an HTTP service. */
@SpringBootApplication(
    // The rooms that have beans; the others need not be looked through at a start.
    scanBasePackages = {
      "org.ledgerstone.access",
      "org.ledgerstone.audit",
      "org.ledgerstone.console",
      "org.ledgerstone.ethereum",
      "org.ledgerstone.ledger",
      "org.ledgerstone.peers",
      "org.ledgerstone.tutorial",
      "org.ledgerstone.web"
    })
public class Ledgerstone {

  /**
   * Hands the words to {@link Commands} before anything of Spring is touched. Options alone, such
   * as {@code --server.port=8081} or {@code -p 8081}, start the service.
   */
  public static void main(String[] words) {
    try {
      var arguments = Commands.forServer(words);
      if (arguments.isEmpty()) {
        System.exit(Commands.run(words));
      }
      SpringApplication.run(Ledgerstone.class, arguments.get());
    } catch (StartRefused refused) {
      System.err.println(refused.getMessage());
      System.exit(2);
    }
  }

  /** The only clock: whoever needs the time takes this one. */
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
