package org.ledgerstone.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.access.TestToken.SECRET;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.util.Date;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ledgerstone.Server;
import org.ledgerstone.Server.Answer;

/** What looks like an issuer's token and is not taken. */
class IssuerRefusalsTest {

  private static MadeIssuer issuer;
  private static Server server;

  @BeforeAll
  static void start() {
    issuer = new MadeIssuer();
    server =
        Server.start(
            Doors.safe().beans(),
            "--ledger.secret-key=" + SECRET,
            "--ledger.read=token",
            "--ledger.oidc-issuer=" + issuer.address());
  }

  @AfterAll
  static void stop() {
    server.close();
    issuer.close();
  }

  private static Answer asAdmin(String header) {
    return server.ask("POST", "/api/v1/blocks/generate", "", header);
  }

  private static Stream<Arguments> wrong() {
    return Stream.of(
        claims("for nobody in particular", c -> c.audience((String) null)),
        claims("for another ledger", c -> c.audience("cd".repeat(32))),
        claims("of another issuer", c -> c.issuer("https://elsewhere.example")),
        claims("of no issuer", c -> c.issuer(null)),
        claims("over", c -> c.expirationTime(new Date(0))),
        claims("without an end", c -> c.expirationTime(null)),
        claims("not yet good", c -> c.notBeforeTime(new Date(4_000_000_000_000L))),
        claims("a session", c -> c.claim("use", "session")),
        wrong("of another type", i -> MadeIssuer.header(i.rsa(), "logout+jwt", i.claims().build())),
        wrong(
            "signed with a key of the same name",
            i -> MadeIssuer.header(MadeIssuer.rsa("one"), "JWT", i.claims().build())),
        wrong("not signed", i -> "Authorization: Bearer " + unsigned(i)),
        wrong("signed with what everybody can read", IssuerRefusalsTest::signedWithThePublicKey));
  }

  private static Arguments claims(
      String what, Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> change) {
    return wrong(what, issuer -> issuer.header(change.apply(issuer.claims())));
  }

  private static Arguments wrong(String what, Function<MadeIssuer, String> header) {
    return Arguments.argumentSet(what, header);
  }

  private static String unsigned(MadeIssuer issuer) {
    return new PlainJWT(issuer.claims().build()).serialize();
  }

  private static String signedWithThePublicKey(MadeIssuer issuer) {
    try {
      var key = new String(issuer.rsa().toRSAPublicKey().getEncoded(), UTF_8);
      var claims = issuer.claims().build().toString();
      return "Authorization: Bearer "
          + TestToken.token("{\"alg\":\"HS256\",\"kid\":\"one\"}", claims, "HmacSHA256", key);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void refuses(Function<MadeIssuer, String> header) {
    var answer = asAdmin(header.apply(issuer));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("TOKEN_INVALID");
    assertThat(asAdmin(issuer.header(issuer.claims())).status()).isEqualTo(200);
  }
}
