package org.ledgerstone.processes;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Talks to one life of the service. */
final class Client implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final NodeProcess service;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  Client(NodeProcess service) {
    this.service = service;
  }

  /** Sends a request; an exception means that there is no answer. */
  Answer send(Request request) throws IOException, InterruptedException {
    var post =
        HttpRequest.newBuilder(service.uri(request.path()))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(request.body()));
    request.idempotencyKey().ifPresent(key -> post.header("Idempotency-Key", key));
    return send(post.build());
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(service.uri(path)).timeout(PATIENCE).build());
  }

  Answer delete(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(service.uri(path)).timeout(PATIENCE).DELETE().build());
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    var response = http.send(request, HttpResponse.BodyHandlers.ofString());
    return new Answer(
        response.statusCode(),
        response.body(),
        response.headers().firstValue("Idempotency-Replayed").isPresent());
  }

  /** At once: what has no answer yet gets none. */
  @Override
  public void close() {
    http.shutdownNow();
  }
}
