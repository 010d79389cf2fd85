package org.ledgerstone.access;

import static com.nimbusds.jose.JWSAlgorithm.ES256;
import static com.nimbusds.jose.JWSAlgorithm.ES384;
import static com.nimbusds.jose.JWSAlgorithm.ES512;
import static com.nimbusds.jose.JWSAlgorithm.PS256;
import static com.nimbusds.jose.JWSAlgorithm.PS384;
import static com.nimbusds.jose.JWSAlgorithm.PS512;
import static com.nimbusds.jose.JWSAlgorithm.RS256;
import static com.nimbusds.jose.JWSAlgorithm.RS384;
import static com.nimbusds.jose.JWSAlgorithm.RS512;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Checks signatures of an OpenID Connect issuer's tokens. Its keys are found as OpenID Connect
 * Discovery 1.0, section 4, has it, and looked up again now and then: at most twice in half a
 * minute, whatever is sent here, and the last ones known serve for hours if it does not answer.
 */
final class IssuerTokens {

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512);

  /** What access tokens call themselves, if anything: RFC 7519, 5.1, and RFC 9068, 2.1. */
  private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 3_000;
  private static final int BYTES_MAX = 200_000;
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final Duration REFRESH_MAX = Duration.ofSeconds(6);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);
  private static final Duration OUTAGE_MAX = Duration.ofHours(4);

  private IssuerTokens() {}

  /** Decodes tokens with the keys of this issuer; what they claim is for others to judge. */
  static NimbusJwtDecoder decoder(URI issuer) {
    var keys =
        JWKSourceBuilder.<SecurityContext>create(new PublishedKeys(issuer))
            .cache(KEPT.toMillis(), REFRESH_MAX.toMillis())
            .rateLimited(BETWEEN_LOOKS.toMillis())
            .outageTolerant(OUTAGE_MAX.toMillis())
            .build();
    var processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    return new NimbusJwtDecoder(processor);
  }

  /** Where the issuer says that its keys are. */
  private static final class PublishedKeys implements JWKSetSource<SecurityContext> {

    private final URI issuer;
    private final ResourceRetriever web =
        new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, BYTES_MAX);

    PublishedKeys(URI issuer) {
      this.issuer = issuer;
    }

    @Override
    public JWKSet getJWKSet(
        JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
        throws JWKSetUnavailableException {
      try {
        var discovery = JSONObjectUtils.parse(read(discovery()));
        var name = JSONObjectUtils.getString(discovery, "issuer");
        if (!issuer.toString().equals(name)) {
          throw new JWKSetUnavailableException("The issuer has another name for itself");
        }
        var address = JSONObjectUtils.getURI(discovery, "jwks_uri");
        if (address == null || !isAsSafe(address)) {
          throw new JWKSetUnavailableException("The issuer's keys cannot be fetched safely");
        }
        return JWKSet.parse(read(address.toURL()));
      } catch (IOException | ParseException | IllegalArgumentException e) {
        throw new JWKSetUnavailableException("The issuer's keys cannot be read", e);
      }
    }

    private URL discovery() throws IOException {
      var base = issuer.toString();
      return URI.create(
              (base.endsWith("/") ? base : base + "/") + ".well-known/openid-configuration")
          .toURL();
    }

    private boolean isAsSafe(URI address) {
      return "https".equals(address.getScheme())
          || (issuer.getScheme().equals(address.getScheme())
              && issuer.getAuthority().equals(address.getAuthority()));
    }

    private String read(URL url) throws IOException {
      return web.retrieveResource(url).getContent();
    }

    @Override
    public void close() {
      // There is nothing open between two looks.
    }
  }
}
