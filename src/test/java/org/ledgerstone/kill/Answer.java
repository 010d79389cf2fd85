package org.ledgerstone.kill;

/** What the service said to a request. */
record Answer(int status, String body, boolean replayed) {}
