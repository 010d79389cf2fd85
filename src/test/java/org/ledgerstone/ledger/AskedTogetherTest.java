package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AskedTogetherTest {

  /** A query that waits until it is let go. */
  private record Query(List<Integer> asked, CountDownLatch letGo) {}

  private final BlockingQueue<Query> queries = new LinkedBlockingQueue<>();
  private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    askers.shutdownNow();
  }

  @Test
  void aQuestionAloneIsAskedAtOnce() throws Exception {
    var asked = new AskedTogether<>(this::doubledWhenLetGo);
    var answer = ask(asked, 7);
    var query = began();
    assertThat(query.asked()).containsExactly(7);
    query.letGo().countDown();
    assertThat(answer.get()).isEqualTo(14);
  }

  @Test
  void whatIsAskedWhileTwoQueriesRunIsAskedTogetherAfterwards() throws Exception {
    var asked = new AskedTogether<>(this::doubledWhenLetGo);
    var answers = new ArrayList<Future<Integer>>();
    answers.add(ask(asked, 1));
    var first = began();
    answers.add(ask(asked, 2));
    var second = began();
    for (int question = 3; question <= 6; question++) {
      answers.add(ask(asked, question));
    }
    answers.add(ask(asked, 6));
    assertThat(queries.poll(200, TimeUnit.MILLISECONDS)).as("a third query").isNull();
    first.letGo().countDown();
    var third = began();
    assertThat(third.asked()).containsExactlyInAnyOrder(3, 4, 5, 6);
    second.letGo().countDown();
    third.letGo().countDown();
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).get()).isEqualTo(2 * Math.min(i + 1, 6));
    }
    assertThat(queries).isEmpty();
  }

  @Test
  void anAnswerComesFromAQueryThatBeganAfterTheQuestion() throws Exception {
    var now = new AtomicLong();
    var asked =
        new AskedTogether<Integer, Long>(questions -> {
          var answers = new HashMap<Integer, Long>();
          questions.forEach(question -> answers.put(question, now.get()));
          return answers;
        });
    var running = new ArrayList<Future<Boolean>>();
    for (int asker = 0; asker < 50; asker++) {
      int question = asker % 5;
      running.add(
          askers.submit(() -> {
            for (int i = 0; i < 2_000; i++) {
              long before = now.incrementAndGet();
              if (asked.ask(question) < before) {
                return false;
              }
            }
            return true;
          }));
    }
    for (var one : running) {
      assertThat(one.get()).isTrue();
    }
  }

  @Test
  void nobodyIsForgottenOrFailsWhereTheLineKeepsRunningEmpty() throws Exception {
    var asked = new AskedTogether<>(AskedTogetherTest::doubled);
    var running = new ArrayList<Future<Integer>>();
    for (int asker = 0; asker < 4; asker++) {
      int question = asker;
      running.add(
          askers.submit(() -> {
            int right = 0;
            for (int i = 0; i < 300_000; i++) {
              right += asked.ask(question) == 2 * question ? 1 : 0;
            }
            return right;
          }));
    }
    for (var one : running) {
      assertThat(one.get()).isEqualTo(300_000);
    }
  }

  @Test
  void aFailedQueryFailsForThoseWhoAskedAndForNobodyElse() {
    var asked =
        new AskedTogether<Integer, Integer>(questions -> {
          if (questions.contains(13)) {
            throw new IllegalStateException("Not 13");
          }
          return doubled(questions);
        });
    assertThatThrownBy(() -> asked.ask(13))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Not 13");
    assertThat(asked.ask(12)).isEqualTo(24);
    assertThatThrownBy(() -> asked.ask(13)).isInstanceOf(IllegalStateException.class);
    assertThat(asked.ask(14)).isEqualTo(28);
  }

  /** Asks, and comes back when the question waits for its answer. */
  private static Future<Integer> ask(AskedTogether<Integer, Integer> asked, int question)
      throws InterruptedException {
    var answer = new FutureTask<>(() -> asked.ask(question));
    var asker = Thread.startVirtualThread(answer);
    while (asker.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    return answer;
  }

  private Query began() throws InterruptedException {
    var query = queries.poll(20, TimeUnit.SECONDS);
    assertThat(query).isNotNull();
    return query;
  }

  private Map<Integer, Integer> doubledWhenLetGo(Collection<Integer> questions) {
    var query = new Query(List.copyOf(questions), new CountDownLatch(1));
    queries.add(query);
    try {
      query.letGo().await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return doubled(questions);
  }

  private static Map<Integer, Integer> doubled(Collection<Integer> questions) {
    var answers = new HashMap<Integer, Integer>();
    questions.forEach(question -> answers.put(question, 2 * question));
    return answers;
  }
}
