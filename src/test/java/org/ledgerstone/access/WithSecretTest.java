package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.access.TestToken.FAR_FUTURE;
import static org.ledgerstone.access.TestToken.SECRET;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.Server;
import org.ledgerstone.Server.Answer;

/** Reading is open, what carries its own authority too; the rest is for who has a token. */
@TestInstance(Lifecycle.PER_CLASS)
class WithSecretTest {

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

  private void assertLetIn(Answer answer, String who) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(who);
  }

  private void assertRefused(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/ledger",
    "GET, /api/v1/peers",
    "GET, /api/v1/export",
    "GET, /api/v1/audits",
    "GET, /api/v1/audits/1",
    "GET, /api/v1/checkpoint",
    "GET, /api/v1/checkpoint/alarms",
    "GET, /api/v1/ethereum",
    "GET, /chain",
    "GET, /pending_tx",
    "GET, /get_balance/?address=x",
    "GET, /",
    "POST, /api/v1/transactions",
    "POST, /api/v1/transactions/batch?atomic=true",
    "POST, /api/v1/transactions/typed-data",
    "POST, /api/v1/blocks",
    "GET, /api/v1/blocks/common?hashes=x",
    "POST, /api/v1/gossip/head",
    "POST, /api/v1/gossip/transactions",
    "POST, /api/v1/checkpoint/cosignatures",
    "POST, /add_transaction",
    "POST, /add_transaction/",
    "POST, /add_block",
    "POST, /add_block/",
    "POST, /new_transaction",
    "POST, /transactions/new",
    "POST, //add_block",
  })
  void letsAnybodyReadAndSendWhatIsSigned(String method, String path) {
    assertLetIn(server.ask(method, path, ""), "somebody");
    assertLetIn(server.ask(method, path, "", TestToken.reader()), "somebody");
    assertLetIn(server.ask(method, path, "", TestToken.admin()), "admin");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/blocks/generate",
    "POST, /api/v1/import",
    "POST, /api/v1/backup",
    "POST, /api/v1/audits",
    "DELETE, /api/v1/audits/1",
    "POST, /api/v1/peers",
    "POST, /api/v1/peers/sync",
    "DELETE, /api/v1/peers?url=x",
    "POST, /api/v1/gossip",
    "PUT, /api/v1/gossip/head",
    "PUT, /api/v1/transactions",
    "POST, /api/v1/transactions/x",
    "GET, /mine",
    "GET, /%6dine",
    "GET, //mine",
    "POST, /mine",
    "GET, /generate_block",
    "GET, /generate_block/",
    "POST, /generate_block/",
    "GET, /nodes/resolve",
    "POST, /nodes/register",
    "POST, /add_nodes",
    "POST, /register_node",
    "POST, /register_with",
    "POST, /unheard-of",
    "BREW, /chain",
    "GET, /actuator",
    "GET, /actuator/env",
  })
  void letsOnlyAnAdminSpendTheNodesMeans(String method, String path) {
    assertRefused(server.ask(method, path, ""), 401, "TOKEN_MISSING");
    assertRefused(server.ask(method, path, "", "Authorization: Basic eA=="), 401, "TOKEN_MISSING");
    var reader = server.ask(method, path, "", TestToken.reader());
    assertThat(reader.status()).isEqualTo(403);
    assertThat(reader.code()).isIn("ADMIN_ONLY");
    var admin = server.ask(method, path, "", TestToken.admin());
    assertThat(admin.status()).as(admin.toString()).isIn(200, 404);
  }

  @Test
  void letsHeadDoNoMoreThanGet() {
    assertThat(server.ask("HEAD", "/mine", "").status()).isEqualTo(401);
    assertThat(server.ask("HEAD", "/chain", "").status()).isEqualTo(200);
  }

  @Test
  void letsAControllerAskForAnAdmin() {
    assertRefused(server.get("/add_transaction/unsigned"), 401, "TOKEN_MISSING");
    assertRefused(server.get("/add_transaction/unsigned", TestToken.reader()), 403, "ADMIN_ONLY");
    assertLetIn(server.get("/add_transaction/unsigned", TestToken.admin()), "admin");
  }

  static Stream<String> acceptedTokens() {
    var end = "\"exp\":" + FAR_FUTURE;
    return Stream.of(
        "{\"scope\":\"admin\"," + end + "}",
        "{\"scope\":\"reader admin\"," + end + "}",
        "{\"scope\":[\"admin\"]," + end + "}",
        "{\"scope\":\"admin\",\"aud\":\"" + Doors.GENESIS + "\"," + end + "}",
        "{\"scope\":\"admin\",\"aud\":[\"x\",\"" + Doors.GENESIS + "\"]," + end + "}",
        "{\"scope\":\"admin\",\"sub\":\"me\",\"iss\":\"me\",\"nbf\":1,\"iat\":1," + end + "}",
        "{\"scope\":\"admin\",\"exp\":" + (Doors.NOW - 60) + "}");
  }

  @ParameterizedTest
  @MethodSource("acceptedTokens")
  void takesATokenOfItsOwn(String claims) {
    assertLetIn(server.get("/mine", TestToken.header(claims)), "admin");
  }

  static Stream<String> refusedTokens() {
    var claims = "{\"scope\":\"admin\",\"exp\":" + FAR_FUTURE + "}";
    var end = "\"exp\":" + FAR_FUTURE;
    var header = "{\"alg\":\"HS256\"}";
    return Stream.of(
        TestToken.token(header, claims, "HmacSHA256", SECRET + "x"),
        TestToken.token(header, claims, "HmacSHA512", SECRET),
        TestToken.token("{\"alg\":\"HS512\"}", claims, "HmacSHA512", SECRET),
        TestToken.token("{\"alg\":\"none\"}", claims, "HmacSHA256", SECRET),
        TestToken.token("{\"alg\":\"none\"}", claims, "HmacSHA256", SECRET)
            .replaceAll("[^.]+$", ""),
        own("{\"scope\":\"admin\"}"),
        own("{\"scope\":\"admin\",\"exp\":1700000000}"),
        own("{\"scope\":\"admin\",\"exp\":" + (Doors.NOW - 61) + "}"),
        own("{\"scope\":\"admin\",\"nbf\":" + (FAR_FUTURE - 1) + "," + end + "}"),
        own("{\"scope\":\"admin\",\"aud\":\"" + "00".repeat(32) + "\"," + end + "}"),
        own("{\"scope\":\"admin\",\"aud\":[\"x\"]," + end + "}"),
        own("{\"scope\":\"admin\",\"use\":\"session\"," + end + "}"),
        own("[]"),
        own("x"),
        "a.b.c",
        "nonsense",
        "",
        "a b");
  }

  private static String own(String claims) {
    return TestToken.token("{\"alg\":\"HS256\"}", claims, "HmacSHA256", SECRET);
  }

  @ParameterizedTest
  @MethodSource("refusedTokens")
  void takesNoOtherToken(String token) {
    for (var path : List.of("/mine", "/chain")) {
      var answer = server.get(path, "Authorization: Bearer " + token);
      assertRefused(answer, 401, "TOKEN_INVALID");
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
      assertThat(answer.body()).doesNotContain("Jwt", "xception");
    }
  }

  @Test
  void givesATokenWithoutOurScopesNoRight() {
    for (var scope : List.of("\"\"", "\"Admin\"", "\"administrator\"", "\"a,admin\"", "[]")) {
      var header = TestToken.header("{\"scope\":" + scope + ",\"exp\":" + FAR_FUTURE + "}");
      assertRefused(server.get("/mine", header), 403, "ADMIN_ONLY");
    }
    var roles = TestToken.header("{\"roles\":[\"admin\"],\"exp\":" + FAR_FUTURE + "}");
    assertRefused(server.get("/mine", roles), 403, "ADMIN_ONLY");
  }

  @Test
  void takesATokenFromTheHeaderOnly() {
    var token = TestToken.admin().substring("Authorization: Bearer ".length());
    assertRefused(server.get("/mine?access_token=" + token), 401, "TOKEN_MISSING");
    assertRefused(
        server.post(
            "/mine", "access_token=" + token, "Content-Type: application/x-www-form-urlencoded"),
        401,
        "TOKEN_MISSING");
    assertRefused(server.get("/mine", "Cookie: access_token=" + token), 401, "TOKEN_MISSING");
    assertLetIn(server.get("/mine", "authorization: bearer " + token), "admin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host: ledger.example.org", "X-Forwarded-For: 1.2.3.4", "Forwarded: x"})
  void mayStandBehindAProxy(String header) {
    assertLetIn(server.get("/chain", header), "somebody");
    assertLetIn(server.get("/mine", header, TestToken.admin()), "admin");
  }

  @Test
  void letsAForeignPageSendNothingWithoutAToken() {
    for (var foreign :
        List.of("Origin: https://example.org", "Origin: null", "Sec-Fetch-Site: cross-site")) {
      var refused = server.post("/add_block", "{}", foreign);
      assertThat(refused.status()).as(foreign).isEqualTo(403);
      assertThat(refused.code()).isEqualTo("ORIGIN_FOREIGN");
      assertLetIn(server.post("/add_block", "{}", foreign, TestToken.admin()), "admin");
      assertThat(server.post("/add_block", "{}", foreign, "Authorization: Bearer x").code())
          .isEqualTo("TOKEN_INVALID");
    }
    assertLetIn(
        server.post("/add_block", "{}", "Origin: https://l.example.org", "Host: l.example.org"),
        "somebody");
  }

  @Test
  void changesNothingForAPrefetchEvenWithAToken() {
    assertThat(server.get("/mine", "Sec-Purpose: prefetch", TestToken.admin()).code())
        .isEqualTo("PREFETCH_CHANGES_NOTHING");
  }

  @Test
  void tellsAnybodyItsHealthAndSetsNoCookieOfItself() {
    assertThat(server.get("/actuator/health").status()).isEqualTo(200);
    assertThat(server.get("/.well-known/oauth-protected-resource").body()).isEqualTo("somebody");
    assertThat(server.get("/chain").header("Set-Cookie")).isEmpty();
  }
}
