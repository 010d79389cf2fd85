package org.ledgerstone.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.ledgerstone.access.Caller;
import org.ledgerstone.access.LoggingIn;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.web.Problem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Puts the frame around every page, and makes a page of every refusal. */
@ControllerAdvice(basePackageClasses = {Frames.class, Caller.class})
@Order(Ordered.HIGHEST_PRECEDENCE)
class Frames {

  private final RuleBook rules;
  private final LoggingIn loggingIn;

  Frames(RuleBook rules, LoggingIn loggingIn) {
    this.rules = rules;
    this.loggingIn = loggingIn;
  }

  @ModelAttribute("frame")
  Frame frame(HttpServletRequest request) {
    return frame(request, true);
  }

  @ExceptionHandler(Problem.class)
  String refusal(
      Problem problem, HttpServletRequest request, HttpServletResponse response, Model model) {
    response.setStatus(problem.status());
    model.addAttribute("frame", frame(request, false));
    model.addAttribute("problem", problem);
    return "problem";
  }

  private Frame frame(HttpServletRequest request, boolean live) {
    var query = request.getQueryString();
    var path = request.getRequestURI() + (query == null ? "" : "?" + query);
    return loggingIn.isNeededToRead()
        ? Frame.tellingNothing(path)
        : new Frame(
            rules.genesis().name(), rules.ledger().toString(), path, Caller.isAdmin(), live);
  }
}
