package org.ledgerstone.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * A token is exchanged for a session, and a session given up. Without a secret nobody needs to, and
 * {@code /login} leads to the first page.
 */
@Controller
@ConditionalOnWebApplication
class LoginController {

  private static final String PAGE = "login";

  private final Optional<Sessions> sessions;
  private final CsrfTokenRepository formTokens;
  private final LoginAttempts attempts;

  LoginController(LoggingIn loggingIn, CsrfTokenRepository formTokens, Clock clock) {
    this.sessions = loggingIn.sessions();
    this.formTokens = formTokens;
    this.attempts = new LoginAttempts(clock);
  }

  @GetMapping("/login")
  Object page(HttpServletRequest request, Model model) {
    return sessions.isEmpty() ? seeOther("/") : form(request, model);
  }

  @PostMapping("/login")
  Object logIn(HttpServletRequest request, HttpServletResponse response, Model model) {
    if (sessions.isEmpty()) {
      return seeOther("/");
    }
    Optional<Sessions.Session> session;
    try {
      session = sessions.get().begin(text(request.getParameter("token")).strip());
    } catch (AuthenticationServiceException undecided) {
      return refused(AccessRefusal.ISSUER_UNREACHABLE, request, response, model);
    }
    if (session.isEmpty()) {
      var refusal =
          attempts.failed(request.getRemoteAddr())
              ? AccessRefusal.TOKEN_INVALID
              : AccessRefusal.LOGIN_TOO_OFTEN;
      return refused(refusal, request, response, model);
    }
    SessionCookie.set(session.get(), request, response);
    formTokens.saveToken(null, request, response);
    return seeOther(WayBack.to(request.getParameter("to")));
  }

  @PostMapping("/logout")
  Object logOut(HttpServletRequest request, HttpServletResponse response) {
    SessionCookie.clear(request, response);
    formTokens.saveToken(null, request, response);
    return seeOther("/");
  }

  private static Object refused(
      AccessRefusal refusal,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    var problem = refusal.problem();
    response.setStatus(problem.status());
    problem.headers().forEach(response::setHeader);
    model.addAttribute("refusal", refusal.name());
    return form(request, model);
  }

  private static String form(HttpServletRequest request, Model model) {
    model.addAttribute("to", WayBack.to(request.getParameter("to")));
    return PAGE;
  }

  private static ResponseEntity<Void> seeOther(String path) {
    return ResponseEntity.status(HttpStatus.SEE_OTHER).header("Location", path).build();
  }

  private static String text(@Nullable String parameter) {
    return parameter == null ? "" : parameter;
  }
}
