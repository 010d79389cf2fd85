package org.ledgerstone.audit.verify;

/** An audit cannot be carried out; the message is a sentence for people. */
final class NotVerifiedException extends Exception {

  NotVerifiedException(String sentence) {
    super(sentence, null, false, false);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
