package org.ledgerstone.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.access.TestToken.SECRET;

import java.util.Base64;
import java.util.Map;
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
import tools.jackson.databind.json.JsonMapper;

/** A token is exchanged for a session at {@code /login}, and given up at {@code /logout}. */
@TestInstance(Lifecycle.PER_CLASS)
class LoginTest {

  private static final long EIGHT_HOURS = 8 * 3600;

  private Server server;

  @BeforeAll
  void start() {
    server =
        Server.start(
            Doors.safe().beans().andThen(Doors.standingClock()),
            "--ledger.secret-key=" + SECRET,
            "--ledger.read=open");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static Map<?, ?> claims(String token) {
    var bytes = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    return new JsonMapper().readValue(new String(bytes, UTF_8), Map.class);
  }

  private static long number(Map<?, ?> claims, String name) {
    return ((Number) claims.get(name)).longValue();
  }

  private static String bare(String header) {
    return header.substring("Authorization: Bearer ".length());
  }

  private static String token(String claims) {
    return bare(TestToken.header(claims));
  }

  @Test
  void asksForATokenAndKeepsItToItself() {
    var page = new Visitor(server).get("/login?to=/node");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(page.header("Cache-Control")).contains("no-store");
    assertThat(page.body())
        .contains("action=\"/login\"", "type=\"password\"", "name=\"to\" value=\"/node\"");
  }

  @Test
  void givesASessionOfEightHoursForAToken() {
    var visitor = new Visitor(server);
    var answer = visitor.logIn("  " + bare(TestToken.admin()) + "\n", "/node");
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo("/node");
    assertThat(sessionLine(answer))
        .contains("; Path=/; ", "; HttpOnly; SameSite=Strict")
        .doesNotContain("Secure", "Domain");
    assertThat(sessionLine(answer)).contains("; Max-Age=28800;");
    var claims = claims(visitor.cookie("ledgerstone_session"));
    assertThat(claims.get("scope")).isEqualTo("admin");
    assertThat(claims.get("use")).isEqualTo("session");
    assertThat(number(claims, "exp") - number(claims, "iat")).isEqualTo(EIGHT_HOURS);
    assertThat(visitor.cookie("ledgerstone_session"))
        .as("the header holds no hash of the secret")
        .startsWith(
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"HS256\"}".getBytes(UTF_8)));
    assertThat(visitor.get("/").body()).isEqualTo("admin");
  }

  private static String sessionLine(Answer answer) {
    var line = answer.header("Set-Cookie").replaceFirst(".*(?=ledgerstone_session=)", "");
    return line.replaceFirst(", ledgerstone_.*", "");
  }

  @Test
  void endsTheSessionWithTheToken() {
    long end = Doors.NOW + 600;
    var visitor =
        Visitor.loggedIn(server, TestToken.header("{\"scope\":\"admin\",\"exp\":" + end + "}"));
    var claims = claims(visitor.cookie("ledgerstone_session"));
    assertThat(number(claims, "exp")).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({"admin, admin", "reader, reader", "admin reader, reader admin", "x admin, admin"})
  void givesTheRightsOfTheTokenAndNoOthers(String scope, String given) {
    var claims =
        "{\"scope\":\"%s\",\"aud\":[\"%s\"],\"exp\":%d}"
            .formatted(scope, Doors.GENESIS, TestToken.FAR_FUTURE);
    var visitor = Visitor.loggedIn(server, TestToken.header(claims));
    var session = claims(visitor.cookie("ledgerstone_session"));
    assertThat(session.get("scope")).isEqualTo(given);
    assertThat(session.get("aud").toString()).contains(Doors.GENESIS);
    assertThat(visitor.get("/").body()).isEqualTo(given.contains("admin") ? "admin" : "somebody");
  }

  @Test
  void takesNoOtherToken() {
    var end = ",\"exp\":" + TestToken.FAR_FUTURE + "}";
    for (var token :
        new String[] {
          "",
          "nonsense",
          "a b",
          TestToken.of("admin", SECRET + "x"),
          token("{\"scope\":\"x\"" + end),
          token("{\"scope\":\"admin\"}"),
          token("{\"scope\":\"admin\",\"use\":\"session\"" + end),
          token("{\"scope\":\"admin\",\"exp\":" + Doors.NOW + "}"),
          token("{\"scope\":\"admin\",\"aud\":\"x\"" + end)
        }) {
      var visitor = new Visitor(server);
      visitor.openForm();
      var answer = visitor.send("/login", "token", token, "to", "/node");
      assertThat(answer.status()).as(token).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
      assertThat(answer.header("Content-Type")).startsWith("text/html");
      assertThat(answer.body()).contains("role=\"alert\"", "value=\"/node\"");
      if (!token.isEmpty()) {
        assertThat(answer.body()).doesNotContain(token);
      }
      assertThat(visitor.cookie("ledgerstone_session")).isEmpty();
      Visitor.loggedIn(server, TestToken.admin());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.org", "//example.org", "/\\example.org", "x", ""})
  void leadsNowhereElse(String to) {
    assertThat(new Visitor(server).logIn(bare(TestToken.admin()), to).header("Location"))
        .isEqualTo("/");
  }

  @Test
  void endsTheSessionOnRequest() {
    var visitor = Visitor.loggedIn(server, TestToken.admin());
    var before = visitor.cookie("ledgerstone_csrf");
    var answer = visitor.submit("/logout");
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo("/");
    assertThat(sessionLine(answer)).startsWith("ledgerstone_session=;").contains("Max-Age=0");
    assertThat(visitor.get("/").body()).isEqualTo("somebody");
    assertThat(visitor.cookie("ledgerstone_csrf")).isNotEqualTo(before);
  }

  @Test
  void changesTheFormTokenWithThePerson() {
    var visitor = new Visitor(server);
    visitor.openForm();
    var before = visitor.cookie("ledgerstone_csrf");
    assertThat(before).isNotEmpty();
    visitor.logIn(bare(TestToken.admin()), "/");
    visitor.openForm();
    assertThat(visitor.cookie("ledgerstone_csrf")).isNotEmpty().isNotEqualTo(before);
  }

  @Test
  void keepsTheFormTokenFromPageToPage() {
    var visitor = Visitor.loggedIn(server, TestToken.admin());
    visitor.openForm();
    for (int i = 0; i < 3; i++) {
      assertThat(visitor.get("/").header("Set-Cookie")).isEmpty();
      var answer = visitor.send("/node");
      assertThat(answer.body()).isEqualTo("admin");
      assertThat(answer.header("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void holdsInEveryInstanceWithTheSameSecretAndInNoOther() {
    var session = Visitor.loggedIn(server, TestToken.admin()).cookie("ledgerstone_session");
    try (var second = Server.start(Doors.safe().beans(), "--ledger.secret-key=" + SECRET);
        var other = Server.start(Doors.safe().beans(), "--ledger.secret-key=x" + SECRET)) {
      var cookie = "Cookie: ledgerstone_session=" + session;
      assertThat(second.get("/", cookie).body()).isEqualTo("admin");
      assertThat(other.get("/", cookie).body()).isEqualTo("somebody");
    }
  }
}
