package org.ledgerstone.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An issuer whose keys a test holds, so that it can also be made to lie and to be away. */
final class MadeIssuer implements AutoCloseable {

  private static final int RSA_BITS = 2048;

  private final HttpServer server;
  private final AtomicInteger looks = new AtomicInteger();
  private final RSAKey rsa = rsa("one");
  private final ECKey ec = newEc();
  private volatile List<JWK> published = List.of(rsa, ec);
  private volatile UnaryOperator<String> discovery = text -> text;
  private volatile boolean away;

  MadeIssuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/of/ledger/.well-known/openid-configuration", this::discover);
    server.createContext("/keys", this::keys);
    server.start();
  }

  /** What tokens name as {@code iss}. */
  URI address() {
    return URI.create(base() + "/of/ledger");
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void discover(HttpExchange exchange) throws IOException {
    looks.incrementAndGet();
    var text = "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(address(), base());
    answer(exchange, discovery.apply(text));
  }

  private void keys(HttpExchange exchange) throws IOException {
    answer(exchange, new JWKSet(published).toPublicJWKSet().toString());
  }

  private void answer(HttpExchange exchange, String text) throws IOException {
    try (exchange) {
      var bytes = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(away ? 503 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** How often somebody has looked where the keys are. */
  int looks() {
    return looks.get();
  }

  void isAway(boolean away) {
    this.away = away;
  }

  void saysInstead(UnaryOperator<String> discovery) {
    this.discovery = discovery;
  }

  RSAKey rsa() {
    return rsa;
  }

  ECKey ec() {
    return ec;
  }

  /** A new key in the place of all others. */
  RSAKey changeKeys() {
    var next = rsa("two");
    published = List.of(next);
    return next;
  }

  /** Claims that are right for this ledger, of an admin. */
  JWTClaimsSet.Builder claims() {
    try {
      return new JWTClaimsSet.Builder(
          JWTClaimsSet.parse(
              "{\"sub\":\"till\",\"scope\":\"admin\",\"exp\":%d,\"iss\":\"%s\",\"aud\":\"%s\"}"
                  .formatted(TestToken.FAR_FUTURE, address(), Doors.GENESIS)));
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The header line with such a token, signed with this key. */
  static String header(JWK key, String type, JWTClaimsSet claims) {
    try {
      boolean isRsa = key instanceof RSAKey;
      var header =
          new JWSHeader.Builder(isRsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
              .keyID(key.getKeyID())
              .type(new JOSEObjectType(type))
              .build();
      var token = new SignedJWT(header, claims);
      token.sign(isRsa ? new RSASSASigner(key.toRSAKey()) : new ECDSASigner(key.toECKey()));
      return "Authorization: Bearer " + token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  String header(JWTClaimsSet.Builder claims) {
    return header(rsa, "at+jwt", claims.build());
  }

  static RSAKey rsa(String name) {
    try {
      return new RSAKeyGenerator(RSA_BITS).keyID(name).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey newEc() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
