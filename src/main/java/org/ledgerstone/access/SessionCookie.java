package org.ledgerstone.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** Where a browser keeps a session: no script sees it, and no other site's page has it sent. */
final class SessionCookie {

  static final String NAME = "ledgerstone_session";

  private SessionCookie() {}

  /** What cookies of this name came; a neighbour on the same host may have set one too. */
  static Stream<String> values(HttpServletRequest request) {
    var cookies = request.getCookies();
    return cookies == null
        ? Stream.empty()
        : Stream.of(cookies).filter(cookie -> cookie.getName().equals(NAME)).map(Cookie::getValue);
  }

  /** Has the browser keep it as long as the session lasts. */
  static void set(
      Sessions.Session session, HttpServletRequest request, HttpServletResponse response) {
    add(session.token(), session.lasts(), request, response);
  }

  /** Has the browser forget it. */
  static void clear(HttpServletRequest request, HttpServletResponse response) {
    add("", Duration.ZERO, request, response);
  }

  private static void add(
      String value, Duration age, HttpServletRequest request, HttpServletResponse response) {
    var cookie =
        ResponseCookie.from(NAME, value)
            .path("/")
            .maxAge(age)
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Strict")
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
  }
}
