package org.ledgerstone.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * CSRF tokens of the web page's forms: what a form carries has to fit a cookie that came with its
 * page. This filter sends the cookie before the page, since a long page is on its way before its
 * last form is written.
 */
class FormTokens extends OncePerRequestFilter {

  static final String COOKIE = "ledgerstone_csrf";

  /** Where the tokens are kept. */
  static CsrfTokenRepository inACookie() {
    var tokens = new CookieCsrfTokenRepository();
    tokens.setCookieName(COOKIE);
    tokens.setCookiePath("/");
    tokens.setCookieCustomizer(cookie -> cookie.httpOnly(true).sameSite("Strict"));
    return tokens;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !Paths.isPage(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
      token.getToken();
    }
    chain.doFilter(request, response);
  }
}
