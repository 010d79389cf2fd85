package org.ledgerstone.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ledgerstone.Server;
import org.ledgerstone.Server.Answer;
import org.springframework.http.MediaType;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whatever goes wrong comes out as a problem, seen from outside. */
@TestInstance(Lifecycle.PER_CLASS)
class ProblemsTest {

  private Server server;

  @BeforeAll
  void start() {
    server = Server.start(beans -> beans.registerBean(Faults.class, () -> new Faults()));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** Not static, so that no other test's application finds it. */
  @RestController
  class Faults {

    @GetMapping("/test/problem")
    void problem() {
      throw new Problem(409, "TEST_CODE", "A title.", "A \"detail\" é.").withHeader("X-Test", "1");
    }

    @GetMapping("/test/fault")
    void fault() {
      throw new IllegalStateException("secret fault");
    }

    @GetMapping("/test/error")
    void error() {
      throw new AssertionError("secret fault");
    }

    @GetMapping("/test/database")
    void database() {
      throw new CannotGetJdbcConnectionException("secret", new SQLTransientConnectionException());
    }

    @GetMapping("/test/wrapped")
    void wrapped() {
      throw new IllegalStateException("secret", new SQLTransientConnectionException("secret"));
    }

    @GetMapping("/test/stopped")
    void stopped() {
      throw new IllegalStateException("secret", new SQLException("secret", "57P01"));
    }

    @GetMapping("/test/closed")
    void closed() {
      throw new IllegalStateException("secret", new SQLException("Connection is closed"));
    }

    @GetMapping("/test/full")
    void full() {
      throw new IllegalStateException("secret", new SQLException("secret", "53100"));
    }

    @GetMapping("/test/standby")
    void standby() {
      throw new IllegalStateException("secret", new SQLException("secret", "25006"));
    }

    /** As H2 says that its file has no room left. */
    @GetMapping("/test/file")
    void file() {
      throw new IllegalStateException(
          "secret",
          new SQLException(
              "secret", "HY000", new MVStoreException(DataUtils.ERROR_WRITING_FAILED, "secret")));
    }

    /** Any other fault inside H2. */
    @GetMapping("/test/general")
    void general() {
      throw new IllegalStateException(
          "secret",
          new SQLException(
              "secret", "HY000", new MVStoreException(DataUtils.ERROR_INTERNAL, "secret")));
    }

    /** What the driver says of its own connection is what a client that has gone looks like. */
    @GetMapping("/test/pipe")
    void pipe() {
      throw lost(new IOException("Broken pipe"));
    }

    @GetMapping("/test/eof")
    void eof() {
      throw lost(new EOFException());
    }

    private static CannotCreateTransactionException lost(IOException cause) {
      return new CannotCreateTransactionException(
          "secret", new SQLException("secret", "08006", cause));
    }

    @GetMapping("/test/query")
    void query() {
      throw new IllegalStateException("secret", new SQLException("secret", "42601"));
    }

    @GetMapping("/test/number")
    int number(@RequestParam int n) {
      return n;
    }

    @GetMapping(path = "/test/json", produces = MediaType.APPLICATION_JSON_VALUE)
    Shown json() {
      return new Shown("z", Optional.empty(), Optional.of("b"), null, List.of());
    }

    @PostMapping(path = "/test/consumes", consumes = "application/json")
    Map<String, Object> consumes(@RequestBody Map<String, Object> body) {
      return body;
    }

    @PostMapping("/test/body")
    String body(HttpServletRequest request) {
      return Body.readAnyType(request, 10).object().text("a");
    }

    @GetMapping("/test/send-error")
    void sendError(HttpServletResponse response) throws IOException {
      response.sendError(410, "secret");
    }

    @GetMapping("/test/broken-off")
    void brokenOff(HttpServletResponse response) throws IOException {
      response.getOutputStream().print("[1,");
      response.flushBuffer();
      throw new IllegalStateException("secret");
    }
  }

  record Shown(
      String zebra, Optional<String> a, Optional<String> b, @Nullable String c, List<String> d) {}

  @ParameterizedTest
  @CsvSource({
    "GET, /test/problem, 409, TEST_CODE",
    "GET, /test/fault, 500, INTERNAL",
    "GET, /test/error, 500, INTERNAL",
    "GET, /test/database, 503, DATABASE_AWAY",
    "GET, /test/wrapped, 503, DATABASE_AWAY",
    "GET, /test/stopped, 503, DATABASE_AWAY",
    "GET, /test/closed, 503, DATABASE_AWAY",
    "GET, /test/pipe, 503, DATABASE_AWAY",
    "GET, /test/eof, 503, DATABASE_AWAY",
    "GET, /test/full, 503, DATABASE_AWAY",
    "GET, /test/standby, 503, DATABASE_AWAY",
    "GET, /test/file, 503, DATABASE_AWAY",
    "GET, /test/general, 500, INTERNAL",
    "GET, /test/query, 500, INTERNAL",
    "GET, /test/number, 400, MALFORMED",
    "GET, /test/number?n=x, 400, MALFORMED",
    "GET, /test/number?n=%zz, 400, MALFORMED",
    "GET, /test/none, 404, NOT_FOUND",
    "GET, /error, 404, NOT_FOUND",
    "GET, /test/send-error, 410, GONE",
    "POST, /test/json, 405, METHOD_NOT_ALLOWED",
    "DELETE, /test/json, 405, METHOD_NOT_ALLOWED",
    "BREW, /test/json, 405, METHOD_NOT_ALLOWED",
    "TRACE, /test/json, 405, METHOD_NOT_ALLOWED",
    "POST, /test/consumes, 415, MEDIA_TYPE_UNSUPPORTED",
    "POST, /test/body, 400, MALFORMED",
    "GET, /a%2fb, 400, MALFORMED",
    "GET, /a%252fb, 400, PATH_REJECTED",
    "GET, /a;b=c, 400, PATH_REJECTED",
    "GET, /a/../b%00, 400, MALFORMED",
  })
  void answersWithAProblem(String method, String path, int status, String code) {
    for (var accept : List.of("*/*", "text/html", "application/json", "nonsense")) {
      var answer = server.ask(method, path, "", "Accept: " + accept);
      assertProblem(answer, status, code);
    }
  }

  private static void assertProblem(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.code()).as(answer.body()).isEqualTo(code);
    assertThat(answer.body())
        .startsWith("{\"type\":\"urn:ledgerstone:problem:" + code + "\",\"title\":\"")
        .contains("\"status\":" + status + ",")
        .contains("\"detail\":\"")
        .contains("\"instance\":\"/")
        .doesNotContain("secret", "Exception", "Error\"", "springframework", "<");
  }

  @Test
  void writesTheWholeProblem() {
    var answer = server.get("/test/problem?q=1");
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"urn:ledgerstone:problem:TEST_CODE\",\"title\":\"A title.\",\"status\":409,"
                + "\"detail\":\"A \\\"detail\\\" é.\",\"instance\":\"/test/problem\","
                + "\"code\":\"TEST_CODE\"}");
    assertThat(answer.header("X-Test")).isEqualTo("1");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void saysWhatIsAllowedAndWhenToComeBack() {
    assertThat(server.post("/test/json", "").header("Allow")).isEqualTo("GET");
    assertThat(server.post("/test/consumes", "{}", "Content-Type: text/plain").header("Accept"))
        .isEqualTo("application/json");
    assertThat(server.get("/test/database").header("Retry-After")).isEqualTo("5");
  }

  @Test
  void refusesWhatACallerDoesNotAccept() {
    assertProblem(server.get("/test/json", "Accept: image/png"), 406, "NOT_ACCEPTABLE");
    assertProblem(
        server.post("/test/consumes", "{", "Content-Type: application/json"), 400, "MALFORMED");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /%00 HTTP/1.1|Host: localhost, 400",
    "GET /a<b HTTP/1.1|Host: localhost, 400",
    "GET /a HTTP/1.1, 400",
    "GET /a HTTP/1.1|Host: a|Host: b, 400",
    "GET /a HTTP/1.1|Host: a b, 400",
    "GET /a HTTP/9.9|Host: localhost, 505",
    "G<T /a HTTP/1.1|Host: localhost, 400",
    "POST /test/body HTTP/1.1|Host: localhost|Content-Length: x, 400",
    "POST /test/body HTTP/1.1|Host: localhost|Transfer-Encoding: x, 501",
  })
  void answersTomcatsRefusalsWithAProblemToo(String lines, int status) {
    var answer = server.send(lines.replace("|", "\r\n") + "\r\nConnection: close\r\n\r\n");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("<");
    if (!answer.body().isEmpty()) {
      assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }
  }

  @Test
  void refusesHeadersThatAreTooLarge() {
    var answer = server.get("/test/json", "X-Long: " + "x".repeat(20_000));
    assertThat(answer.status()).as(answer.toString()).isIn(400, 431);
    assertThat(answer.body()).doesNotContain("<");
  }

  @Test
  void readsABodyWhateverItsTypeSays() {
    for (var type :
        List.of("application/x-www-form-urlencoded", "text/plain", "multipart/form-data")) {
      var answer = server.post("/test/body", "{\"a\":\"x\"}", "Content-Type: " + type);
      assertThat(answer.body()).as(type).isEqualTo("x");
    }
    assertThat(server.post("/test/body", "{\"a\":\"xy\"}").body()).isEqualTo("xy");
    assertProblem(server.post("/test/body", "{\"a\":\"xyz\"}"), 413, "BODY_TOO_LARGE");
    assertProblem(server.post("/test/body", "x".repeat(4_000_000)), 413, "BODY_TOO_LARGE");
    var chunked =
        "POST /test/body HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Transfer-Encoding: chunked\r\n\r\nb\r\n{\"a\":\"xyz\"}\r\n0\r\n\r\n";
    assertProblem(server.send(chunked), 413, "BODY_TOO_LARGE");
    assertProblem(server.send(chunked.replace("\r\nb\r\n", "\r\nq\r\n")), 400, "MALFORMED");
  }

  @Test
  void leavesOutWhatIsAbsentAndKeepsTheOrder() {
    assertThat(server.get("/test/json").body())
        .isEqualTo("{\"zebra\":\"z\",\"b\":\"b\",\"c\":null,\"d\":[]}");
  }

  @Test
  void toleratesDoubleSlashes() {
    assertThat(server.get("//test//json").status()).isEqualTo(200);
    assertThat(server.get("//test///json?x=//y").status()).isEqualTo(200);
  }

  @Test
  void breaksOffAnAnswerThatCannotBeCompleted() {
    var answer = server.get("/test/broken-off");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("[1,");
    assertThat(answer.complete()).isFalse();
    assertThat(server.get("/test/json").complete()).isTrue();
  }

  /** What Spring Boot takes only if there is no other of its kind. */
  @Test
  void theMappingThatLooksAtPathsFirstIsInUse() {
    assertThat(server.bean(PathsFirst.class).getHandlerMethods()).isNotEmpty();
  }
}
