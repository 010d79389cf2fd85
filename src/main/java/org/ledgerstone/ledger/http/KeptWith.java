package org.ledgerstone.ledger.http;

import java.util.Map;
import java.util.Optional;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.web.IdempotencyKeys;
import org.ledgerstone.web.KeyedRequest;
import org.ledgerstone.web.Repetition;
import org.springframework.http.ResponseEntity;

/**
 * Keeps a call's answer under its idempotency key, in the database transaction of what the call
 * changed. Without a key it does nothing.
 */
final class KeptWith<T> implements Companion<T> {

  /** How a call is answered when it succeeds. */
  @FunctionalInterface
  interface Answer<T> {
    ResponseEntity<Map<String, Object>> to(T outcome);
  }

  private final Optional<KeyedRequest> request;
  private final IdempotencyKeys keys;
  private final Answers answers;
  private final Answer<T> answer;

  KeptWith(
      Optional<KeyedRequest> request, IdempotencyKeys keys, Answers answers, Answer<T> answer) {
    this.request = request;
    this.keys = keys;
    this.answers = answers;
    this.answer = answer;
  }

  /**
   * The answer that was given before; empty if the request is new or has no key.
   *
   * @throws org.ledgerstone.web.Problem if the key belongs to another request
   */
  Optional<ResponseEntity<?>> given() {
    return request.flatMap(keyed ->
        switch (keyed.judge(keys.find(keyed.key()))) {
          case Repetition.Proceed p -> Optional.empty();
          case Repetition.Replay replay -> Optional.of(replay.answer().replayed());
          case Repetition.Reused reused -> throw reused.problem();
        });
  }

  @Override
  public Optional<String> name() {
    return request.map(KeyedRequest::key);
  }

  @Override
  public boolean stillWanted() {
    return request.isEmpty() || keys.find(request.get().key()).isEmpty();
  }

  @Override
  public void happened(T outcome) {
    request.ifPresent(keyed -> keys.keep(keyed.key(), answers.kept(keyed, answer.to(outcome))));
  }
}
