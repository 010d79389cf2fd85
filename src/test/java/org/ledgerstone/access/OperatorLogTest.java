package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.access.TestToken.FAR_FUTURE;
import static org.ledgerstone.access.TestToken.SECRET;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ledgerstone.Server;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an admin's rights were used for stands in the log, and nothing that opens a door. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class OperatorLogTest {

  private static final String TILL =
      TestToken.header("{\"scope\":\"admin\",\"sub\":\"till\",\"exp\":" + FAR_FUTURE + "}");

  private Server server;

  @BeforeAll
  void start() {
    server =
        Server.start(Doors.safe().beans(), "--ledger.secret-key=" + SECRET, "--ledger.read=open");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static List<String> lines(CapturedOutput output) {
    return output
        .getAll()
        .lines()
        .filter(line -> line.contains("OperatorLog"))
        .map(line -> line.replaceFirst(".* : ", ""))
        .toList();
  }

  @Test
  void tellsWhoChangedWhat(CapturedOutput output) {
    server.ask("POST", "/api/v1/peers?url=http://me:hidden@x", "{\"url\":\"hidden\"}", TILL);
    server.ask("GET", "/mine", "", TestToken.admin());
    server.ask("DELETE", "/api/v1/peers", "", TestToken.reader());
    server.ask("POST", "/api/v1/audits", "");
    server.ask("POST", "/api/v1/audits", "", "Authorization: Bearer bad.token.hidden");
    server.ask("POST", "/add_transaction/unsigned", "", TILL);
    assertThat(lines(output))
        .containsExactly(
            "POST /api/v1/peers by an admin, \"till\" from 127.0.0.1: 200",
            "GET /mine by an admin from 127.0.0.1: 200",
            "DELETE /api/v1/peers by no admin from 127.0.0.1: 403",
            "POST /api/v1/audits by nobody known from 127.0.0.1: 401",
            "POST /api/v1/audits by nobody known from 127.0.0.1: 401",
            "POST /add_transaction/unsigned by an admin, \"till\" from 127.0.0.1: 200");
    assertThat(output.getAll()).doesNotContain("hidden", SECRET, TILL.substring(30));
  }

  @Test
  void isSilentAboutReadingAndWhatIsSigned(CapturedOutput output) {
    server.ask("GET", "/chain", "", TILL);
    server.ask("GET", "/actuator/metrics", "", TILL);
    server.ask("POST", "/api/v1/transactions", "{}");
    server.ask("POST", "/api/v1/blocks", "{}", TILL);
    assertThat(lines(output)).isEmpty();
  }

  @Test
  void tellsWhoLoggedInOrTried(CapturedOutput output) {
    var visitor = new Visitor(server);
    visitor.logIn("no.token.hidden", "/");
    var token = TILL.replaceFirst(".*Bearer ", "");
    visitor.logIn(token, "/");
    var session = visitor.cookie(SessionCookie.NAME);
    visitor.submit("/logout");
    assertThat(lines(output))
        .containsExactly(
            "POST /login by nobody known from 127.0.0.1: 401",
            "POST /login by nobody known from 127.0.0.1: 303",
            "POST /logout by an admin, \"till\" from 127.0.0.1: 303");
    assertThat(session).isNotEmpty();
    assertThat(output.getAll()).doesNotContain("hidden", token, session);
  }

  @Test
  void letsNobodyWriteLinesOfItsOwn(CapturedOutput output) {
    var forged =
        TestToken.header(
            "{\"scope\":\"admin\",\"sub\":\"a\\nPOST \\\"x\\\"\",\"exp\":" + FAR_FUTURE + "}");
    server.ask("POST", "/" + "a".repeat(200), "", forged);
    assertThat(lines(output))
        .containsExactly(
            "POST /" + "a".repeat(99) + "… by an admin, \"a?POST??x?\" from 127.0.0.1: 200");
  }

  @Test
  void callsEveryRequestByAName(CapturedOutput output) {
    var own = server.ask("POST", "/api/v1/audits", "", TILL, "X-Request-Id: my-7");
    assertThat(own.header("X-Request-Id")).isEqualTo("my-7");
    assertThat(output.getAll()).containsPattern("\\[my-7\\].*OperatorLog");
    var given = server.ask("POST", "/api/v1/audits", "", TILL, "X-Request-Id: two words");
    assertThat(given.header("X-Request-Id")).matches("[0-9a-f]{8}-\\d+");
    var refused = server.ask("GET", "/unheard-of", "");
    assertThat(refused.header("X-Request-Id")).matches("[0-9a-f]{8}-\\d+");
    assertThat(output.getAll())
        .containsPattern(Pattern.quote("[" + given.header("X-Request-Id") + "]"));
  }
}
