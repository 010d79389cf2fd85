package org.ledgerstone.processes;

/** What the service said to a request. */
record Answer(int status, String body, boolean replayed) {}
