package org.ledgerstone.processes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sends batches of which nothing can be taken, as fast as they are refused, until it is closed. */
final class GarbageSender implements AutoCloseable {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();
  private volatile boolean ending;

  /**
   * Begins.
   *
   * @param bodies sent in turn
   */
  GarbageSender(int count, URI to, List<String> bodies) {
    for (int i = 0; i < count; i++) {
      int first = i;
      threads.add(Thread.ofPlatform().start(() -> work(to, bodies, first)));
    }
  }

  private void work(URI to, List<String> bodies, int first) {
    for (int i = first; !ending; i++) {
      var request =
          HttpRequest.newBuilder(to.resolve("/api/v1/transactions/batch"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(bodies.get(i % bodies.size())))
              .build();
      try {
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        answers.merge(status, 1, Integer::sum);
      } catch (IOException | InterruptedException e) {
        answers.merge(0, 1, Integer::sum);
      }
    }
  }

  /** How often which status was answered; 0 stands for none. */
  Map<Integer, Integer> answers() {
    return answers;
  }

  @Override
  public void close() throws InterruptedException {
    ending = true;
    for (var thread : threads) {
      thread.join();
    }
    http.shutdownNow();
  }
}
