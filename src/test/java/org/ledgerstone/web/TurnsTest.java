package org.ledgerstone.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnsTest {

  private final Turns turns = new Turns(1);

  @Test
  void oneWorksAtATime() throws Exception {
    var working = new AtomicInteger();
    var most = new AtomicInteger();
    Callable<Integer> work =
        () ->
            turns.inTurn(() -> {
              most.accumulateAndGet(working.incrementAndGet(), Math::max);
              Thread.yield();
              return working.decrementAndGet();
            });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 1_000; i++) {
        all.add(threads.submit(work));
      }
      for (var one : all) {
        one.get();
      }
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void whoWaitsForAClientLetsOthersGoOn() throws Exception {
    var waits = new CountDownLatch(1);
    var read = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow =
          threads.submit(() ->
              turns.inTurn(() -> {
                Turns.aside(() -> await(waits, read));
                return "slow";
              }));
      assertThat(waits.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(turns.<String>inTurn(() -> "quick")).isEqualTo("quick");
      read.countDown();
      assertThat(slow.get()).isEqualTo("slow");
    }
  }

  private static void await(CountDownLatch waits, CountDownLatch read) throws IOException {
    waits.countDown();
    try {
      assertThat(read.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void whatFailsGivesItsTurnBack() throws Exception {
    assertThatThrownBy(() ->
            turns.inTurn(() -> {
              Turns.aside(() -> {
                throw new IOException("The client has gone");
              });
              return 1;
            }))
        .isInstanceOf(IOException.class);
    assertThat(turns.<Integer>inTurn(() -> 2)).isEqualTo(2);
    assertThat(turns.<Integer>inTurn(() -> 3)).isEqualTo(3);
  }

  @Test
  void whoHasNoTurnJustWaits() throws Exception {
    var done = new AtomicInteger();
    Turns.aside(done::incrementAndGet);
    assertThat(done).hasValue(1);
  }
}
