package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.access.TestToken.SECRET;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ledgerstone.Server;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Trying tokens is slowed, and what was tried is written nowhere. */
@ExtendWith(OutputCaptureExtension.class)
class LoginLimitsTest {

  private static final String KEY = "--ledger.secret-key=" + SECRET;

  @Test
  void takesTenWrongTokensAMinute() {
    try (var server = Server.start(Doors.safe().beans(), KEY)) {
      var visitor = new Visitor(server);
      visitor.openForm();
      for (int i = 0; i < 10; i++) {
        assertThat(visitor.send("/login", "token", "x").status()).isEqualTo(401);
      }
      var refused = visitor.send("/login", "token", "x");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).isEqualTo("60");
      assertThat(refused.body()).contains("Wait a minute");
      assertThat(visitor.cookie("ledgerstone_session")).isEmpty();
      assertThat(visitor.get("/", TestToken.admin()).body()).isEqualTo("admin");
    }
  }

  /** Nobody guesses a secret of 32 bytes, but a neighbour behind one proxy could shut all out. */
  @Test
  void letsWhoHasAGoodOneInWhateverOthersTried() {
    try (var server = Server.start(Doors.safe().beans(), KEY)) {
      var visitor = new Visitor(server);
      visitor.openForm();
      for (int i = 0; i < 11; i++) {
        visitor.send("/login", "token", "x");
      }
      Visitor.loggedIn(server, TestToken.admin());
      assertThat(visitor.send("/login", "token", "x").status()).isEqualTo(429);
    }
  }

  @Test
  void writesNoTokenAndNoCookieDown(CapturedOutput output) {
    var wrong = TestToken.of("admin", SECRET + "x");
    var right = TestToken.of("admin", SECRET);
    try (var server =
        Server.start(
            Doors.safe().beans(),
            KEY,
            "--ledger.read=token",
            "--logging.level.org.apache=trace",
            "--logging.level.org.ledgerstone=trace",
            "--logging.level.org.springframework.security=trace",
            "--logging.level.org.springframework.web=trace")) {
      var visitor = new Visitor(server);
      visitor.logIn(wrong, "/");
      visitor.logIn(right, "/");
      var session = visitor.cookie("ledgerstone_session");
      assertThat(session).isNotEmpty();
      visitor.submit("/node");
      visitor.get("/");
      visitor.get("/mine", "Authorization: Bearer " + session);
      server.get("/", "Cookie: a=\"; b=\u0001" + end(session) + "; ledgerstone_session=" + session);
      var formToken = visitor.formToken();
      visitor.submit("/logout");
      assertThat(output.getAll().lines().filter(line -> line.contains("/login"))).isNotEmpty();
      for (var secret : List.of(right, wrong, session, "." + formToken)) {
        var line = output.getAll().lines().filter(l -> l.contains(end(secret))).findFirst();
        assertThat(line).isEmpty();
      }
    }
  }

  /** The signature, without which the rest is worth nothing. */
  private static String end(String token) {
    return token.substring(token.lastIndexOf('.') + 1);
  }
}
