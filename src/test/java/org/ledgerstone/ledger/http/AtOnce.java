package org.ledgerstone.ledger.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Many calls that begin at the same moment. */
final class AtOnce {

  private AtOnce() {}

  /** Makes the calls 0 … count − 1 in threads of their own; their results in that order. */
  static <T> List<T> run(int count, IntFunction<T> call) {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Future<T>>();
      for (int i = 0; i < count; i++) {
        int number = i;
        calls.add(
            threads.submit(() -> {
              start.await();
              return call.apply(number);
            }));
      }
      start.countDown();
      var results = new ArrayList<T>();
      for (var one : calls) {
        results.add(one.get(60, TimeUnit.SECONDS));
      }
      return results;
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
