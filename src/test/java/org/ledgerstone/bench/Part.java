package org.ledgerstone.bench;

/**
 * Something that is measured in turns with the others.
 *
 * @param name as the tables say it
 */
record Part(String name, Turn turn) {

  /** One turn, of about so many seconds. */
  interface Turn {
    Measurement take(double seconds) throws Exception;
  }
}
