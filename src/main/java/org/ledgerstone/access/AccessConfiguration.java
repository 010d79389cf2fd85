package org.ledgerstone.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Optional;
import org.ledgerstone.web.ProblemAnswer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** One chain of filters for every path. Start reading here. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class AccessConfiguration {

  private static final String ONLY_FROM_HERE =
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src"
          + " 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  @Bean
  AccessSettings accessSettings(Environment environment) {
    return AccessSettings.read(environment);
  }

  @Bean
  StartGate startGate(AccessSettings settings, ObjectProvider<Exposure> ledger) {
    return new StartGate(settings, ledger);
  }

  @Bean
  SecurityFilterChain access(
      HttpSecurity http, AccessSettings settings, Clock clock, ObjectProvider<Exposure> ledger) {
    http.addFilterAfter(new ForeignPages(settings.secret().isPresent()), HeaderWriterFilter.class);
    settings
        .secret()
        .ifPresentOrElse(
            secret -> http.addFilter(bearer(Tokens.judge(secret, clock, () -> hash(ledger)))),
            () -> {
              http.anonymous(everyone -> everyone.authorities(Right.ADMIN.authority()));
              http.addFilterBefore(new LocalOnly(), ForeignPages.class);
            });
    return http.authorizeHttpRequests(calls -> rights(calls, settings))
        .exceptionHandling(
            refusals -> refusals.authenticationEntryPoint(missing()).accessDeniedHandler(denied()))
        .headers(AccessConfiguration::headers)
        .sessionManagement(none -> none.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        // No cookie carries a right, so there is none for another site's page to ride on: the
        // filter ForeignPages has the rest.
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .build();
  }

  private static void rights(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          calls,
      AccessSettings settings) {
    calls
        // What was let in once is not asked again on its way to the error page.
        .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD)
        .permitAll()
        .requestMatchers(Paths.HEALTH)
        .permitAll()
        .requestMatchers(Paths.ACTUATOR)
        .hasAuthority(Right.ADMIN.authority())
        .requestMatchers(HttpMethod.OPTIONS, "/**")
        .permitAll()
        .requestMatchers(Paths.CHANGING_GETS)
        .hasAuthority(Right.ADMIN.authority())
        .requestMatchers(Paths.CARRYING_THEIR_OWN_AUTHORITY)
        .permitAll()
        .requestMatchers(request -> isReading(request) && isOpen(request, settings))
        .permitAll()
        .requestMatchers(AccessConfiguration::isReading)
        .hasAnyAuthority(Right.READER.authority(), Right.ADMIN.authority())
        .anyRequest()
        .hasAuthority(Right.ADMIN.authority());
  }

  private static boolean isReading(HttpServletRequest request) {
    return !Paths.isChanging(request);
  }

  private static boolean isOpen(HttpServletRequest request, AccessSettings settings) {
    return !settings.reading().equals(Optional.of(AccessSettings.Reading.TOKEN))
        || Paths.PAGES.matches(request);
  }

  private static BearerTokenAuthenticationFilter bearer(AuthenticationManager judge) {
    var filter = new BearerTokenAuthenticationFilter(judge, Tokens.fromHeader());
    filter.setAuthenticationEntryPoint((request, response, e) ->
        ProblemAnswer.write(AccessRefusal.TOKEN_INVALID.problem(), request, response));
    return filter;
  }

  private static String hash(ObjectProvider<Exposure> ledger) {
    var exposure = ledger.getIfAvailable();
    return exposure == null ? "" : exposure.genesisHash();
  }

  private static AuthenticationEntryPoint missing() {
    return (request, response, e) ->
        ProblemAnswer.write(AccessRefusal.TOKEN_MISSING.problem(), request, response);
  }

  private static AccessDeniedHandler denied() {
    return (request, response, e) ->
        ProblemAnswer.write(Caller.lacking(isReading(request)).problem(), request, response);
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(policy -> policy.policyDirectives(ONLY_FROM_HERE))
        .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER));
  }

  /** Nobody looks at how long each filter takes, and to find out costs as much as the filters. */
  @Bean
  SecurityObservationSettings noObservations() {
    return SecurityObservationSettings.noObservations();
  }

  /** Spring's, but for what the controllers answer better themselves. */
  @Bean
  HttpFirewall firewall() {
    var firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true); // They answer 405 and say what is allowed.
    firewall.setAllowedHeaderNames(name -> true); // Thrown late, a refusal would look like a fault.
    firewall.setAllowedHeaderValues(value -> true);
    firewall.setAllowedParameterNames(name -> true);
    return firewall;
  }

  @Bean
  RequestRejectedHandler rejectedByTheFirewall() {
    return (request, response, e) ->
        ProblemAnswer.write(AccessRefusal.PATH_REJECTED.problem(), request, response);
  }
}
