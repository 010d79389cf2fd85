package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.access.TestToken.SECRET;

import org.junit.jupiter.api.Test;
import org.ledgerstone.Server;

/** While a secret is changed, what the one before it has signed is still good. */
class RotationTest {

  private static final String NEW = "fedcba9876543210fedcba9876543210";
  private static final String THIRD = "00112233445566778899aabbccddeeff";

  private static String header(String secret) {
    return "Authorization: Bearer " + TestToken.of("admin", secret);
  }

  private static int asAdmin(Server server, String secret) {
    return server.ask("POST", "/api/v1/audits", "", header(secret)).status();
  }

  @Test
  void takesTokensOfBothSecretsAndOfNoOther() {
    try (var server =
        Server.start(
            Doors.safe().beans(),
            "--ledger.secret-key=" + NEW,
            "--ledger.secret-key-before=" + SECRET)) {
      assertThat(asAdmin(server, NEW)).isEqualTo(200);
      assertThat(asAdmin(server, SECRET)).isEqualTo(200);
      assertThat(asAdmin(server, THIRD)).isEqualTo(401);
    }
  }

  @Test
  void signsSessionsWithTheNewOne() {
    String session;
    try (var server =
        Server.start(
            Doors.safe().beans(),
            "--ledger.secret-key=" + NEW,
            "--ledger.secret-key-before=" + SECRET)) {
      session = Visitor.loggedIn(server, header(SECRET)).cookie(SessionCookie.NAME);
    }
    try (var server = Server.start(Doors.safe().beans(), "--ledger.secret-key=" + NEW)) {
      assertThat(asAdmin(server, SECRET)).isEqualTo(401);
      var answer =
          server.ask(
              "GET", "/actuator/metrics", "", "Cookie: " + SessionCookie.NAME + "=" + session);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }
  }
}
