package org.ledgerstone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {

  private static final String PATH = "/api/v1/transactions/batch";

  @TempDir Path stock;
  private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger drains = new AtomicInteger();
  private HttpServer server;
  private boolean deafAtFirst;
  private long betweenNanos;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/api/v1/ledger",
        exchange ->
            answer(
                exchange, 200, "{\"pending\":" + Math.max(0, 2 - drains.incrementAndGet()) + "}"));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Answers the n-th request, from 1. */
  private interface Reply {
    void to(HttpExchange exchange, int number) throws IOException;
  }

  private Load.Result send(Form form, String path, Reply reply, List<List<String>> items)
      throws Exception {
    server.createContext(
        path,
        exchange -> {
          int number = requests.incrementAndGet();
          if (!deafAtFirst || number > 1) {
            bodies.add(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          }
          reply.to(exchange, number);
        });
    Stock.writePaths(stock, items.size(), items::get);
    return new Generator(
            new Load(
                server.getAddress().getPort(),
                stock.toString(),
                form,
                items.size(),
                0,
                betweenNanos,
                form.writes()))
        .run();
  }

  @Test
  void sendsEverythingAndWaitsUntilItIsSealed() throws Exception {
    var result =
        send(
            Form.JSON,
            PATH,
            (exchange, n) -> answer(exchange, 200, "{\"accepted\":1,\"refused\":0,\"results\":[]}"),
            List.of(List.of("{\"a\":1}", "{\"a\":2}"), List.of("{\"b\":1}")));
    assertThat(result.sent()).containsExactly(2, 1);
    assertThat(result.accepted()).isEqualTo(3);
    assertThat(result.refused()).isZero();
    assertThat(result.ranOut()).isFalse();
    assertThat(result.wholeNanos()).isGreaterThan(result.sendNanos());
    assertThat(drains).hasValue(2);
    assertThat(bodies)
        .containsExactlyInAnyOrder(
            "{\"transactions\":[{\"a\":1}]}",
            "{\"transactions\":[{\"a\":2}]}",
            "{\"transactions\":[{\"b\":1}]}");
  }

  @Test
  void sendsTheSameAgainWhenTheServiceIsBusy() throws Exception {
    var result =
        send(
            Form.SINGLE,
            "/api/v1/transactions",
            (exchange, n) -> answer(exchange, n == 1 ? 429 : 201, "{}"),
            List.of(List.of("first", "second")));
    assertThat(bodies).containsExactly("first", "first", "second");
    assertThat(result.pushedBack()).isEqualTo(1);
    assertThat(result.accepted()).isEqualTo(2);
  }

  @Test
  void countsEveryRefusalAndKeepsTheFirst() throws Exception {
    var result =
        send(
            Form.SINGLE,
            "/api/v1/transactions",
            (exchange, n) -> answer(exchange, n == 2 ? 409 : 201, "{\"n\":" + n + "}"),
            List.of(List.of("1", "2", "3")));
    assertThat(result.accepted()).isEqualTo(2);
    assertThat(result.refused()).isEqualTo(1);
    assertThat(result.firstRefusal()).isEqualTo("409 {\"n\":2}");
  }

  @Test
  void countsWhatABatchDidNotTake() throws Exception {
    var result =
        send(
            Form.NDJSON,
            PATH,
            (exchange, n) -> answer(exchange, 200, "{\"accepted\":0,\"refused\":1,\"results\":[]}"),
            List.of(List.of("{}")));
    assertThat(result.refused()).isEqualTo(1);
    assertThat(result.firstRefusal()).startsWith("200 ");
  }

  @Test
  void comesBackWhenTheServiceCloses() throws Exception {
    var result =
        send(
            Form.SINGLE,
            "/api/v1/transactions",
            (exchange, n) -> {
              exchange.getResponseHeaders().set("Connection", "close");
              answer(exchange, 201, "{}");
            },
            List.of(List.of("1", "2", "3")));
    assertThat(result.accepted()).isEqualTo(3);
  }

  @Test
  void hearsARefusalBeforeItHasSaidEverything() throws Exception {
    deafAtFirst = true;
    var result =
        send(
            Form.NDJSON,
            PATH,
            (exchange, n) -> answer(exchange, n == 1 ? 429 : 200, "{\"accepted\":1,\"refused\":0}"),
            List.of(List.of("x".repeat(20_000_000))));
    assertThat(result.pushedBack()).isEqualTo(1);
    assertThat(result.accepted()).isEqualTo(1);
  }

  @Test
  void readsPathsAndWaitsForNoBlock() throws Exception {
    var result =
        send(
            Form.GET,
            "/some",
            (exchange, n) -> answer(exchange, 200, exchange.getRequestURI().toString()),
            List.of(List.of("/some/1?x=y", "/some/2")));
    assertThat(result.accepted()).isEqualTo(2);
    assertThat(drains).hasValue(0);
  }

  @Test
  void countsEveryWaitFromWhenTheRequestWasDue() throws Exception {
    betweenNanos = TimeUnit.MILLISECONDS.toNanos(20);
    var result =
        send(
            Form.SINGLE,
            "/api/v1/transactions",
            (exchange, n) -> {
              if (n == 1) {
                sleep(500);
              }
              answer(exchange, 201, "{}");
            },
            List.of(List.of("1", "2", "3", "4", "5")));
    assertThat(result.accepted()).isEqualTo(5);
    assertThat(result.maxMicros()).isGreaterThanOrEqualTo(500_000);
    assertThat(result.silentMicros()).isBetween(500_000L, result.maxMicros());
    // Answered at once when it was sent at last, but it was due 40 ms after the first.
    assertThat(result.p50Micros()).isBetween(440_000L, result.maxMicros());
  }

  @Test
  void sendsNothingBeforeItIsDue() throws Exception {
    betweenNanos = TimeUnit.MILLISECONDS.toNanos(50);
    var came = new ConcurrentSkipListSet<Long>();
    long began = System.nanoTime();
    var result =
        send(
            Form.SINGLE,
            "/api/v1/transactions",
            (exchange, n) -> {
              came.add(System.nanoTime() - began);
              answer(exchange, 201, "{}");
            },
            List.of(List.of("a1", "a2"), List.of("b1", "b2")));
    assertThat(result.sendNanos()).isGreaterThanOrEqualTo(3 * betweenNanos);
    assertThat(came).hasSize(4);
    assertThat(List.copyOf(came))
        .zipSatisfy(
            List.of(0, 1, 2, 3),
            (nanos, before) -> assertThat(nanos).isGreaterThanOrEqualTo(before * betweenNanos));
    assertThat(bodies)
        .containsExactlyInAnyOrder("a1", "a2", "b1", "b2")
        .containsSubsequence("a1", "a2")
        .containsSubsequence("b1", "b2");
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void tellsItsResultInWords() {
    var result =
        new Load.Result(
            new long[] {1, 2}, 3, 4, 5, true, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, "409 {\n}");
    var read = Load.Result.parse("Picked up something\n" + result.text());
    assertThat(read).usingRecursiveComparison().isEqualTo(result);
  }
}
