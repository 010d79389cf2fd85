package org.ledgerstone.settings;

/**
 * The service does not start with these settings. Its message is one plain paragraph for the owner
 * and never holds a value that could be a secret; it is printed without a stack trace.
 */
public final class StartRefused extends RuntimeException {

  /**
   * A refusal to start.
   *
   * @param message what is wrong and what to do about it
   */
  public StartRefused(String message) {
    super(message);
  }
}
