package org.ledgerstone.protocol;

/**
 * Told how far the check of one order's signature has come, by {@link OrderRules}, in the thread
 * that checks it. Not told anything about an order that is refused before or needs no signature.
 */
public interface SignatureLaps {

  /** Nobody wants to know. */
  SignatureLaps UNTOLD =
      new SignatureLaps() {
        @Override
        public void digested() {}

        @Override
        public void recovered() {}
      };

  /** What was signed has been hashed. */
  void digested();

  /** Who signed it has been found out, or that nobody can have. */
  void recovered();
}
