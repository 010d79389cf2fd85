package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.Server;
import org.ledgerstone.Server.Answer;

/** Everyone on this machine is admin, but no web page and nobody behind a proxy is. */
@TestInstance(Lifecycle.PER_CLASS)
class WithoutSecretTest {

  private Server server;

  @BeforeAll
  void start() {
    server = Server.start(Doors.safe().beans());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private void assertLetIn(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.body()).isIn("admin", "");
  }

  private void assertRefused(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/ledger",
    "POST, /api/v1/blocks/generate",
    "POST, /api/v1/peers",
    "DELETE, /api/v1/peers?url=x",
    "GET, /mine",
    "GET, /generate_block/",
    "POST, /generate_block",
    "GET, /nodes/resolve",
    "POST, /add_transaction/",
    "HEAD, /chain",
    "OPTIONS, /chain",
  })
  void letsEveryoneHereDoEverything(String method, String path) {
    assertLetIn(server.ask(method, path, ""));
  }

  /** What listens on every address of the machine listens on this one too. */
  @Test
  void listensToThisMachineOnly() {
    assertThatThrownBy(
            () -> {
              try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.2", server.port()), 1_000);
              }
            })
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8080",
        "LOCALHOST:1",
        "127.0.0.1",
        "127.0.0.1:9999",
        "[::1]",
        "[::1]:80"
      })
  void answersToLocalNames(String host) {
    assertLetIn(server.get("/chain", "Host: " + host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org",
        "example.org:8080",
        "localhost.example.org",
        "127.0.0.1.example.org",
        "localhost.",
        "127.0.0.2",
        "127.1",
        "0.0.0.0",
        "192.168.0.1",
        "[::]",
        "[::ffff:127.0.0.1]",
        ""
      })
  void answersToNoOtherName(String host) {
    for (var path : List.of("/chain", "/actuator/health", "/none")) {
      assertRefused(server.get(path, "Host: " + host), 421, "HOST_NOT_LOCAL");
    }
    assertRefused(server.post("/add_block", "{}", "Host: " + host), 421, "HOST_NOT_LOCAL");
  }

  @Test
  void answersToNoNameAtAll() {
    var answer = server.send("GET /chain HTTP/1.0\r\n\r\n");
    assertRefused(answer, 421, "HOST_NOT_LOCAL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Forwarded: for=1.2.3.4", "forwarded: x", "X-Forwarded-For: 1.2.3.4",
        "x-forwarded-host: localhost", "X-Forwarded-Proto: https", "X-Forwarded-Anything:"
      })
  void refusesWhatComesThroughAProxy(String header) {
    var answer = server.get("/chain", header);
    assertRefused(answer, 403, "PROXY_NEEDS_SECRET");
    assertThat(answer.body()).contains("LEDGER_SECRET_KEY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Via: 1.1 x", "X-Forward: x", "X-Real-IP: 1.2.3.4"})
  void letsOtherHeadersPass(String header) {
    assertLetIn(server.get("/chain", header));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/transactions",
    "POST, /api/v1/blocks/generate",
    "DELETE, /api/v1/peers",
    "PUT, /anything",
    "POST, /new_transaction",
    "GET, /mine",
    "HEAD, /mine",
    "GET, /mine/",
    "GET, /%6dine",
    "GET, //mine",
    "GET, /generate_block",
    "GET, /generate_block/",
    "GET, /nodes/resolve",
  })
  void letsNoForeignPageChangeAnything(String method, String path) {
    for (var header :
        List.of(
            "Origin: http://example.org",
            "Origin: null",
            "Origin:",
            "Origin: http://localhost",
            "Origin: http://localhost:1",
            "Origin: http://127.0.0.1:" + server.port(),
            "Origin: file://localhost:" + server.port(),
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site")) {
      assertThat(server.ask(method, path, "", header).status()).as(header).isEqualTo(403);
      if (!method.equals("HEAD")) {
        assertRefused(server.ask(method, path, "", header), 403, "ORIGIN_FOREIGN");
      }
    }
    assertLetIn(server.ask(method, path, "", "Origin: http://localhost:" + server.port()));
    assertLetIn(server.ask(method, path, "", "Sec-Fetch-Site: same-origin"));
    assertLetIn(server.ask(method, path, "", "Sec-Fetch-Site: none"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/chain", "/api/v1/ledger", "/get_balance/?address=x", "/mine2"})
  void letsAForeignPageLinkToWhatOnlyReads(String path) {
    assertLetIn(server.get(path, "Origin: http://example.org", "Sec-Fetch-Site: cross-site"));
  }

  @Test
  void letsALinkFromAnywhereOpenMine() {
    assertLetIn(open("GET", "/mine", "navigate", "document"));
    assertRefused(open("GET", "/mine", "navigate", "iframe"), 403, "ORIGIN_FOREIGN");
    assertRefused(open("GET", "/mine", "no-cors", "image"), 403, "ORIGIN_FOREIGN");
    assertRefused(open("GET", "/mine", "cors", "empty"), 403, "ORIGIN_FOREIGN");
    assertRefused(open("POST", "/mine", "navigate", "document"), 403, "ORIGIN_FOREIGN");
    assertRefused(open("GET", "/generate_block/", "navigate", "document"), 403, "ORIGIN_FOREIGN");
    assertRefused(open("GET", "/nodes/resolve", "navigate", "document"), 403, "ORIGIN_FOREIGN");
    assertRefused(
        open("GET", "/mine", "navigate", "document", "Origin: http://example.org"),
        403,
        "ORIGIN_FOREIGN");
  }

  private Answer open(String method, String path, String mode, String destination, String... more) {
    var headers =
        new String[] {
          "Sec-Fetch-Site: cross-site",
          "Sec-Fetch-Mode: " + mode,
          "Sec-Fetch-Dest: " + destination,
          more.length > 0 ? more[0] : "X-More: none"
        };
    return server.ask(method, path, "", headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-Purpose: prefetch",
        "Sec-Purpose: prefetch;prerender",
        "Purpose: prefetch",
        "X-Purpose: preview",
        "X-Moz: prefetch"
      })
  void changesNothingForAPrefetch(String header) {
    for (var path : List.of("/mine", "/generate_block/", "/nodes/resolve")) {
      assertRefused(server.get(path, header), 403, "PREFETCH_CHANGES_NOTHING");
      assertRefused(
          server.get(
              path,
              header,
              "Sec-Fetch-Site: none",
              "Sec-Fetch-Mode: navigate",
              "Sec-Fetch-Dest: document"),
          403,
          "PREFETCH_CHANGES_NOTHING");
    }
    assertRefused(server.post("/add_block", "{}", header), 403, "PREFETCH_CHANGES_NOTHING");
    assertLetIn(server.get("/chain", header));
  }

  @Test
  void allowsNoOtherOrigin() {
    var answer =
        server.ask(
            "OPTIONS",
            "/api/v1/blocks",
            "",
            "Origin: http://example.org",
            "Access-Control-Request-Method: POST");
    assertRefused(answer, 403, "ORIGIN_FOREIGN");
    var read = server.get("/chain", "Origin: http://example.org");
    assertThat(read.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
  }

  @Test
  void sendsSafeHeadersAndNoCookieAlsoWithARefusal() {
    for (var answer : List.of(server.get("/chain"), server.get("/mine", "Origin: null"))) {
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
      assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none';");
      assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
      assertThat(answer.header("Set-Cookie")).isEmpty();
      assertThat(answer.header("Cache-Control")).contains("no-store");
    }
    assertThat(server.get("/a%252f").header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void tellsHealthWithoutDetails() {
    assertThat(server.get("/actuator/health").body())
        .isEqualTo("{\"groups\":[\"liveness\",\"readiness\"],\"status\":\"UP\"}");
    for (var path : List.of("env", "beans", "heapdump", "configprops", "loggers")) {
      assertThat(server.get("/actuator/" + path).status()).as(path).isEqualTo(404);
    }
  }

  @Test
  void overlooksTokens() {
    assertLetIn(server.get("/chain", "Authorization: Bearer nonsense"));
    assertRefused(
        server.post("/add_block", "", "Authorization: Bearer x", "Origin: null"),
        403,
        "ORIGIN_FOREIGN");
  }
}
