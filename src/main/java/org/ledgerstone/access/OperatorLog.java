package org.ledgerstone.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Writes down who has used an admin's rights to change something, or has tried to, and who has
 * logged in or tried to: what was called and what came of it, and nothing that was sent. A query
 * may hold a password, so paths are written without one.
 */
class OperatorLog extends OncePerRequestFilter {

  private static final Logger log = LoggerFactory.getLogger(OperatorLog.class);

  private static final String USED = OperatorLog.class.getName();
  private static final int PATH_MAX = 100;
  private static final int NAME_MAX = 60;

  /** An admin's right was asked for, by whatever path. */
  static void used(HttpServletRequest request) {
    request.setAttribute(USED, true);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } finally {
      if (isToBeWritten(request)) {
        log.info(
            "{} {} by {} from {}: {}",
            plain(request.getMethod(), NAME_MAX),
            plain(request.getRequestURI(), PATH_MAX),
            caller(SecurityContextHolder.getContext().getAuthentication()),
            request.getRemoteAddr(),
            response.getStatus());
      }
    }
  }

  private static boolean isToBeWritten(HttpServletRequest request) {
    return request.getAttribute(USED) != null
        || Paths.LOGGING_IN.matches(request)
        || (Paths.isChanging(request)
            && !Paths.CARRYING_THEIR_OWN_AUTHORITY.matches(request)
            && !Paths.FORMS_FOR_EVERYBODY.matches(request));
  }

  private static String caller(@Nullable Authentication caller) {
    if (caller == null || caller instanceof AnonymousAuthenticationToken) {
      return caller != null && Right.ADMIN.isOf(caller) ? "this machine" : "nobody known";
    }
    var right = Right.ADMIN.isOf(caller) ? "an admin" : "no admin";
    var name = caller.getPrincipal() instanceof Jwt token ? token.getSubject() : null;
    return name == null ? right : right + ", \"" + plain(name, NAME_MAX) + "\"";
  }

  /** Nobody outside may write lines of the log, or much of one. */
  private static String plain(String text, int max) {
    var shown = text.replaceAll("[^\\x21-\\x7e]|\"", "?");
    return shown.length() > max ? shown.substring(0, max) + "…" : shown;
  }
}
