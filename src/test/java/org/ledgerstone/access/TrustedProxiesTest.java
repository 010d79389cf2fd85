package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ledgerstone.access.TestToken.SECRET;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.Server;
import org.ledgerstone.settings.StartRefused;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.filter.OncePerRequestFilter;

/** Whom the server takes its client for, behind a proxy that it trusts and behind any other. */
class TrustedProxiesTest {

  private static final String KEY = "--ledger.secret-key=" + SECRET;

  private static Server server;
  private static Server distrusting;

  @BeforeAll
  static void start() {
    server = started("127.0.0.1, 10.0.0.0/8,2001:db8:1::/48");
    distrusting = started("10.0.0.0/8");
  }

  private static Server started(String proxies) {
    return Server.start(
        beans -> {
          Doors.safe().beans().accept(beans);
          beans.registerBean(Mirror.class, Mirror::new);
        },
        KEY,
        "--ledger.trusted-proxies=" + proxies);
  }

  @AfterAll
  static void stop() {
    server.close();
    distrusting.close();
  }

  /** Tells who is taken for the client, before anybody else answers. */
  @Order(Ordered.HIGHEST_PRECEDENCE)
  private static final class Mirror extends OncePerRequestFilter {

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return !request.getRequestURI().equals("/chain");
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException {
      response
          .getWriter()
          .print(
              "%s %s://%s:%d %s"
                  .formatted(
                      request.getRemoteAddr(),
                      request.getScheme(),
                      request.getServerName(),
                      request.getServerPort(),
                      request.getHeader("Host")));
    }
  }

  private static String seen(Server by, String... headers) {
    return by.get("/chain", headers).body();
  }

  private static String usual(Server by, String client) {
    return "%s http://localhost:%d localhost:%2$d".formatted(client, by.port());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-For: 192.0.2.1 | 192.0.2.1",
        "X-Forwarded-For: 192.0.2.9, 192.0.2.1 | 192.0.2.1",
        "X-Forwarded-For: 192.0.2.1, 10.1.2.3 | 192.0.2.1",
        "X-Forwarded-For: 192.0.2.1, 2001:db8:1:5::1, 127.0.0.1 | 192.0.2.1",
        "X-Forwarded-For: 10.0.0.1, 10.0.0.2 | 10.0.0.1",
        "X-Forwarded-For: 2001:db8:2::1 | 2001:db8:2::1",
        "Forwarded: for=192.0.2.1 | 192.0.2.1",
        "forwarded: for=192.0.2.9, for=192.0.2.1, for=10.0.0.1 | 192.0.2.1",
        "Forwarded: for=\"[2001:db8:2::1]:99\" | 2001:db8:2:0:0:0:0:1",
        "Forwarded: for=192.0.2.9, for=_hidden | 0.0.0.0",
        "Forwarded: for=192.0.2.9, by=203.0.113.43 | 0.0.0.0"
      })
  void takesTheNearestThatIsNoProxyOfOurs(String header, String client) {
    assertThat(seen(server, header)).isEqualTo(usual(server, client));
    assertThat(seen(distrusting, header)).isEqualTo(usual(distrusting, "127.0.0.1"));
  }

  @Test
  void takesOneOfSeveralLines() {
    assertThat(seen(server, "X-Forwarded-For: 192.0.2.9", "X-Forwarded-For: 192.0.2.1"))
        .startsWith("192.0.2.1 ");
    assertThat(seen(server, "Forwarded: for=192.0.2.9", "Forwarded: for=192.0.2.1"))
        .startsWith("192.0.2.1 ");
  }

  @Test
  void twoThatNameOneClientAgree() {
    for (var older : new String[] {"192.0.2.1", "192.0.2.1, 10.0.0.1"}) {
      for (var standard : new String[] {"for=192.0.2.1", "for=192.0.2.1, for=10.0.0.2"}) {
        assertThat(seen(server, "X-Forwarded-For: " + older, "Forwarded: " + standard))
            .startsWith("192.0.2.1 ");
      }
    }
  }

  @Test
  void takesTheAddressThatTheClientCalled() {
    assertThat(seen(server, "X-Forwarded-Proto: https", "X-Forwarded-Host: ledger.example"))
        .isEqualTo("127.0.0.1 https://ledger.example:443 ledger.example");
    assertThat(
            seen(
                server,
                "X-Forwarded-Proto: https",
                "X-Forwarded-Port: 8443",
                "X-Forwarded-Host: ledger.example:8443"))
        .isEqualTo("127.0.0.1 https://ledger.example:8443 ledger.example:8443");
    assertThat(
            seen(
                server,
                "Forwarded: for=192.0.2.1;proto=https;host=ledger.example,"
                    + " for=10.0.0.1;proto=http"))
        .isEqualTo("192.0.2.1 https://ledger.example:443 ledger.example");
    assertThat(seen(server, "X-Forwarded-Host: a b/c")).isEqualTo(usual(server, "127.0.0.1"));
    assertThat(seen(distrusting, "X-Forwarded-Proto: https", "X-Forwarded-Host: ledger.example"))
        .isEqualTo(usual(distrusting, "127.0.0.1"));
  }

  @Test
  void forgetsAllOfItWithTheRequest() {
    var both =
        "GET /chain HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\n"
            + "X-Forwarded-Proto: https\r\n\r\n"
            + "GET /chain HTTP/1.1\r\nHost: b:99\r\nConnection: close\r\n\r\n";
    assertThat(Server.send(server.port(), both).body())
        .contains("192.0.2.1 https://a:443 a")
        .endsWith("127.0.0.1 http://b:99 b:99");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Forwarded: for=192.0.2.2",
        "Forwarded: for=192.0.2.1, for=192.0.2.2",
        "Forwarded: for=_hidden",
        "Forwarded: for=192.0.2.1;",
        "Forwarded: nonsense"
      })
  void refusesTwoThatContradictEachOther(String header) {
    boolean malformed = header.endsWith("nonsense");
    var answer = server.get("/chain", "X-Forwarded-For: 192.0.2.1", header);
    if (header.endsWith(";")) {
      assertThat(answer.body()).startsWith("192.0.2.1 ");
      return;
    }
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("FORWARDED_CONTRADICTORY");
    assertThat(server.get("/chain", header).status()).isEqualTo(malformed ? 400 : 200);
    assertThat(distrusting.get("/chain", "X-Forwarded-For: 192.0.2.1", header).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1,proxy.example",
        "10.0.0.0/33",
        "10.0.0.0/x",
        "10.0.0.0/8/8",
        "0.0.0.0/0",
        "::/0",
        "10.0.0.1;80"
      })
  void areAddressesAndBlocks(String proxies) {
    var environment = new MockEnvironment().withProperty("ledger.secret-key", SECRET);
    var settings = AccessSettings.read(environment);
    assertThatThrownBy(() ->
            TrustedProxies.read(
                environment.withProperty("ledger.trusted-proxies", proxies), settings))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("is no address and no block");
  }

  @Test
  void countsLoginsOfEachClient() {
    var visitor = new Visitor(server);
    for (int i = 0; i < 10; i++) {
      assertThat(logIn(visitor, "192.0.2.50").status()).isEqualTo(401);
    }
    assertThat(logIn(visitor, "192.0.2.50").status()).isEqualTo(429);
    assertThat(logIn(visitor, "192.0.2.51").status()).isEqualTo(401);
    assertThat(logIn(visitor, "192.0.2.50, 10.0.0.1").status()).isEqualTo(429);
  }

  private static Server.Answer logIn(Visitor visitor, String client) {
    visitor.openForm();
    return server.post(
        "/login",
        "_csrf=" + visitor.formToken() + "&token=x",
        visitor.headers(Visitor.FORM, "X-Forwarded-For: " + client));
  }

  @Test
  void keepsCookiesOffUnencryptedLines() {
    assertThat(cookies(server, "X-Forwarded-Proto: https")).allMatch(c -> c.contains("; Secure"));
    assertThat(cookies(server, "Forwarded: for=192.0.2.1;proto=https"))
        .allMatch(c -> c.contains("; Secure"));
    assertThat(cookies(server, "X-Forwarded-Proto: http")).noneMatch(c -> c.contains("; Secure"));
    assertThat(cookies(distrusting, "X-Forwarded-Proto: https"))
        .noneMatch(c -> c.contains("; Secure"));
  }

  /** Those of a form, and of a session. */
  private static String[] cookies(Server by, String header) {
    var visitor = new Visitor(by);
    var page = visitor.get("/login", header);
    visitor.openForm();
    var token = TestToken.admin().replaceFirst(".*Bearer ", "");
    var answer =
        by.post(
            "/login",
            "_csrf=" + visitor.formToken() + "&token=" + token,
            visitor.headers(Visitor.FORM, header));
    assertThat(answer.status()).isEqualTo(303);
    var session = answer.header("Set-Cookie").replaceFirst(".*(ledgerstone_session)", "$1");
    assertThat(page.header("Set-Cookie")).contains("ledgerstone_csrf=");
    assertThat(session).contains("ledgerstone_session=");
    return new String[] {page.header("Set-Cookie"), session.replaceFirst(", ledgerstone.*", "")};
  }

  @Test
  void linksToWhereTheClientCalled() {
    assertThat(
            server
                .get(
                    "/v3/api-docs",
                    "X-Forwarded-Proto: https",
                    "X-Forwarded-Host: ledger.example",
                    TestToken.admin())
                .body())
        .contains("\"https://ledger.example\"");
    assertThat(
            distrusting
                .get(
                    "/v3/api-docs",
                    "X-Forwarded-Proto: https",
                    "X-Forwarded-Host: ledger.example",
                    TestToken.admin())
                .body())
        .doesNotContain("ledger.example");
  }

  @Test
  void takesAPageOfTheNameThatWasCalledForItsOwn() {
    var headers =
        new String[] {"Origin: https://ledger.example", "X-Forwarded-Host: ledger.example"};
    assertThat(server.post("/add_block", "{}", headers).status()).isEqualTo(200);
    assertThat(distrusting.post("/add_block", "{}", headers).code()).isEqualTo("ORIGIN_FOREIGN");
  }
}
