package org.ledgerstone.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A ledger's server, over HTTP. What it refuses becomes a {@link Failure}. Every call may be
 * repeated, since what changes something carries an idempotency key: a call whose answer was lost
 * is made again.
 */
final class Server {

  private static final int ATTEMPTS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 250;

  private final HttpClient http;
  private final URI address;
  private final Optional<String> token;

  Server(HttpClient http, URI address, Optional<String> token) {
    this.http = http;
    this.address = address;
    this.token = token;
  }

  /** Asks for something. */
  Fields get(String path) {
    return answer(request(path).GET().build());
  }

  /**
   * Hands something in, once however often it has to be sent.
   *
   * @param key tells two calls apart that look alike
   */
  Fields post(String path, JsonNode body, String key) {
    var request =
        request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(Json.write(body)))
            .build();
    return answer(request);
  }

  private HttpRequest.Builder request(String path) {
    var builder =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(PATIENCE)
            .header("Accept", "application/json, application/problem+json");
    token.ifPresent(t -> builder.header("Authorization", "Bearer " + t));
    return builder;
  }

  private Fields answer(HttpRequest request) {
    var response = send(request);
    var body = parse(response.body());
    if (response.statusCode() >= 500) {
      throw Failure.unreachable(
          address + " answers with a fault, " + response.statusCode() + detail(body) + ".");
    }
    if (response.statusCode() == 401) {
      throw Failure.refused(
          Refusals.code(401, body),
          "The server asks for an access token. Name it by LEDGER_TOKEN or --token-file;"
              + " \"token\" makes one.");
    }
    if (response.statusCode() >= 400) {
      throw Failure.refused(Refusals.code(response.statusCode(), body), Refusals.sentence(body));
    }
    if (response.statusCode() >= 300 || body.isEmpty() || !body.get().isObject()) {
      throw Failure.unreachable("What answers at " + address + " is no ledger.");
    }
    return new Fields(body.get());
  }

  private static String detail(Optional<JsonNode> body) {
    return body.flatMap(b -> new Fields(b).maybe("detail")).map(d -> " (" + d + ")").orElse("");
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return sendPatiently(request);
    } catch (InterruptedException | InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw Failure.unreachable("Interrupted while waiting for " + address + ".");
    } catch (IOException e) {
      throw Failure.unreachable(
          address + " does not answer. Is the server running? --server names another.");
    }
  }

  private HttpResponse<String> sendPatiently(HttpRequest request)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 503 || attempt == ATTEMPTS) {
          return response;
        }
      } catch (ConnectException | HttpConnectTimeoutException e) {
        throw new IOException("Nobody there", e);
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
      Thread.sleep(PAUSE_MILLIS * attempt);
    }
  }

  private static Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(Json.read(text));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
