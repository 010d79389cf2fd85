package org.ledgerstone.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Knows people by the session in their cookie, for reading and for the web page's forms alone: a
 * browser sends cookies without being asked. A session that has ended is as good as none.
 */
class BelievedCookies extends OncePerRequestFilter {

  private final Sessions sessions;
  private final SecurityContextRepository contexts =
      new RequestAttributeSecurityContextRepository();

  BelievedCookies(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (isBelieved(request)) {
      SessionCookie.values(request)
          .flatMap(session -> sessions.judge(session).stream())
          .findFirst()
          .ifPresent(caller -> remember(caller, request, response));
    }
    chain.doFilter(request, response);
  }

  /** Whoever brings a token is judged by that, also where it is for somebody else. */
  private static boolean isBelieved(HttpServletRequest request) {
    return request.getHeader("Authorization") == null
        && (!Paths.isChanging(request) || Paths.FORMS.matches(request));
  }

  private void remember(
      Authentication caller, HttpServletRequest request, HttpServletResponse response) {
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(caller);
    SecurityContextHolder.setContext(context);
    contexts.saveContext(context, request, response);
  }
}
