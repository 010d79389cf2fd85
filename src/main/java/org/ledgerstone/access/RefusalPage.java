package org.ledgerstone.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.ProblemAnswer;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What is told whoever lacks a right: a person by a page, a program by a problem. */
@Controller
class RefusalPage {

  private static final String PATH = "/refused";

  /** Nobody is known: a person may log in and is led back afterwards. */
  static void missing(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (Paths.isForAPerson(request)) {
      response.setStatus(HttpServletResponse.SC_SEE_OTHER);
      response.setHeader("Location", WayBack.viaLogin(request));
    } else {
      ProblemAnswer.write(AccessRefusal.TOKEN_MISSING.problem(), request, response);
    }
  }

  /** Somebody is known who may not, or a form has no valid CSRF token. */
  static void denied(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException, ServletException {
    var refusal =
        denied instanceof CsrfException
            ? AccessRefusal.CSRF_TOKEN_INVALID
            : Caller.lacking(!Paths.isChanging(request));
    if (Paths.isForAPerson(request)) {
      request.setAttribute(PATH, refusal);
      response.setStatus(refusal.problem().status());
      request.getRequestDispatcher(PATH).forward(request, response);
    } else {
      ProblemAnswer.write(refusal.problem(), request, response);
    }
  }

  /** Thrown, so that it becomes what every refusal to a person is. */
  @RequestMapping(PATH)
  void page(HttpServletRequest request) {
    throw request.getAttribute(PATH) instanceof AccessRefusal refusal
        ? refusal.problem()
        : Problem.notFound("Nothing is served at this path.");
  }
}
