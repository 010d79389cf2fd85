package org.ledgerstone.console;

import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;

/** What pages need of Spring. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class ConsoleConfiguration {

  /** The page's languages; the first is for who reads none of them. */
  static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.CHINESE);

  private static final Duration REMEMBERED = Duration.ofDays(365);

  /** The language that was chosen, or else the one that the browser asks for. */
  @Bean
  LocaleResolver localeResolver() {
    var asked = new AcceptHeaderLocaleResolver();
    asked.setSupportedLocales(LANGUAGES);
    asked.setDefaultLocale(LANGUAGES.getFirst());
    var resolver = new CookieLocaleResolver("ledgerstone_language");
    resolver.setRejectInvalidCookies(false);
    resolver.setDefaultLocaleFunction(asked::resolveLocale);
    resolver.setCookieMaxAge(REMEMBERED);
    resolver.setCookieHttpOnly(true);
    resolver.setCookieSameSite("Strict");
    return resolver;
  }

  /** Styles and scripts are asked for each time, and sent when they have changed. */
  @Bean
  FilterRegistrationBean<ShallowEtagHeaderFilter> hashesOfFiles() {
    var hashing = new ShallowEtagHeaderFilter();
    // Tomcat compresses nothing that has a strong one.
    hashing.setWriteWeakETag(true);
    var filter = new FilterRegistrationBean<>(hashing);
    filter.addUrlPatterns("/console/*");
    filter.setDispatcherTypes(DispatcherType.REQUEST);
    return filter;
  }
}
