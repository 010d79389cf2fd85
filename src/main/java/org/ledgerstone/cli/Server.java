package org.ledgerstone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
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
  private static final int REFUSAL_BYTES_MAX = 64 * 1024;

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

  /**
   * Asks for something that may be long in the making and longer than fits into memory.
   *
   * @param method GET or POST, without a body
   * @return its bytes as they come; if it breaks off, reading them fails
   */
  InputStream stream(String method, String path) {
    var response = streamed(patient(path).method(method, BodyPublishers.noBody()).build());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (var body = response.body()) {
      var text = new String(body.readNBytes(REFUSAL_BYTES_MAX), StandardCharsets.UTF_8);
      throw refused(response.statusCode(), parse(text));
    } catch (IOException e) {
      throw away();
    }
  }

  /**
   * Hands in a file of any length, once.
   *
   * @param body its bytes, beginning again each time it is asked
   */
  Fields upload(String path, String type, BodyPublisher body) throws IOException {
    var request = patient(path).header("Content-Type", type).POST(body).build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      return answer(response.statusCode(), parse(response.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
  }

  private HttpResponse<InputStream> streamed(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } catch (IOException e) {
      throw away();
    }
  }

  private HttpRequest.Builder request(String path) {
    return patient(path).timeout(PATIENCE);
  }

  /** A call that may take as long as it takes. */
  private HttpRequest.Builder patient(String path) {
    var builder =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Accept", "application/json, application/problem+json, */*;q=0.5");
    token.ifPresent(t -> builder.header("Authorization", "Bearer " + t));
    return builder;
  }

  private Fields answer(HttpRequest request) {
    var response = send(request);
    return answer(response.statusCode(), parse(response.body()));
  }

  private Fields answer(int status, Optional<JsonNode> body) {
    if (status >= 300 || body.isEmpty() || !body.get().isObject()) {
      throw refused(status, body);
    }
    return new Fields(body.get());
  }

  private Failure refused(int status, Optional<JsonNode> body) {
    if (status >= 500) {
      return Failure.unreachable(address + " answers with a fault, " + status + detail(body) + ".");
    }
    if (status == 401) {
      return Failure.refused(
          Refusals.code(401, body),
          "The server asks for an access token. Name it by LEDGER_TOKEN or --token-file;"
              + " \"token\" makes one.");
    }
    return status >= 400
        ? Failure.refused(Refusals.code(status, body), Refusals.sentence(body))
        : Failure.unreachable("What answers at " + address + " is no ledger.");
  }

  private static String detail(Optional<JsonNode> body) {
    return body.flatMap(b -> new Fields(b).maybe("detail")).map(d -> " (" + d + ")").orElse("");
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return sendPatiently(request);
    } catch (InterruptedException | InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } catch (IOException e) {
      throw away();
    }
  }

  private Failure interrupted() {
    return Failure.unreachable("Interrupted while waiting for " + address + ".");
  }

  private Failure away() {
    return Failure.unreachable(
        address + " does not answer. Is the server running? --server names another.");
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
