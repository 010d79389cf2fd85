package org.ledgerstone;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the ledger as an HTTP service. */
@SpringBootApplication
public class Ledgerstone {

  /** Runs until it is told to stop. Arguments are Spring Boot's. */
  public static void main(String[] arguments) {
    SpringApplication.run(Ledgerstone.class, arguments);
  }
}
