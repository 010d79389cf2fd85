package org.ledgerstone.ledger;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Questions that come while others are being answered wait for them and are then answered together,
 * so that under load one query answers many. Each is answered by a query that begins after it was
 * asked.
 */
final class AskedTogether<Q, A> {

  /** More would only make the groups smaller. */
  private static final int QUERIES_AT_ONCE = 2;

  private final Function<Collection<Q>, Map<Q, A>> query;
  private final Object lock = new Object();
  private Map<Q, CompletableFuture<A>> waiting = new LinkedHashMap<>();
  private int queries;

  /**
   * What answers the questions.
   *
   * @param query asks different questions at once and has an answer to each
   */
  AskedTogether(Function<Collection<Q>, Map<Q, A>> query) {
    this.query = query;
  }

  /** The answer; throws whatever the query throws. */
  A ask(Q question) {
    CompletableFuture<A> answer;
    synchronized (lock) {
      answer = waiting.computeIfAbsent(question, any -> new CompletableFuture<>());
      if (queries < QUERIES_AT_ONCE) {
        queries++;
        Thread.startVirtualThread(this::answerAll);
      }
    }
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw e;
    }
  }

  private void answerAll() {
    for (var group = next(); !group.isEmpty(); group = next()) {
      try {
        var answers = query.apply(group.keySet());
        group.forEach((question, answer) -> answer.complete(answers.get(question)));
      } catch (Throwable e) {
        group.values().forEach(answer -> answer.completeExceptionally(e));
      }
    }
  }

  /** All who wait. Where nobody does, the caller has ended, and who comes now begins anew. */
  private Map<Q, CompletableFuture<A>> next() {
    synchronized (lock) {
      if (waiting.isEmpty()) {
        queries--;
        return Map.of();
      }
      var group = waiting;
      waiting = new LinkedHashMap<>();
      return group;
    }
  }
}
