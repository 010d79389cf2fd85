package org.ledgerstone.tutorial;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.ledgerstone.access.TestToken;

/** Who may use the second and third documents' paths, where there is a secret and where not. */
@TestInstance(Lifecycle.PER_CLASS)
class WhoMayCallTest {

  private static final String POST = "{\"author\":\"Ann\",\"content\":\"Hello\"}";
  private static final String PAYMENT =
      "{\"sender\":\"treasury\",\"recipient\":\"users:ann\",\"amount\":5}";
  private static final String NAVIGATION = "Sec-Fetch-Mode: navigate";
  private static final String TAB = "Sec-Fetch-Dest: document";
  private static final String PAGE = "Accept: text/html,*/*;q=0.8";

  private Server open;
  private Server closed;

  @BeforeAll
  void start() {
    open = Server.start();
    closed = Server.start("--ledger.secret-key=" + TestToken.SECRET, "--ledger.read=open");
  }

  @AfterAll
  void stop() {
    open.close();
    closed.close();
  }

  private static void isProblem(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /new_transaction  | " + POST,
        "POST | /transactions/new | " + PAYMENT,
        "POST | /add_nodes        | [\"127.0.0.1:1\"]",
        "POST | /register_node    | {\"node_address\":\"127.0.0.1:1\"}",
        "POST | /register_with    | {\"node_address\":\"127.0.0.1:1\"}",
        "POST | /nodes/register   | {\"nodes\":[\"127.0.0.1:1\"]}",
        "GET  | /nodes/resolve    | ''",
        "GET  | /mine             | ''",
      })
  void leavesToAnAdminWhatNobodySigned(String method, String path, String body) {
    var before = closed.get("/chain").body() + closed.get("/pending_tx").body();
    isProblem(closed.ask(method, path, body), 401, "TOKEN_MISSING");
    isProblem(closed.ask(method, path, body, TestToken.reader()), 403, "ADMIN_ONLY");
    assertThat(closed.get("/chain").body() + closed.get("/pending_tx").body()).isEqualTo(before);
  }

  @Test
  void letsAnAdminPost() {
    var answer = closed.post("/new_transaction", POST, TestToken.admin());
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("Success");
    assertThat(closed.get("/mine", PAGE, TestToken.admin()).body()).endsWith(" is mined.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/chain", "/pending_tx"})
  void letsAnybodyReadWhereReadingIsOpen(String path) {
    assertThat(closed.get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site", "none"})
  void letsTheSecondDocumentsPageOpenMine(String site) {
    open.post("/new_transaction", POST);
    var answer = open.get("/mine", "Sec-Fetch-Site: " + site, NAVIGATION, TAB, PAGE);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).matches("Block #[0-9]+ is mined\\.");
    assertThat(answer.header("Content-Type")).startsWith("text/plain");
  }

  @Test
  void letsNoOtherPageMine() {
    var before = open.get("/chain").body();
    var site = "Sec-Fetch-Site: cross-site";
    var frame = open.get("/mine", site, NAVIGATION, "Sec-Fetch-Dest: iframe", PAGE);
    isProblem(frame, 403, "ORIGIN_FOREIGN");
    var image = open.get("/mine", site, "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image");
    isProblem(image, 403, "ORIGIN_FOREIGN");
    isProblem(
        open.get("/mine", site, NAVIGATION, TAB, "Sec-Purpose: prefetch"),
        403,
        "PREFETCH_CHANGES_NOTHING");
    isProblem(open.post("/new_transaction", POST, site, NAVIGATION, TAB), 403, "ORIGIN_FOREIGN");
    isProblem(open.get("/nodes/resolve", site, NAVIGATION, TAB), 403, "ORIGIN_FOREIGN");
    assertThat(open.get("/chain").body()).isEqualTo(before);
  }
}
