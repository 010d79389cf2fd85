package org.ledgerstone;

import java.time.Clock;
import org.ledgerstone.settings.PortOption;
import org.ledgerstone.settings.StartRefused;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Starts the ledger as an HTTP service. */
@SpringBootApplication
public class Ledgerstone {

  /** Runs until it is told to stop. Arguments are Spring Boot's, and {@code -p PORT}. */
  public static void main(String[] arguments) {
    try {
      SpringApplication.run(Ledgerstone.class, PortOption.written(arguments));
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
