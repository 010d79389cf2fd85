package org.ledgerstone.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Which calls need which right. What is listed nowhere is reading if it is a GET or HEAD, and an
 * admin's if it is anything else.
 */
final class Paths {

  private static final Set<String> READING_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  /** Health without details: for whoever watches over the process. */
  static final RequestMatcher HEALTH = any("/actuator/health", "/actuator/health/**");

  static final RequestMatcher ACTUATOR = any("/actuator/**");

  /** The page that a browser on another site may lead to: the second tutorial's page does. */
  static final RequestMatcher MINE = any("/mine");

  /** The tutorials' paths that change something although they are asked for by GET. */
  static final RequestMatcher CHANGING_GETS =
      any(
          "/mine",
          "/mine/",
          "/generate_block",
          "/generate_block/",
          "/nodes/resolve",
          "/nodes/resolve/");

  /**
   * Carries its own authority: a signature, or a block's proof. What comes without is for the
   * controllers to refuse unless an admin sent it.
   */
  static final RequestMatcher CARRYING_THEIR_OWN_AUTHORITY =
      posts(
          "/api/v1/transactions",
          "/api/v1/transactions/batch",
          "/api/v1/transactions/typed-data",
          "/api/v1/blocks",
          "/api/v1/gossip/head",
          "/api/v1/gossip/transactions",
          "/api/v1/checkpoint/cosignatures",
          "/add_transaction",
          "/add_transaction/",
          "/add_block",
          "/add_block/",
          "/new_transaction",
          "/transactions/new");

  /**
   * Without a word of what the ledger holds: the login page, what pages look like, descriptions.
   */
  static final RequestMatcher TELLING_NOTHING =
      any(
          "/login",
          "/favicon.ico",
          "/console/**",
          "/swagger-ui.html",
          "/swagger-ui/**",
          "/v3/api-docs",
          "/v3/api-docs/**",
          "/v3/api-docs.yaml");

  /** Made by others, who need more than our own pages do. */
  static final RequestMatcher SWAGGER_UI = any("/swagger-ui/**");

  /** The web page's forms. Nothing else may be sent on the strength of a cookie. */
  static final RequestMatcher FORMS =
      posts("/posts", "/posts/mine", "/node/**", "/login", "/logout", "/language");

  /** Those of them that everybody may send; what may be posted is for the controller. */
  static final RequestMatcher FORMS_FOR_EVERYBODY =
      posts("/posts", "/login", "/logout", "/language");

  /** A token is tried, or a session given up. */
  static final RequestMatcher LOGGING_IN = posts("/login", "/logout");

  /** The web page's own pages. */
  private static final RequestMatcher PAGES =
      any(
          "/",
          "/blocks",
          "/blocks/*",
          "/transactions",
          "/transactions/*",
          "/accounts",
          "/accounts/*",
          "/posts",
          "/pay",
          "/node",
          "/proof",
          "/search",
          "/login");

  private Paths() {}

  /** Whether the request asks for a change, whatever comes of it. HEAD does what GET does. */
  static boolean isChanging(HttpServletRequest request) {
    return !READING_METHODS.contains(request.getMethod())
        || (!request.getMethod().equals("OPTIONS") && CHANGING_GETS.matches(request));
  }

  /** Whether the request asks for one of the web page's pages. */
  static boolean isPage(HttpServletRequest request) {
    return !isChanging(request) && PAGES.matches(request);
  }

  /** Whether a person at a browser will read the answer, rather than a program. */
  static boolean isForAPerson(HttpServletRequest request) {
    var accept = request.getHeader("Accept");
    return accept != null
        && accept.toLowerCase(Locale.ROOT).contains("text/html")
        && (isPage(request) || FORMS.matches(request));
  }

  private static RequestMatcher any(String... patterns) {
    return or(Arrays.stream(patterns).map(PathPatternRequestMatcher::pathPattern).toList());
  }

  private static RequestMatcher posts(String... patterns) {
    return or(
        Arrays.stream(patterns)
            .map(pattern -> PathPatternRequestMatcher.pathPattern(HttpMethod.POST, pattern))
            .toList());
  }

  private static RequestMatcher or(List<PathPatternRequestMatcher> matchers) {
    return new OrRequestMatcher(List.copyOf(matchers));
  }
}
