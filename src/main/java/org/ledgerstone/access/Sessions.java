package org.ledgerstone.access;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Sessions of people who have shown a token. A session is a token of another kind, kept nowhere: it
 * outlives a restart, holds in every instance with the same secret, and ends by its time alone.
 */
final class Sessions {

  static final Duration LONGEST = Duration.ofHours(8);

  private final AuthenticationManager tokens;
  private final AuthenticationManager sessions;
  private final JwtEncoder encoder;
  private final Clock clock;

  /**
   * What is to be kept by the browser, and for how long.
   *
   * @param token tells the server who it is, as long as nobody else has it
   */
  record Session(String token, Duration lasts) {}

  /**
   * Sessions signed with the first of the secrets.
   *
   * @param tokens judges what they are begun with
   * @param genesisHash asked when a token names an audience
   */
  Sessions(
      List<SecretKey> secrets,
      AuthenticationManager tokens,
      Clock clock,
      Supplier<String> genesisHash) {
    this.tokens = tokens;
    this.sessions = Tokens.sessionJudge(secrets, clock, genesisHash);
    this.encoder = new NimbusJwtEncoder(new ImmutableSecret<>(secrets.getFirst()));
    this.clock = clock;
  }

  /**
   * Begins a session with the rights of this token, which ends when the token does and after eight
   * hours at the latest. Empty unless the token is good and has a right.
   *
   * @throws AuthenticationServiceException if the issuer of the token does not answer
   */
  Optional<Session> begin(String token) {
    return judged(token, tokens).flatMap(this::begin);
  }

  private Optional<Session> begin(Authentication caller) {
    var scope =
        Arrays.stream(Right.values())
            .filter(right -> right.isOf(caller))
            .map(right -> right.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" "));
    if (scope.isEmpty() || !(caller.getPrincipal() instanceof Jwt token)) {
      return Optional.empty();
    }
    var now = clock.instant();
    var end = end(token, now);
    return now.isBefore(end)
        ? Optional.of(new Session(encode(scope, token, now, end), Duration.between(now, end)))
        : Optional.empty();
  }

  private static Instant end(Jwt token, Instant now) {
    var longest = now.plus(LONGEST);
    var end = token.getExpiresAt();
    return end != null && end.isBefore(longest) ? end : longest;
  }

  private String encode(String scope, Jwt token, Instant now, Instant end) {
    var claims =
        JwtClaimsSet.builder()
            .issuedAt(now)
            .expiresAt(end)
            .claim("scope", scope)
            .claim(Tokens.KIND, Tokens.SESSION);
    if (token.getSubject() != null) {
      claims.subject(token.getSubject());
    }
    var audience = token.getAudience();
    if (audience != null && !audience.isEmpty()) {
      claims.audience(audience);
    }
    var header = JwsHeader.with(MacAlgorithm.HS256).build();
    return encoder.encode(JwtEncoderParameters.from(header, claims.build())).getTokenValue();
  }

  /** Whose session this is; empty if it is none, or has ended. */
  Optional<Authentication> judge(String session) {
    return judged(session, sessions);
  }

  private static Optional<Authentication> judged(String token, AuthenticationManager judge) {
    if (token.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(judge.authenticate(new BearerTokenAuthenticationToken(token)));
    } catch (AuthenticationServiceException undecided) {
      throw undecided;
    } catch (AuthenticationException refused) {
      return Optional.empty();
    }
  }
}
