package org.ledgerstone.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A subscriber of {@code GET /api/v1/events}, which reads all that comes. */
public final class EventReader implements AutoCloseable {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  /**
   * What has come: an event, or what is none under a name of its own.
   *
   * @param name of the event; {@code comment}, {@code retry}, or how the stream has ended: {@code
   *     end} or {@code broken}
   */
  public record Event(String name, Optional<String> id, String data) {

    /** What it tells. */
    public Map<String, Object> json() {
      return MAPPER.readValue(data, OBJECT);
    }

    /** A whole number in it. */
    public long number(String field) {
      return ((Number) json().get(field)).longValue();
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpResponse<InputStream> response;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /** Subscribes, with header names and values in turn; whatever the answer is. */
  public EventReader(URI uri, String... headers) {
    var request = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (response.statusCode() == 200) {
      Thread.ofVirtual().start(this::read);
    }
  }

  /** The status of the answer. */
  public int status() {
    return response.statusCode();
  }

  /** The value of a header. */
  public Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  private void read() {
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      var read = new StringBuilder();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          events.add(event(read.toString()));
          read.setLength(0);
        } else {
          read.append(line).append('\n');
        }
      }
      events.add(new Event("end", Optional.empty(), read.toString()));
    } catch (IOException e) {
      events.add(new Event("broken", Optional.empty(), ""));
    }
  }

  private static Event event(String text) {
    if (text.startsWith(":")) {
      return new Event("comment", Optional.empty(), text);
    }
    return field("retry", text)
        .map(millis -> new Event("retry", Optional.empty(), millis))
        .orElseGet(() ->
            new Event(
                field("event", text).orElseThrow(),
                field("id", text),
                field("data", text).orElseThrow()));
  }

  private static Optional<String> field(String name, String text) {
    return text.lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst();
  }

  /** What comes next, whatever it is. */
  public Event next() {
    Patience.until("something comes", () -> !events.isEmpty());
    return events.remove();
  }

  /** What comes next, which has to have this name. */
  public Event next(String name) {
    var next = next();
    assertThat(next.name()).as(next.toString()).isEqualTo(name);
    return next;
  }

  /** What comes next but for the pool, which has to have this name. */
  public Event nextButPool(String name) {
    var next = next();
    while (next.name().equals("pool")) {
      next = next();
    }
    assertThat(next.name()).as(next.toString()).isEqualTo(name);
    return next;
  }

  /** The next so many blocks, with nothing between them but what is told of the pool. */
  public List<Event> blocks(int count) {
    return IntStream.range(0, count).mapToObj(i -> nextButPool("block")).toList();
  }

  /** Waits for so many to be pending, with nothing before that but other counts. */
  public void awaitPending(long count) {
    while (next("pool").number("pending") != count) {
      // It is told at once and when it has changed.
    }
  }

  /** Leaves. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
