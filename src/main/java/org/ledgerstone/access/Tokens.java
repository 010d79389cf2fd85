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
 * genesis hash in it. The scopes become authorities.
 */
final class Tokens {

  private static final Pattern BEARER =
      Pattern.compile("Bearer +([A-Za-z0-9._~+/-]+=*) *", Pattern.CASE_INSENSITIVE);
  private static final Duration CLOCKS_APART = Duration.ofSeconds(60);
  private static final OAuth2Error OTHER_LEDGER =
      new OAuth2Error("invalid_token", "The token is for another ledger", null);

  private Tokens() {}

  /**
   * Who judges the tokens signed with this secret.
   *
   * @param genesisHash asked when a token names an audience
   */
  static AuthenticationManager judge(SecretKey secret, Clock clock, Supplier<String> genesisHash) {
    var decoder = NimbusJwtDecoder.withSecretKey(secret).macAlgorithm(MacAlgorithm.HS256).build();
    var times = new JwtTimestampValidator(CLOCKS_APART);
    times.setClock(clock);
    times.setAllowEmptyExpiryClaim(false);
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(List.of(times, audience(genesisHash))));
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
