package org.ledgerstone.ledger;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What one caller hands in at once.
 *
 * @param allOrNone whether one refusal refuses all of them
 * @param companion what is written along with them
 * @param verdicts what the caller waits for, in the order of the candidates
 */
record Submission(
    List<Candidate> candidates,
    boolean allOrNone,
    Companion<List<Verdict>> companion,
    CompletableFuture<List<Verdict>> verdicts) {

  static Submission of(
      List<Candidate> candidates, boolean allOrNone, Companion<List<Verdict>> companion) {
    return new Submission(candidates, allOrNone, companion, new CompletableFuture<>());
  }

  /** The same verdict for every candidate. */
  List<Verdict> all(Verdict verdict) {
    return candidates.stream().map(candidate -> verdict).toList();
  }

  /** Whether something is written along with them even if none of them is accepted. */
  boolean isKept() {
    return companion.name().isPresent();
  }

  int size() {
    return candidates.size();
  }
}
