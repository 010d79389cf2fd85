package org.ledgerstone.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.Server;
import org.ledgerstone.testing.Patience;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.filter.OncePerRequestFilter;

/** When a request gets to the application, and that its body is there then. */
class FirstBytesTest {

  private static final int PATIENCE_MILLIS = 30_000;
  private static final int SHORT = FirstBytes.COUNT;
  private static final Duration TIME = Duration.ofMinutes(10);
  private static final Quota ROOM = BodyLimits.roomFor(1 << 30);
  private static final List<String> CAME = new CopyOnWriteArrayList<>();

  private static Server server;

  @BeforeAll
  static void start() {
    server =
        Server.start(beans -> beans.registerBean(Echo.class, Echo::new), "--ledger.body-time=2m");
  }

  @BeforeEach
  void forget() {
    CAME.clear();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Notes that a request has come, and answers the length of its body. */
  private static final class Echo extends OncePerRequestFilter {

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return !request.getRequestURI().startsWith("/echo/");
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException {
      CAME.add(request.getRequestURI());
      var body = Body.readAnyType(request, 3 * SHORT).text();
      assertThat(body).isEqualTo("x".repeat(body.length()));
      response.getWriter().print(body.length());
    }
  }

  private static final class Caller implements AutoCloseable {

    private final Socket socket;

    Caller() throws IOException {
      this(server.port());
    }

    Caller(int port) throws IOException {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(PATIENCE_MILLIS);
    }

    Caller sends(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      return this;
    }

    void reads(String end) throws IOException {
      var text = new StringBuilder();
      while (!text.toString().endsWith(end)) {
        int got = socket.getInputStream().read();
        assertThat(got).as("after " + text).isNotNegative();
        text.append((char) got);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static String head(String path, int length, String... more) {
    return begun(path, "Content-Length: " + length + "\r\n" + String.join("", more));
  }

  private static String begun(String path, String headers) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n".formatted(path, headers);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          Content-Length: 5,                            xx,                xxx
          'Content-Length: 5\r\nExpect: 100-continue', xx,                xxx
          Transfer-Encoding: chunked,                   '2\r\nxx\r\n1', '\r\nx\r\n2\r\nxx\r\n0\r\n\r\n'
          """)
  void aRequestComesWithItsBody(String kind, String first, String rest) throws IOException {
    try (var slow = new Caller();
        var other = new Caller()) {
      slow.sends(begun("/echo/slow", kind + "\r\n") + first);
      for (int i = 0; i < 50; i++) {
        other.sends(head("/echo/other", 1) + "x").reads("\r\n\r\n1");
      }
      assertThat(CAME).contains("/echo/other").doesNotContain("/echo/slow");
      slow.sends(rest).reads("\r\n\r\n5");
      assertThat(CAME).contains("/echo/slow");
    }
  }

  @Test
  void aLongOneComesWithItsBeginning() throws IOException {
    try (var caller = new Caller();
        var other = new Caller()) {
      caller.sends(head("/echo/long", SHORT + 1) + "x".repeat(SHORT - 1));
      for (int i = 0; i < 50; i++) {
        other.sends(head("/echo/other", 1) + "x").reads("\r\n\r\n1");
      }
      assertThat(CAME).doesNotContain("/echo/long");
      caller.sends("x");
      Patience.until("it comes", () -> CAME.contains("/echo/long"));
      caller.sends("x").reads("\r\n\r\n" + (SHORT + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2 * 1024, 2 * 1024 + 1, SHORT - 1, SHORT, SHORT + 1, 2 * SHORT})
  void allOfItIsThere(int length) throws IOException {
    try (var caller = new Caller()) {
      for (int i = 0; i < 2; i++) {
        caller.sends(head("/echo/all", length) + "x".repeat(length)).reads("\r\n\r\n" + length);
      }
    }
  }

  @Test
  void whatIsSentAtOnceIsAnsweredInTurn() throws IOException {
    try (var caller = new Caller()) {
      caller
          .sends(head("/echo/a", 3) + "xxx" + head("/echo/b", 2) + "xx" + head("/echo/c", 0))
          .reads("\r\n\r\n3");
      caller.reads("\r\n\r\n2");
      caller.reads("\r\n\r\n0");
    }
  }

  @Test
  void whoWaitsToBeAskedIsAsked() throws IOException {
    try (var caller = new Caller()) {
      caller.sends(head("/echo/asked", 4, "Expect: 100-continue\r\n")).reads("100 \r\n\r\n");
      caller.sends("xxxx").reads("\r\n\r\n4");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, SHORT, SHORT + 1, 2 * SHORT})
  void oneWithoutALengthIsThereToo(int length) throws IOException {
    try (var caller = new Caller()) {
      for (int i = 0; i < 2; i++) {
        caller
            .sends(
                "POST /echo/chunks HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                    + "\r\n1\r\nx\r\n%x\r\n%s\r\n0\r\n\r\n".formatted(length, "x".repeat(length)))
            .reads("\r\n\r\n" + (length + 1));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"/api/v1/nowhere, 404", "/chain, 405"})
  void whatIsRefusedAnywayIsRefusedAfterwards(String path, int status) throws IOException {
    try (var slow = new Caller();
        var other = new Caller()) {
      slow.sends(head(path, 2) + "x");
      for (int i = 0; i < 50; i++) {
        other.sends(head("/echo/other", 1) + "x").reads("\r\n\r\n1");
      }
      assertThat(slow.socket.getInputStream().available()).isZero();
      slow.sends("x").reads("HTTP/1.1 " + status);
    }
  }

  @Test
  void thatOfAGetIsLeft() throws IOException {
    try (var caller = new Caller()) {
      caller.sends("GET /chain HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nx");
      caller.reads("HTTP/1.1 200");
    }
  }

  @Test
  void oneThatEndsTooSoonIsRefused() throws IOException {
    try (var caller = new Caller()) {
      caller.sends(head("/echo/ended", 5) + "xx");
      caller.socket.shutdownOutput();
      var answer = new String(caller.socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(answer)
          .startsWith("HTTP/1.1 400")
          .contains("MALFORMED")
          .containsIgnoringCase(RequestIds.HEADER + ": ");
      assertThat(CAME).doesNotContain("/echo/ended");
    }
  }

  /** They would be read in one go, without a look at the clock. */
  @ParameterizedTest
  @CsvSource({"0, 0, 200", "100, 0, 400", "0, 100, 400"})
  void theFramingOfChunksIsShort(int extension, int trailer, int status) throws IOException {
    try (var caller = new Caller()) {
      var extra = extension == 0 ? "" : ";" + "e".repeat(extension);
      var last = trailer == 0 ? "" : "T: " + "t".repeat(trailer) + "\r\n";
      caller
          .sends(begun("/echo/framing", "Transfer-Encoding: chunked\r\n"))
          .sends("1%s\r\nx\r\n0\r\n%s\r\n".formatted(extra, last))
          .reads("HTTP/1.1 " + status);
    }
  }

  /** What was waited for here counts in each way to read. */
  @Test
  void theTimeGoesOnWhereItWas() {
    var json = "application/json";
    List<Consumer<HttpServletRequest>> readers =
        List.of(
            request -> Body.read(request, 10 * SHORT, json),
            request -> drain(BodyStream.open(request, 10 * SHORT, TIME, ROOM.share(), json)),
            request -> drain(LongBody.open(request, TIME, json)));
    for (var reader : readers) {
      reader.accept(waitedFor(Duration.ofSeconds(1)));
      assertThatThrownBy(() -> reader.accept(waitedFor(TIME)))
          .isInstanceOfSatisfying(
              Problem.class, problem -> assertThat(problem.code()).isEqualTo("BODY_TOO_SLOW"));
    }
  }

  /** Who reads it counts what it holds by itself. */
  @Test
  void whatWasHeldIsGivenBackToItsReader() throws IOException {
    var room = BodyLimits.roomFor(1_000);
    var share = room.share();
    share.take(100);
    var request = new MockHttpServletRequest();
    request.setAttribute(BodyLimits.ATTRIBUTE, new BodyLimits(TIME, share));
    request.setAttribute(FirstBytes.class.getName(), new ByteArrayInputStream(new byte[] {7}));
    assertThat(FirstBytes.stream(request).read()).isEqualTo(7);
    assertThat(room.taken()).isZero();
  }

  private static void drain(IncomingBody body) {
    while (body.read(new byte[SHORT], 0, SHORT) >= 0) {
      // The next ones.
    }
  }

  private static HttpServletRequest waitedFor(Duration waited) {
    var request = new MockHttpServletRequest("POST", "/");
    request.setContentType("application/json");
    request.setContent(new byte[2 * SHORT]);
    request.setAttribute(FirstBytes.class.getName() + ".waited", waited);
    request.setAttribute(BodyLimits.ATTRIBUTE, new BodyLimits(TIME, ROOM.share()));
    return request;
  }
}
