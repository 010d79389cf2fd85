package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
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

/** The web page's forms where everyone on this machine is admin, on the pages as they are. */
@TestInstance(Lifecycle.PER_CLASS)
class FormsWithoutSecretTest {

  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private Server server;
  private String token;
  private String cookie;

  @BeforeAll
  void start() {
    server = Server.start();
    var page = server.get("/posts", Visitor.HTML);
    var found = TOKEN.matcher(page.body());
    assertThat(found.find()).as(page.toString()).isTrue();
    token = found.group(1);
    cookie = "Cookie: " + page.header("Set-Cookie").replaceFirst(";.*", "");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Answer send(String path, String body, String... headers) {
    var all = new String[headers.length + 2];
    all[0] = cookie;
    all[1] = headers.length == 0 ? Visitor.FORM : Visitor.HTML;
    System.arraycopy(headers, 0, all, 2, headers.length);
    return server.post(path, body, all);
  }

  @Test
  void carryATokenToo() {
    var answer = send("/posts", "author=Ann&content=H%C3%A9llo+w%2Brld&_csrf=" + token);
    assertThat(answer.status()).as(answer.toString()).isIn(302, 303);
    assertThat(server.get("/posts", Visitor.HTML).body()).contains("Héllo w+rld");
    var without = send("/posts", "author=Ann&content=Again");
    assertThat(without.status()).isEqualTo(403);
    assertThat(without.code()).isEqualTo("CSRF_TOKEN_INVALID");
    var elsewhere = server.post("/posts", "author=Ann&content=x&_csrf=" + token, Visitor.FORM);
    assertThat(elsewhere.status()).isEqualTo(403);
    assertThat(server.get("/posts", Visitor.HTML).body()).doesNotContain("Again");
  }

  @Test
  void sayWhatKeepsThemFromBeingRead() {
    var page = send("/posts", "a=b", Visitor.FORM);
    assertThat(page.status()).isEqualTo(403);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.body()).contains("This form is not known here any more");
  }

  @Test
  void needNoLogin() {
    assertThat(server.get("/login", Visitor.HTML).status()).isEqualTo(303);
    assertThat(server.get("/login").header("Location")).isEqualTo("/");
    var sent = send("/login", "token=x&_csrf=" + token);
    assertThat(sent.status()).isEqualTo(303);
    assertThat(sent.header("Location")).isEqualTo("/");
    assertThat(server.get("/", Visitor.HTML).body()).doesNotContain("href=\"/login", "/logout");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "_csrf=%zz | 400 | MALFORMED",
        "_csrf=%4 | 400 | MALFORMED",
        "_csrf=%ff | 400 | MALFORMED",
        "%=x | 400 | MALFORMED",
        "_csrf | 403 | CSRF_TOKEN_INVALID",
        "&&=&a | 403 | CSRF_TOKEN_INVALID"
      })
  void refuseWhatIsMalformed(String body, int status, String code) {
    var answer = send("/language", body);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
  }

  @Test
  void refuseWhatIsTooLargeOrOfAnotherType() {
    var large = send("/posts", "_csrf=" + token + "&content=" + "x".repeat(64 * 1024));
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.code()).isEqualTo("BODY_TOO_LARGE");
    var query = server.post("/posts?a=%zz", "a=b", cookie, Visitor.FORM);
    assertThat(query.status()).as(query.toString()).isEqualTo(400);
    for (var type : new String[] {"multipart/form-data; boundary=x", "application/json", "x"}) {
      var answer = server.post("/posts", "_csrf=" + token, cookie, "Content-Type: " + type);
      assertThat(answer.status()).as(type).isEqualTo(415);
      assertThat(answer.code()).isEqualTo("MEDIA_TYPE_UNSUPPORTED");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/transactions/new",
        "/nodes/register",
        "/add_block",
        "/add_nodes",
        "/new_transaction",
        "/register_node"
      })
  void leaveTheBodiesOfOthersAlone(String path) {
    var json = "{\"author\":\"Ann\",\"content\":\"x\",\"nodes\":[],\"data\":\"%zz&=+\"}";
    var answer = server.post(path, json, "Content-Type: application/json");
    var asForm = server.post(path, json, Visitor.FORM);
    assertThat(asForm.status()).isEqualTo(answer.status());
    assertThat(asForm.body().replaceAll("[0-9a-f]{64}|[0-9.]+", ""))
        .isEqualTo(answer.body().replaceAll("[0-9a-f]{64}|[0-9.]+", ""));
  }

  @Test
  void comeWithAStrictPolicyForTheirPages() {
    for (var path : new String[] {"/", "/posts", "/none", "/api/v1/ledger", "/console/page.css"}) {
      assertThat(server.get(path, Visitor.HTML).header("Content-Security-Policy"))
          .as(path)
          .isEqualTo(
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                  + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors"
                  + " 'none'");
    }
    assertThat(server.get("/swagger-ui/index.html").header("Content-Security-Policy"))
        .startsWith("default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';");
    assertThat(server.get("/").header("Referrer-Policy")).isEqualTo("same-origin");
  }
}
