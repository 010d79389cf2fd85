package org.ledgerstone.access;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Judges bearer tokens: HS256 with one of the server's secrets, or signed by the issuer that the
 * owner trusts; an end that has not passed (a token without one could only be withdrawn by changing
 * the secret); and this ledger's genesis hash in {@code aud}, where that is set. An issuer makes
 * tokens for others too, so in its tokens {@code aud} has to be set. The scopes become authorities.
 * What a browser keeps, see {@link Sessions}, is told from what a program sends: neither is taken
 * in the other's place.
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
   * Who judges the tokens that may come with a call, which are no sessions.
   *
   * @param genesisHash asked when a token names an audience
   */
  static AuthenticationManager judge(
      AccessSettings settings, Clock clock, Supplier<String> genesisHash) {
    OAuth2TokenValidator<Jwt> kind = token -> ofKind(!isSession(token));
    var own =
        manager(own(settings.secrets()), List.of(times(clock), audience(genesisHash, true), kind));
    return settings
        .issuer()
        .map(issuer -> {
          var foreign =
              manager(
                  IssuerTokens.decoder(issuer),
                  List.of(
                      times(clock),
                      new JwtIssuerValidator(issuer.toString()),
                      audience(genesisHash, false),
                      kind));
          return (AuthenticationManager)
              caller -> (isOwn(caller) ? own : foreign).authenticate(caller);
        })
        .orElse(own);
  }

  /** Who judges sessions, which this server alone makes. */
  static AuthenticationManager sessionJudge(
      List<SecretKey> secrets, Clock clock, Supplier<String> genesisHash) {
    return manager(
        own(secrets),
        List.of(times(clock), audience(genesisHash, true), token -> ofKind(isSession(token))));
  }

  /** Whether the token says that it is signed with a secret; what is no token says nothing. */
  private static boolean isOwn(Authentication caller) {
    try {
      var token = ((BearerTokenAuthenticationToken) caller).getToken();
      return !(JWTParser.parse(token) instanceof SignedJWT signed)
          || JWSAlgorithm.HS256.equals(signed.getHeader().getAlgorithm());
    } catch (ParseException e) {
      return true;
    }
  }

  private static boolean isSession(Jwt token) {
    return SESSION.equals(token.getClaims().get(KIND));
  }

  private static OAuth2TokenValidatorResult ofKind(boolean right) {
    return right
        ? OAuth2TokenValidatorResult.success()
        : OAuth2TokenValidatorResult.failure(OTHER_KIND);
  }

  private static NimbusJwtDecoder own(List<SecretKey> secrets) {
    var processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector((header, context) ->
        JWSAlgorithm.HS256.equals(header.getAlgorithm()) ? secrets : List.of());
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    return new NimbusJwtDecoder(processor);
  }

  private static AuthenticationManager manager(
      NimbusJwtDecoder decoder, List<OAuth2TokenValidator<Jwt>> validators) {
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validators));
    return new ProviderManager(new JwtAuthenticationProvider(decoder));
  }

  private static OAuth2TokenValidator<Jwt> times(Clock clock) {
    var times = new JwtTimestampValidator(CLOCKS_APART);
    times.setClock(clock);
    times.setAllowEmptyExpiryClaim(false);
    return times;
  }

  private static OAuth2TokenValidator<Jwt> audience(
      Supplier<String> genesisHash, boolean mayBeUnset) {
    return token -> {
      var audience = token.getAudience();
      boolean isUnset = audience == null || audience.isEmpty();
      boolean isRight = isUnset ? mayBeUnset : names(audience, genesisHash.get());
      return isRight
          ? OAuth2TokenValidatorResult.success()
          : OAuth2TokenValidatorResult.failure(OTHER_LEDGER);
    };
  }

  private static boolean names(@Nullable List<String> audience, String genesisHash) {
    return audience != null && audience.contains(genesisHash);
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
