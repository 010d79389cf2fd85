package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.Server;
import org.ledgerstone.Server.Answer;

/** No page of another origin may read an answer, nor is it told that it may send anything. */
@ParameterizedClass
@EnumSource
@TestInstance(Lifecycle.PER_CLASS)
class CorsClosedTest {

  /** How the server is set up. */
  enum Setting {
    WITHOUT_SECRET,
    OPEN,
    CLOSED;

    private String[] arguments() {
      return this == WITHOUT_SECRET
          ? new String[0]
          : new String[] {
            "--ledger.secret-key=" + TestToken.SECRET,
            "--ledger.read=" + (this == OPEN ? "open" : "token")
          };
    }
  }

  @Parameter Setting setting;

  private Server server;

  @BeforeParameterizedClassInvocation
  void start() {
    server = Server.start(setting.arguments());
  }

  @AfterParameterizedClassInvocation
  void stop() {
    server.close();
  }

  private List<String> origins() {
    return List.of(
        "https://example.org",
        "http://example.org:" + server.port(),
        "null",
        "http://localhost",
        "http://localhost:" + server.port(),
        "http://127.0.0.1:" + server.port(),
        "https://localhost.example.org",
        "file://");
  }

  private static void permitsNothing(Answer answer, String origin) {
    assertThat(answer.headers().keySet())
        .as(origin + ": " + answer)
        .noneMatch(name -> name.startsWith("access-control-"))
        .doesNotContain("timing-allow-origin");
    assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/ledger",
        "/api/v1/accounts",
        "/api/v1/blocks/head",
        "/api/v1/export",
        "/api/v1/none",
        "/chain",
        "/pending_tx",
        "/get_balance/?address=treasury",
        "/mine",
        "/",
        "/blocks",
        "/posts",
        "/login",
        "/console/page.css",
        "/actuator/health",
        "/v3/api-docs"
      })
  void noAnswerMayBeReadElsewhere(String path) {
    for (var origin : origins()) {
      permitsNothing(server.get(path, "Origin: " + origin), origin);
      permitsNothing(
          server.get(path, "Origin: " + origin, "Sec-Fetch-Site: cross-site", TestToken.admin()),
          origin);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/transactions, POST",
    "/api/v1/blocks, POST",
    "/api/v1/blocks/generate, POST",
    "/api/v1/peers, DELETE",
    "/api/v1/ledger, GET",
    "/api/v1/events, GET",
    "/add_transaction/, POST",
    "/add_block, POST",
    "/new_transaction, POST",
    "/transactions/new, POST",
    "/nodes/register, POST",
    "/chain, GET",
    "/mine, GET",
    "/, GET",
    "/posts, POST",
    "/node/peers, POST",
    "/login, POST",
    "/unheard-of, PUT"
  })
  void noCallIsPermittedThatABrowserAsksAbout(String path, String method) {
    for (var origin : origins()) {
      var answer =
          server.ask(
              "OPTIONS",
              path,
              "",
              "Origin: " + origin,
              "Access-Control-Request-Method: " + method,
              "Access-Control-Request-Headers: authorization, content-type, idempotency-key",
              "Access-Control-Request-Private-Network: true");
      assertThat(answer.status()).as(origin).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("ORIGIN_FOREIGN");
      permitsNothing(answer, origin);
    }
  }
}
