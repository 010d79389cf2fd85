package org.ledgerstone.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.ledgerstone.testing.Reply;

/** Calls a node on a port; it may be that nobody answers. */
final class Caller implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final URI node;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  Caller(int port) {
    this.node = URI.create("http://127.0.0.1:" + port);
  }

  Optional<Reply> get(String path) {
    return answer(HttpRequest.newBuilder(node.resolve(path)));
  }

  /** Sends JSON with header names and values in turn. */
  Optional<Reply> post(String path, String json, String... headers) {
    var request =
        HttpRequest.newBuilder(node.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json, UTF_8));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return answer(request);
  }

  /** Empty where the connection ended without an answer; too long a silence is a fault. */
  private Optional<Reply> answer(HttpRequest.Builder request) {
    try {
      var response =
          http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
      return Optional.of(
          new Reply(response.statusCode(), response.headers().map(), response.body()));
    } catch (HttpTimeoutException e) {
      throw new AssertionError("No answer in " + PATIENCE, e);
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
