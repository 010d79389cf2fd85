package org.ledgerstone.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.Server;
import org.springframework.web.filter.OncePerRequestFilter;

/** Who sends or reads so slowly that it never ends is left, whatever is asked for. */
class SlowClientsTest {

  private static final int PATIENCE_MILLIS = 30_000;
  private static final int FLOOD_BYTES = 16 << 20;

  private static Server server;
  private static final BlockingQueue<Throwable> FLOODS = new LinkedBlockingQueue<>();

  @BeforeAll
  static void start() {
    server =
        Server.start(
            beans -> beans.registerBean(Flood.class, Flood::new),
            "--ledger.body-time=1s",
            "--server.tomcat.connection-timeout=1s");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A long answer in small pieces, as a writer's or a stream's. */
  private static final class Flood extends OncePerRequestFilter {

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return !request.getRequestURI().startsWith("/flood/");
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException {
      var piece = "ghijklmnopqrstuv".repeat(64);
      try {
        for (int sent = 0; sent < FLOOD_BYTES; sent += piece.length()) {
          if (request.getRequestURI().endsWith("writer")) {
            response.getWriter().print(piece);
            if (response.getWriter().checkError()) {
              throw new IOException("The writer has failed");
            }
          } else {
            response.getOutputStream().write(piece.getBytes(ISO_8859_1));
          }
        }
      } catch (IOException e) {
        FLOODS.add(e);
        throw e;
      }
    }
  }

  private static Socket connect() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4 * 1024);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
    return socket;
  }

  /** Sends this, and then a space ten times a second until the server has had enough. */
  private static String drip(String begun) throws Exception {
    try (var socket = connect()) {
      var out = socket.getOutputStream();
      out.write(begun.getBytes(ISO_8859_1));
      var dripping =
          Thread.startVirtualThread(() -> {
            try {
              while (true) {
                Thread.sleep(100);
                out.write(' ');
              }
            } catch (IOException | InterruptedException e) {
              // Nobody wants any more.
            }
          });
      var text = new StringBuilder();
      try {
        for (int got = socket.getInputStream().read();
            got >= 0;
            got = socket.getInputStream().read()) {
          text.append((char) got);
        }
      } catch (IOException e) {
        assertThat(e).isNotInstanceOf(SocketTimeoutException.class);
      } finally {
        dripping.interrupt();
        dripping.join();
      }
      return text.toString();
    }
  }

  /** What becomes of all of them, one beside the other. */
  private static Map<String, String> dripAll(Map<String, String> begun) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new LinkedHashMap<String, Future<String>>();
      begun.forEach((name, sent) -> running.put(name, threads.submit(() -> drip(sent))));
      var ends = new LinkedHashMap<String, String>();
      for (var one : running.entrySet()) {
        ends.put(one.getKey(), one.getValue().get());
      }
      return ends;
    }
  }

  private static Map<String, String> heads(int count, int length, String... paths) {
    var heads = new LinkedHashMap<String, String>();
    for (var path : paths) {
      var head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n";
      heads.put(
          path,
          head
              + "Content-Type: application/json\r\nContent-Length: "
              + length
              + "\r\n\r\n{"
              + " ".repeat(count - 1));
    }
    return heads;
  }

  /** Tomcat would wait anew for each byte of a chunk's header, and read on to its end. */
  @ParameterizedTest
  @CsvSource({
    "/api/v1/transactions, application/json, 0",
    "/api/v1/transactions, application/json, 20000",
    "/api/v1/transactions/batch, application/json, 20000",
    "/api/v1/import, application/gzip, 20000"
  })
  void refusesABodyWhoseFramingDrips(String path, String type, int before) throws Exception {
    // The name that a gzip file begins with has no end before its zero byte (RFC 1952, 2.3.1).
    var begins =
        type.endsWith("gzip")
            ? "\u001f\u008b\b\b\0\0\0\0\0\0" + "a".repeat(before)
            : " ".repeat(before);
    var chunk = before == 0 ? "" : "%x\r\n%s\r\n".formatted(begins.length(), begins);
    assertThat(dripFraming("POST " + path, type, chunk)).startsWith("HTTP/1.1 408");
  }

  /** What stands behind the first block is read by another thread than the request's. */
  @Test
  void refusesAnImportWhoseFramingDrips() throws Exception {
    var begun = new String(beginOfExport(), ISO_8859_1);
    var chunk = "%x\r\n%s\r\n".formatted(begun.length(), begun);
    assertThat(dripFraming("POST /api/v1/import", "application/gzip", chunk))
        .startsWith("HTTP/1.1 408")
        .contains("BODY_TOO_SLOW");
  }

  /** All but the last bytes of the server's own, behind a name that is longer than what is held. */
  private static byte[] beginOfExport() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes("\u001f\u008b\b\b\0\0\0\0\0\0".getBytes(ISO_8859_1));
    bytes.writeBytes(("a".repeat(20_000) + "\0").getBytes(ISO_8859_1));
    var uri = URI.create("http://127.0.0.1:" + server.port() + "/api/v1/export");
    try (var export = new GZIPInputStream(uri.toURL().openStream());
        var zip = new DeflaterOutputStream(bytes, new Deflater(-1, true), true)) {
      var all = export.readAllBytes();
      zip.write(all, 0, all.length - 10);
      zip.flush();
      return bytes.toByteArray();
    }
  }

  /** Nobody reads it, but Tomcat would wait for its end before the next request. */
  @Test
  void leavesABodyThatNobodyWantsAndWhoseFramingDrips() throws Exception {
    assertThat(dripFraming("GET /api/v1/ledger", "application/json", ""))
        .startsWith("HTTP/1.1 200");
  }

  /** What is answered before the connection ends, which it does while the framing still drips. */
  private static String dripFraming(String call, String type, String first) throws Exception {
    var head =
        call
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + type
            + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    var framing = "00000001;eeeeeeeeeeeeeee\r\n";
    var sent = new AtomicInteger();
    try (var socket = connect()) {
      var out = socket.getOutputStream();
      out.write((head + first).getBytes(ISO_8859_1));
      var dripping =
          Thread.startVirtualThread(() -> {
            try {
              while (sent.get() < framing.length()) {
                out.write(framing.charAt(sent.getAndIncrement()));
                Thread.sleep(250);
              }
            } catch (IOException | InterruptedException e) {
              // Nobody wants any more.
            }
          });
      var answer = new StringBuilder();
      try {
        for (int got = socket.getInputStream().read();
            got >= 0;
            got = socket.getInputStream().read()) {
          answer.append((char) got);
        }
      } catch (IOException e) {
        assertThat(e).isNotInstanceOf(SocketTimeoutException.class);
      }
      assertThat(sent).hasValueLessThan(framing.length());
      dripping.interrupt();
      dripping.join();
      return answer.toString();
    }
  }

  /** From its beginning, or after so much that the application waits for the rest. */
  @ParameterizedTest
  @CsvSource({"1, 1000", "20000, 60000"})
  void refusesABodyThatDrips(int count, int length) throws Exception {
    var ends =
        dripAll(
            heads(
                count,
                length,
                "/api/v1/transactions",
                "/api/v1/transactions/typed-data",
                "/api/v1/transactions/batch",
                "/api/v1/blocks",
                "/api/v1/gossip/transactions",
                "/api/v1/audits",
                "/transactions/new",
                "/login"));
    assertThat(ends)
        .allSatisfy((path, end) ->
            assertThat(end).startsWith("HTTP/1.1 408").contains("\"BODY_TOO_SLOW\""));
    assertThat(dripAll(heads(1, 1_000, "/api/v1/gossip/head", "/api/v1/peers")))
        .allSatisfy((path, end) ->
            assertThat(end).startsWith("HTTP/1.1 408").contains("\"BODY_TOO_SLOW\""));
    assertThat(dripAll(heads(count, length, "/add_transaction/", "/add_block")))
        .allSatisfy((path, end) ->
            assertThat(end).startsWith("HTTP/1.1 408").contains("has to come within"));
  }

  @Test
  void closesAConnectionWhoseHeadDrips() throws Exception {
    var begun =
        Map.of(
            "a method", "G",
            "a header", "GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
            "a header's name", "GET / HTTP/1.1\r\nHost: localhost\r\nX");
    assertThat(dripAll(begun))
        .allSatisfy((what, end) -> assertThat(end).doesNotContain("HTTP/1.1 200"));
  }

  /** Longer than the pools of clients and proxies keep it: 60 s at most, as a rule. */
  @Test
  void letsAConnectionRestForLongerThanClientsKeepIt() throws Exception {
    try (var socket = connect()) {
      var head = "GET /api/v1/ledger HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      var answer = new byte[2_000];
      int length = socket.getInputStream().read(answer);
      assertThat(new String(answer, 0, length, ISO_8859_1))
          .containsIgnoringCase("Keep-Alive: timeout=75");
    }
  }

  /** Each of three on one connection takes most of the time that it has. */
  @Test
  void waitsForAHeadThatComesInTime() throws Exception {
    var answers = new ArrayList<String>();
    for (int i = 0; i < 20 && !sendsInTime(answers); i++) {
      answers.clear(); // This machine has paused: they were late indeed.
    }
    assertThat(answers).hasSize(3).allSatisfy(one -> assertThat(one).startsWith("HTTP/1.1 200"));
  }

  /** Whether none of the heads was sent too late. */
  private static boolean sendsInTime(List<String> answers) throws Exception {
    boolean inTime = true;
    try (var socket = connect()) {
      for (int request = 0; request < 3 && inTime; request++) {
        long began = System.nanoTime();
        for (var piece : List.of("HEAD /api/v1/ledger HTT", "P/1.1\r\nHost: loc", "alhost")) {
          socket.getOutputStream().write(piece.getBytes(ISO_8859_1));
          Thread.sleep(200);
        }
        socket.getOutputStream().write("\r\n\r\n".getBytes(ISO_8859_1));
        inTime = System.nanoTime() - began < 900_000_000L;
        answers.add(inTime ? head(socket) : "");
      }
    } catch (SocketException e) {
      inTime = false; // It was closed while it was sent.
    }
    return inTime;
  }

  /** An answer that has no body. */
  private static String head(Socket socket) throws IOException {
    var text = new StringBuilder();
    int got = 0;
    while (got >= 0 && text.indexOf("\r\n\r\n") < 0) {
      got = socket.getInputStream().read();
      text.append((char) got);
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/flood/stream", "/flood/writer"})
  void leavesWhoReadsALittleNowAndThen(String path) throws Exception {
    FLOODS.clear();
    try (var socket = connect()) {
      socket
          .getOutputStream()
          .write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path).getBytes(ISO_8859_1));
      long began = System.nanoTime();
      var some = new byte[1024];
      Throwable end = null;
      while (end == null && System.nanoTime() - began < PATIENCE_MILLIS * 1_000_000L) {
        socket.getInputStream().read(some);
        end = FLOODS.poll(50, TimeUnit.MILLISECONDS);
      }
      assertThat(end).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/flood/stream", "/flood/writer"})
  void leavesNobodyWhoReadsOn(String path) {
    FLOODS.clear();
    try (var patient = Server.start(beans -> beans.registerBean(Flood.class, Flood::new))) {
      var answer = patient.get(path);
      assertThat(answer.complete()).isTrue();
      assertThat(answer.body()).hasSize(FLOOD_BYTES);
      assertThat(FLOODS).isEmpty();
    }
  }
}
