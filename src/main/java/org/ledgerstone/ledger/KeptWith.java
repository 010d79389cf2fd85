package org.ledgerstone.ledger;

import java.util.Optional;
import java.util.function.Function;
import org.ledgerstone.web.IdempotencyKeys;
import org.ledgerstone.web.KeptAnswer;
import org.ledgerstone.web.KeyedRequest;
import org.ledgerstone.web.Repetition;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.ResponseEntity;

/**
 * Keeps a call's answer under its idempotency key, in the database transaction of what the call
 * changed. Without a key it does nothing.
 *
 * @param <T> what the call leads to
 */
public final class KeptWith<T> implements Companion<T> {

  /** What is kept of the answer to an outcome; empty if nothing is to be. */
  @FunctionalInterface
  public interface Answer<T> {

    /** What is kept. */
    Optional<KeptAnswer> to(KeyedRequest request, T outcome);
  }

  private final Optional<KeyedRequest> request;
  private final IdempotencyKeys keys;
  private final Answer<T> answer;

  KeptWith(Optional<KeyedRequest> request, IdempotencyKeys keys, Answer<T> answer) {
    this.request = request;
    this.keys = keys;
    this.answer = answer;
  }

  /**
   * The answer that was given before; empty if the request is new or has no key.
   *
   * @throws org.ledgerstone.web.Problem if the key belongs to another request
   */
  public Optional<ResponseEntity<?>> given() {
    return kept().map(KeptAnswer::replayed);
  }

  /** Like {@link #given}, as it is kept. */
  public Optional<KeptAnswer> kept() {
    return request.flatMap(keyed ->
        switch (keyed.judge(keys.find(keyed.key()))) {
          case Repetition.Proceed p -> Optional.empty();
          case Repetition.Replay replay -> Optional.of(replay.answer());
          case Repetition.Reused reused -> throw reused.problem();
        });
  }

  /** Whether there is a key to keep anything under. */
  public boolean isKeyed() {
    return request.isPresent();
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
    request.ifPresent(
        keyed -> answer.to(keyed, outcome).ifPresent(kept -> keys.keep(keyed.key(), kept)));
  }

  /**
   * Keeps the answer to a call that changed nothing, which needs no transaction of something else.
   *
   * @return the answer to give instead, if the same request was answered meanwhile
   */
  public Optional<ResponseEntity<?>> keepApart(Function<KeyedRequest, KeptAnswer> unchanged) {
    try {
      request.ifPresent(keyed -> keys.keep(keyed.key(), unchanged.apply(keyed)));
      return Optional.empty();
    } catch (DuplicateKeyException e) {
      return given();
    }
  }
}
