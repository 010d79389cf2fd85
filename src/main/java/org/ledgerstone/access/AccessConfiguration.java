package org.ledgerstone.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.ledgerstone.web.ProblemAnswer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRepository;
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

  @Bean
  AccessSettings accessSettings(Environment environment) {
    return AccessSettings.read(environment);
  }

  @Bean
  StartGate startGate(AccessSettings settings, ObjectProvider<Exposure> ledger) {
    return new StartGate(settings, ledger);
  }

  @Bean
  LoggingIn loggingIn(AccessSettings settings, Clock clock, ObjectProvider<Exposure> ledger) {
    return new LoggingIn(settings, clock, () -> hash(ledger));
  }

  @Bean
  CsrfTokenRepository formTokens() {
    return FormTokens.inACookie();
  }

  @Bean
  SecurityFilterChain access(
      HttpSecurity http,
      AccessSettings settings,
      LoggingIn loggingIn,
      CsrfTokenRepository formTokens) {
    http.addFilterAfter(new ForeignPages(settings.hasSecret()), HeaderWriterFilter.class);
    if (settings.hasSecret()) {
      http.addFilter(bearer(loggingIn.tokens()));
    } else {
      http.anonymous(everyone -> everyone.authorities(Right.ADMIN.authority()));
      http.addFilterBefore(new LocalOnly(), ForeignPages.class);
    }
    loggingIn
        .sessions()
        .ifPresent(sessions ->
            http.addFilterAfter(
                new BelievedCookies(sessions), BearerTokenAuthenticationFilter.class));
    return http.addFilterAfter(new OperatorLog(), HeaderWriterFilter.class)
        .addFilterBefore(new FormBodies(), CsrfFilter.class)
        .addFilterAfter(new FormTokens(), CsrfFilter.class)
        .csrf(forms ->
            forms
                .csrfTokenRepository(formTokens)
                .requireCsrfProtectionMatcher(Paths.FORMS)
                // Otherwise every request of somebody known would be given new ones.
                .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy()))
        .authorizeHttpRequests(calls -> rights(calls, settings))
        .exceptionHandling(refusals ->
            refusals
                .authenticationEntryPoint(
                    (request, response, e) -> RefusalPage.missing(request, response))
                .accessDeniedHandler(RefusalPage::denied))
        .headers(AccessConfiguration::headers)
        .sessionManagement(none -> none.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
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
        .requestMatchers(Paths.CARRYING_THEIR_OWN_AUTHORITY, Paths.FORMS_FOR_EVERYBODY)
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
    return !settings.isReadingClosed() || Paths.TELLING_NOTHING.matches(request);
  }

  private static BearerTokenAuthenticationFilter bearer(AuthenticationManager judge) {
    var filter = new BearerTokenAuthenticationFilter(judge, Tokens.fromHeader());
    filter.setAuthenticationEntryPoint((request, response, e) ->
        ProblemAnswer.write(AccessRefusal.TOKEN_INVALID.problem(), request, response));
    filter.setAuthenticationFailureHandler(
        (request, response, e) -> ProblemAnswer.write(refusal(e).problem(), request, response));
    return filter;
  }

  private static AccessRefusal refusal(AuthenticationException e) {
    return e instanceof AuthenticationServiceException
        ? AccessRefusal.ISSUER_UNREACHABLE
        : AccessRefusal.TOKEN_INVALID;
  }

  private static String hash(ObjectProvider<Exposure> ledger) {
    var exposure = ledger.getIfAvailable();
    return exposure == null ? "" : exposure.genesisHash();
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .addHeaderWriter(new ContentPolicy())
        // What else is served under this name, and how, is not for this server to say.
        .httpStrictTransportSecurity(https -> https.includeSubDomains(false))
        .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
        // With NO_REFERRER a browser would call the origin of our own forms null.
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN));
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
