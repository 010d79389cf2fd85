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
import org.ledgerstone.protocol.RuleBook;

/** What the session in a cookie gives a right to, where reading is closed. */
@TestInstance(Lifecycle.PER_CLASS)
class SessionTest {

  private Server server;
  private Visitor nobody;
  private Visitor reader;
  private Visitor admin;

  @BeforeAll
  void start() {
    server =
        Server.start(Doors.safe().beans(), "--ledger.secret-key=" + SECRET, "--ledger.read=token");
    nobody = new Visitor(server);
    nobody.openForm();
    reader = Visitor.loggedIn(server, TestToken.reader());
    reader.openForm();
    admin = Visitor.loggedIn(server, TestToken.admin());
    admin.openForm();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static void assertLetIn(Answer answer, String who) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(who);
  }

  private static void assertRefused(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
  }

  private static void assertLeads(Answer answer, String location) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo(location);
  }

  private static void assertPage(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("text/html");
    assertThat(answer.body()).contains(code, "<main");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/blocks",
        "/transactions/x",
        "/node",
        "/api/v1/ledger",
        "/api/v1/events",
        "/chain",
        "/pending_tx"
      })
  void isBelievedForReading(String path) {
    assertLetIn(reader.get(path), "somebody");
    assertLetIn(admin.get(path), "admin");
    assertThat(reader.ask("HEAD", path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /mine",
    "HEAD, /mine",
    "GET, //mine",
    "GET, /generate_block/",
    "GET, /nodes/resolve",
    "POST, /mine",
    "POST, /nodes/register",
    "POST, /nodes/resolve",
    "POST, /chain",
    "POST, /add_nodes",
    "POST, /api/v1/blocks/generate",
    "POST, /api/v1/peers",
    "POST, /api/v1/audits",
    "DELETE, /api/v1/peers?url=x",
    "PUT, /node",
    "DELETE, /node/peers",
    "POST, /",
    "POST, /unheard-of"
  })
  void isNotBelievedForOtherChanges(String method, String path) {
    var answer = admin.ask(method, path, "Accept: application/json");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo(method.equals("HEAD") ? "" : "TOKEN_MISSING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/transactions", "/transactions/new", "/add_block", "/add_block/"})
  void makesNobodyAnAdminWhereOthersAreLetIn(String path) {
    assertLetIn(admin.ask("POST", path), "somebody");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/posts", "/language"})
  void letsAnybodySendTheFormsForEverybody(String path) {
    assertLetIn(nobody.send(path), "somebody");
    assertLetIn(reader.send(path), "somebody");
    assertLetIn(admin.send(path), "admin");
  }

  @ParameterizedTest
  @CsvSource({"/posts/mine, /posts", "/node, /node", "/node/peers, /node", "/node/a/b, /node"})
  void letsOnlyAnAdminSendTheOthers(String path, String page) {
    assertLetIn(admin.send(path), "admin");
    assertPage(reader.send(path), 403, "ADMIN_ONLY");
    assertLeads(nobody.send(path), "/login?to=" + page.replace("/", "%2F"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/posts", "/posts/mine", "/node", "/node/x", "/login", "/logout", "/language"})
  void takesNoFormWithoutItsToken(String path) {
    var visitor = Visitor.loggedIn(server, TestToken.admin());
    visitor.openForm();
    var token = visitor.formToken();
    for (var wrong : List.of("", "x", nobody.formToken(), visitor.cookie("ledgerstone_csrf"))) {
      visitor.setFormToken(wrong);
      assertPage(visitor.send(path), 403, "CSRF_TOKEN_INVALID");
    }
    visitor.setFormToken(token);
    assertThat(visitor.send(path).status()).isNotEqualTo(403);
    visitor.openForm();
    visitor.setCookie("ledgerstone_csrf", "00000000-0000-0000-0000-000000000000");
    assertPage(visitor.send(path), 403, "CSRF_TOKEN_INVALID");
    var program = server.post(path, "a=b", Visitor.FORM, TestToken.admin());
    assertRefused(program, 403, "CSRF_TOKEN_INVALID");
  }

  @Test
  void asksForNoFormTokenWhereThereIsNoForm() {
    for (var path : List.of("/transactions/new", "/add_block", "/api/v1/transactions")) {
      assertLetIn(server.post(path, "{}"), "somebody");
    }
    for (var path : List.of("/nodes/register", "/mine", "/chain", "/posts/x", "/language/x")) {
      assertLetIn(server.post(path, "a=b", Visitor.FORM, TestToken.admin()), "admin");
    }
  }

  @Test
  void takesNoFormFromAnotherSite() {
    var form = "_csrf=" + admin.formToken();
    for (var foreign :
        List.of(
            "Origin: null",
            "Origin: http://x.org",
            "Sec-Fetch-Site: same-site",
            "Sec-Fetch-Site: cross-site")) {
      assertRefused(
          server.post("/posts/mine", form, admin.headers(Visitor.FORM, foreign)),
          403,
          "ORIGIN_FOREIGN");
      // A header that says who it is stands in for a token, and then the cookie counts for nothing.
      var pretended =
          server.post(
              "/posts/mine",
              form,
              admin.headers(Visitor.FORM, foreign, "Authorization: Basic eA=="));
      assertThat(pretended.status()).as(pretended.toString()).isEqualTo(303);
    }
    assertLetIn(
        server.post(
            "/posts/mine", form, admin.headers(Visitor.FORM, "Sec-Fetch-Site: same-origin")),
        "admin");
  }

  static Stream<String> noSessions() {
    var end = "\"exp\":" + FAR_FUTURE + "}";
    var claims = "{\"scope\":\"admin\",\"use\":\"session\"," + end;
    return Stream.of(
        TestToken.of("admin", SECRET),
        TestToken.session("{\"scope\":\"admin\",\"use\":\"sessions\"," + end),
        TestToken.session("{\"scope\":\"admin\",\"use\":[\"session\"]," + end),
        TestToken.session("{\"scope\":\"admin\",\"use\":\"session\"}"),
        TestToken.session("{\"scope\":\"admin\",\"use\":\"session\",\"exp\":1700000000}"),
        TestToken.session("{\"scope\":\"admin\",\"use\":\"session\",\"aud\":\"x\"," + end),
        TestToken.token("{\"alg\":\"HS256\"}", claims, "HmacSHA256", SECRET + "x"),
        TestToken.token("{\"alg\":\"none\"}", claims, "HmacSHA256", SECRET),
        TestToken.token("{\"alg\":\"none\"}", claims, "HmacSHA256", SECRET)
            .replaceAll("[^.]+$", ""),
        "nonsense",
        "");
  }

  @ParameterizedTest
  @MethodSource("noSessions")
  void isNothingElse(String session) {
    assertLeads(server.get("/", Visitor.HTML, "Cookie: ledgerstone_session=" + session), "/login");
    assertRefused(
        server.get("/api/v1/ledger", "Cookie: ledgerstone_session=" + session),
        401,
        "TOKEN_MISSING");
  }

  @Test
  void isMadeOfTheseClaims() {
    var session =
        TestToken.session("{\"scope\":\"admin\",\"use\":\"session\",\"exp\":" + FAR_FUTURE + "}");
    assertLetIn(server.get("/", "Cookie: ledgerstone_session=" + session), "admin");
    assertLetIn(
        server.get("/", "Cookie: ledgerstone_session=x; ledgerstone_session=" + session), "admin");
    assertRefused(server.get("/", "Authorization: Bearer " + session), 401, "TOKEN_INVALID");
  }

  @Test
  void countsForNothingBesideAToken() {
    assertLetIn(admin.get("/", TestToken.reader()), "somebody");
    assertRefused(admin.get("/", "Authorization: Bearer x"), 401, "TOKEN_INVALID");
  }

  @ParameterizedTest
  @CsvSource({
    "/, /login",
    "/blocks, /login?to=%2Fblocks",
    "/blocks/12?transactions=true&from=1,"
        + " /login?to=%2Fblocks%2F12%3Ftransactions%3Dtrue%26from%3D1",
    "//blocks, /login?to=%2Fblocks",
    "/search?q=http://x, /login",
    "/transactions/x, /login?to=%2Ftransactions%2Fx",
    "/accounts/0x0, /login?to=%2Faccounts%2F0x0",
    "/pay, /login?to=%2Fpay",
    "/proof, /login?to=%2Fproof",
    "/node, /login?to=%2Fnode"
  })
  void isAskedForWhereAPageIsOpened(String path, String login) {
    assertLeads(nobody.get(path), login);
    assertThat(nobody.ask("HEAD", path).status()).isEqualTo(303);
    assertRefused(server.get(path), 401, "TOKEN_MISSING");
    assertRefused(server.get(path, "Accept: application/json"), 401, "TOKEN_MISSING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/ledger", "/chain", "/api/v1/events", "/unheard-of", "/mine"})
  void isNotAskedForByAPageElsewhere(String path) {
    assertRefused(nobody.get(path), 401, "TOKEN_MISSING");
  }

  @Test
  void givesAPersonWithoutAnyRightAPage() {
    var stranger =
        TestToken.session("{\"scope\":\"x\",\"use\":\"session\",\"exp\":" + FAR_FUTURE + "}");
    var answer = server.get("/", Visitor.HTML, "Cookie: ledgerstone_session=" + stranger);
    assertPage(answer, 403, "READER_ONLY");
  }

  @Test
  void tellsNothingOfTheLedgerWhereLoggingInIsAskedFor() {
    var page = new Visitor(server).get("/login");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).doesNotContain(ledgerHash(), "data-position", "data-pending");
    assertThat(admin.get("/login").body()).contains(ledgerHash(), "data-position", "data-pending");
  }

  private String ledgerHash() {
    return server.bean(RuleBook.class).ledger().toString();
  }

  @Test
  void showsNoPageOfItsOwnAtThePathOfRefusals() {
    assertThat(admin.get("/refused").status()).isEqualTo(404);
    assertRefused(nobody.get("/refused"), 401, "TOKEN_MISSING");
  }
}
