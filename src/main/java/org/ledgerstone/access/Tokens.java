package org.ledgerstone.access;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Judges bearer tokens: HS256 with the server's secret, an end that has not passed (a token without
 * one could only be withdrawn by changing the secret), and where {@code aud} is set, this ledger's
 * genesis hash in it. The scopes become authorities. What a browser keeps, see {@link Sessions}, is
 * told from what a program sends: neither is taken in the other's place.
 */
final class Tokens {

  private static final Pattern BEARER =
      Pattern.compile("Bearer +([A-Za-z0-9._~+/-]+=*) *", Pattern.CASE_INSENSITIVE);
  private static final Duration CLOCKS_APART = Duration.ofSeconds(60);
  private static final OAuth2Error OTHER_LEDGER =
      new OAuth2Error("invalid_token", "The token is for another ledger", null);

  private static final OAuth2Error OTHER_KIND =
      new OAuth2Error("invalid_token", "A session is no token, and a token is no session", null);

  /** The claim that says what a token is for; tokens for calls have none. */
  static final String KIND = "use";

  /** The kind that a browser keeps as a cookie. */
  static final String SESSION = "session";

  private Tokens() {}

  /**
   * Who judges the tokens signed with this secret, which are no sessions.
   *
   * @param genesisHash asked when a token names an audience
   */
  static AuthenticationManager judge(SecretKey secret, Clock clock, Supplier<String> genesisHash) {
    return judge(secret, clock, genesisHash, token -> ofKind(!isSession(token)));
  }

  /** Who judges sessions, in the same way. */
  static AuthenticationManager sessionJudge(
      SecretKey secret, Clock clock, Supplier<String> genesisHash) {
    return judge(secret, clock, genesisHash, token -> ofKind(isSession(token)));
  }

  private static boolean isSession(Jwt token) {
    return SESSION.equals(token.getClaims().get(KIND));
  }

  private static OAuth2TokenValidatorResult ofKind(boolean right) {
    return right
        ? OAuth2TokenValidatorResult.success()
        : OAuth2TokenValidatorResult.failure(OTHER_KIND);
  }

  private static AuthenticationManager judge(
      SecretKey secret, Clock clock, Supplier<String> genesisHash, OAuth2TokenValidator<Jwt> kind) {
    var decoder = NimbusJwtDecoder.withSecretKey(secret).macAlgorithm(MacAlgorithm.HS256).build();
    var times = new JwtTimestampValidator(CLOCKS_APART);
    times.setClock(clock);
    times.setAllowEmptyExpiryClaim(false);
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(List.of(times, audience(genesisHash), kind)));
    return new ProviderManager(new JwtAuthenticationProvider(decoder));
  }

  private static OAuth2TokenValidator<Jwt> audience(Supplier<String> genesisHash) {
    return token -> {
      var audience = token.getAudience();
      return audience == null || audience.isEmpty() || audience.contains(genesisHash.get())
          ? OAuth2TokenValidatorResult.success()
          : OAuth2TokenValidatorResult.failure(OTHER_LEDGER);
    };
  }

  /**
   * Finds the token in the header Authorization and nowhere else: looking for it among the
   * parameters would use up bodies that call themselves forms.
   */
  static AuthenticationConverter fromHeader() {
    return request -> {
      @Nullable String header = request.getHeader("Authorization");
      if (header == null || !header.regionMatches(true, 0, "Bearer", 0, "Bearer".length())) {
        return null;
      }
      var token = BEARER.matcher(header);
      if (!token.matches()) {
        throw new InvalidBearerTokenException("No token after Bearer");
      }
      return new BearerTokenAuthenticationToken(token.group(1));
    };
  }
}
