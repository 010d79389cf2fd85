package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.access.TestToken.SECRET;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ledgerstone.Server;
import org.ledgerstone.Server.Answer;

/** An issuer's tokens are taken beside the server's own, if they are for this ledger. */
class IssuerTest {

  private static final String ADMINS = "/api/v1/blocks/generate";

  private final MadeIssuer issuer = new MadeIssuer();
  private final Server server =
      Server.start(
          Doors.safe().beans(),
          "--ledger.secret-key=" + SECRET,
          "--ledger.read=token",
          "--ledger.oidc-issuer=" + issuer.address());

  @AfterEach
  void stop() {
    server.close();
    issuer.close();
  }

  private Answer asAdmin(String header) {
    return server.ask("POST", ADMINS, "", header);
  }

  private void assertLetIn(String header) {
    var answer = asAdmin(header);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("admin");
  }

  @Test
  void takesItsTokensAndTheServersOwn() {
    assertLetIn(issuer.header(issuer.claims()));
    assertLetIn(MadeIssuer.header(issuer.ec(), "JWT", issuer.claims().build()));
    assertLetIn(TestToken.admin());
  }

  @Test
  void givesNoMoreThanTheScope() {
    var reader = issuer.header(issuer.claims().claim("scope", "reader profile"));
    assertThat(server.ask("GET", "/chain", "", reader).status()).isEqualTo(200);
    assertThat(asAdmin(reader).code()).isEqualTo("ADMIN_ONLY");
    var other = issuer.header(issuer.claims().claim("scope", "administrator"));
    assertThat(server.ask("GET", "/chain", "", other).code()).isEqualTo("READER_ONLY");
  }

  @Test
  void saysThatItCannotDecideWhileTheIssuerIsAway() {
    issuer.isAway(true);
    var answer = asAdmin(issuer.header(issuer.claims()));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("ISSUER_UNREACHABLE");
    assertThat(answer.header("Retry-After")).isEqualTo("30");
    assertLetIn(TestToken.admin());
    issuer.isAway(false);
    assertLetIn(issuer.header(issuer.claims()));
  }

  @Test
  void believesNoDiscoveryThatNamesAnother() {
    issuer.saysInstead(text -> text.replace("/of/ledger", "/of/somebody"));
    assertThat(asAdmin(issuer.header(issuer.claims())).code()).isEqualTo("ISSUER_UNREACHABLE");
  }

  @Test
  void fetchesKeysFromNowhereLessSafe() {
    issuer.saysInstead(text -> text.replaceFirst("127.0.0.1(:\\d+/keys)", "localhost$1"));
    assertThat(asAdmin(issuer.header(issuer.claims())).code()).isEqualTo("ISSUER_UNREACHABLE");
  }

  @Test
  void findsNewKeysByItself() {
    assertLetIn(issuer.header(issuer.claims()));
    var next = issuer.changeKeys();
    assertLetIn(MadeIssuer.header(next, "at+jwt", issuer.claims().build()));
  }

  @Test
  void looksForKeysNoOftenerBecauseSomebodySendsUnknownOnes() {
    assertLetIn(issuer.header(issuer.claims()));
    var unheardOf = MadeIssuer.rsa("unheard of");
    for (int i = 0; i < 20; i++) {
      var unknown = MadeIssuer.header(unheardOf, "JWT", issuer.claims().build());
      assertThat(asAdmin(unknown).status()).isIn(401, 503);
    }
    assertThat(issuer.looks()).isLessThanOrEqualTo(2);
    assertLetIn(issuer.header(issuer.claims()));
  }
}
