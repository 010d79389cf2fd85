package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.access.TestToken.SECRET;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ledgerstone.Server;

/** How many requests an address may send. */
class RequestLimitTest {

  private static final String KEY = "--ledger.secret-key=" + SECRET;
  private static final String SLOWLY = "--ledger.requests-per-second=1";
  private static final int BURST = 50;
  private static final String FEW = "--ledger.requests-burst=" + BURST;

  private static Server server;

  private static Server started(String... arguments) {
    return Server.start(Doors.safe().beans(), arguments);
  }

  @BeforeAll
  static void start() {
    server = started(KEY, SLOWLY, FEW, "--ledger.trusted-proxies=127.0.0.1");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static double refused() {
    return server
        .bean(MeterRegistry.class)
        .get("ledger.requests.refused")
        .functionCounter()
        .count();
  }

  /** What an empty bucket has told by then, even if a little has come in: a full one would last. */
  private static Server.Answer soon(Supplier<Server.Answer> asked) {
    var answer = asked.get();
    for (int i = 1; i < BURST / 2 && answer.status() != 429; i++) {
      answer = asked.get();
    }
    return answer;
  }

  /** Asks until it is refused, which is sooner than a bucket fills. */
  private static Server.Answer askTooOften(Server by, String header) {
    var answer = by.get("/chain", header);
    for (int i = 0; i < 100 && answer.status() == 200; i++) {
      answer = by.get("/chain", header);
    }
    return answer;
  }

  @Test
  void refusesWhoAsksTooOften() {
    var client = "X-Forwarded-For: 198.51.100.1";
    double before = refused();
    for (int i = 0; i < BURST; i++) {
      assertThat(server.get("/chain", client).body()).isEqualTo("somebody");
    }
    assertThat(refused()).isEqualTo(before);
    var answer = askTooOften(server, client);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.code()).isEqualTo("TOO_MANY_REQUESTS");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(refused()).isEqualTo(before + 1);
  }

  @Test
  void asksNobodyWhoItIsAndReadsNoBodyBefore() {
    var client = "X-Forwarded-For: 198.51.100.2";
    askTooOften(server, client);
    assertThat(
            soon(() -> server.get("/actuator/metrics", client, "Authorization: Bearer x")).code())
        .isEqualTo("TOO_MANY_REQUESTS");
    for (var length : new int[] {10, 1_000_000_000}) {
      var head = "POST /mine HTTP/1.1\r\nHost: localhost\r\n" + client + "\r\n";
      var begun = head + "Content-Length: " + length + "\r\n\r\n{";
      var never = soon(() -> Server.send(server.port(), begun));
      assertThat(never.code()).as("one of which all never comes").isEqualTo("TOO_MANY_REQUESTS");
    }
  }

  @Test
  void countsWhoComesThroughAProxyByItself() {
    var client = "X-Forwarded-For: 192.0.2.1";
    assertThat(askTooOften(server, client).status()).isEqualTo(429);
    for (var same :
        new String[] {
          client + ":99", "X-Forwarded-For: 10.0.0.1, 192.0.2.1", "Forwarded: for=192.0.2.1"
        }) {
      assertThat(soon(() -> server.get("/chain", same)).status()).as(same).isEqualTo(429);
    }
    for (var other : new String[] {"X-Forwarded-For: 192.0.2.2", "Forwarded: for=192.0.2.3"}) {
      assertThat(server.get("/chain", other).status()).as(other).isEqualTo(200);
    }
  }

  @Test
  void believesNobodyElse() {
    try (var distrusting = started(KEY, SLOWLY, FEW, "--ledger.trusted-proxies=10.0.0.0/8")) {
      askTooOften(distrusting, "X-Forwarded-For: 192.0.2.1");
      for (var other : new String[] {"X-Forwarded-For: 192.0.2.2", "Forwarded: for=192.0.2.3"}) {
        assertThat(soon(() -> distrusting.get("/chain", other)).status()).as(other).isEqualTo(429);
      }
    }
  }

  @Test
  void isOnWhereOthersReachTheServer() {
    try (var open = started(KEY, "--server.address=0.0.0.0", "--ledger.read=open")) {
      assertThat(open.bean(RequestLimit.class).settings().isOff()).isFalse();
    }
    try (var proxied = started(KEY, "--ledger.trusted-proxies=10.0.0.0/8");
        var alone = started(KEY)) {
      assertThat(proxied.bean(RequestLimit.class).settings().isOff()).isFalse();
      assertThat(alone.bean(RequestLimit.class).settings().isOff()).isTrue();
    }
  }
}
