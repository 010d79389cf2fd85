package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.access.TestToken.SECRET;

import org.jsoup.Jsoup;
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

/** The web page of a whole node whose reading is closed, and what its forms answer. */
@TestInstance(Lifecycle.PER_CLASS)
class ClosedPagesTest {

  private static final String POSTED = "For readers only";

  private Server server;
  private Visitor admin;

  @BeforeAll
  void start() {
    server =
        Server.start(Doors.safe().ledger(), "--ledger.secret-key=" + SECRET, "--ledger.read=token");
    admin = Visitor.loggedIn(server, TestToken.admin());
    admin.submit("/posts", "author", "Ann", "content", POSTED);
    assertThat(admin.get("/posts").body()).contains(POSTED);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hello", "", "Turned \u202e round"})
  void aPostOfNobodyIsAnsweredWithoutAWordOfOthers(String content) {
    var answer = new Visitor(server).submit("/posts", "author", "Eve", "content", content);
    assertThat(answer.status()).isBetween(400, 401);
    assertThat(answer.body()).contains("<h1>").doesNotContain(POSTED, ledgerHash());
  }

  @Test
  void aPostOfAReaderIsRefusedWhereReadersAre() {
    var reader = Visitor.loggedIn(server, TestToken.reader());
    var answer = reader.submit("/posts", "author", "Eve", "content", "Hello");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains(POSTED, "ADMIN_ONLY", "Hello");
  }

  private String ledgerHash() {
    return Jsoup.parse(admin.get("/node").body()).select("dd.hash").first().text();
  }

  @Test
  void aRefusalSaysWhatItsHeadersSay() {
    var answer = new Visitor(server).submit("/posts", "author", "Eve", "content", "Hello");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  private static String waysBack(Answer page) {
    return Jsoup.parse(page.body()).select("form[action=/language] input[name=to]").attr("value");
  }

  @ParameterizedTest
  @CsvSource({
    "/node/peers, /node",
    "/node/peers/remove, /node",
    "/posts, /posts",
    "/posts/mine, /posts",
    "/language, /",
    "/logout, /"
  })
  void whatIsRefusedLeadsBackToThePageOfItsForm(String form, String page) {
    var visitor = Visitor.loggedIn(server, TestToken.admin());
    visitor.setFormToken("x");
    var refused = visitor.send(form);
    assertThat(refused.body()).contains("CSRF_TOKEN_INVALID");
    assertThat(waysBack(refused)).isEqualTo(page);
    assertThat(visitor.get(page).status()).isEqualTo(200);
  }

  @Test
  void whatANodeRefusesLeadsBackToThePageOfItsForm() {
    var refused = admin.submit("/node/peers", "url", "http://127.0.0.1:1/path");
    assertThat(refused.body()).contains("PEER_URL_INVALID");
    assertThat(waysBack(refused)).isEqualTo("/node");
  }

  @Test
  void whoMayNotReadIsLedBackToThePageThatWasAskedFor() {
    var stranger = new Visitor(server);
    stranger.setCookie(
        SessionCookie.NAME,
        TestToken.session(
            "{\"scope\":\"x\",\"use\":\"session\",\"exp\":" + TestToken.FAR_FUTURE + "}"));
    var refused = stranger.get("/blocks?before=3");
    assertThat(refused.body()).contains("READER_ONLY");
    assertThat(waysBack(refused)).isEqualTo("/blocks?before=3");
  }
}
