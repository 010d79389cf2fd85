package org.ledgerstone.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.access.AskedPage;
import org.ledgerstone.access.Caller;
import org.ledgerstone.access.LoggingIn;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.web.Problem;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Puts the frame around every page, and makes a page of every refusal. */
@ControllerAdvice(basePackageClasses = {Frames.class, Caller.class})
@Order(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnWebApplication
class Frames {

  private final RuleBook rules;
  private final Chain chain;
  private final Transactions transactions;
  private final LoggingIn loggingIn;

  Frames(RuleBook rules, Chain chain, Transactions transactions, LoggingIn loggingIn) {
    this.rules = rules;
    this.chain = chain;
    this.transactions = transactions;
    this.loggingIn = loggingIn;
  }

  /** Made before the page is, so that no news falls in between. */
  @ModelAttribute("frame")
  Frame frame(HttpServletRequest request) {
    if (loggingIn.isNeededToRead()) {
      return frame(request, null);
    }
    var head = chain.head();
    return frame(
        request, new Frame.Seen(head.index() + "-" + head.hash(), transactions.pendingCount()));
  }

  @ExceptionHandler(Problem.class)
  String refusal(
      Problem problem, HttpServletRequest request, HttpServletResponse response, Model model) {
    response.setStatus(problem.status());
    problem.headers().forEach(response::setHeader);
    model.addAttribute("frame", frame(request, null));
    model.addAttribute("problem", problem);
    return "problem";
  }

  private Frame frame(HttpServletRequest request, Frame.@Nullable Seen seen) {
    var path = AskedPage.of(request);
    return loggingIn.isNeededToRead()
        ? Frame.tellingNothing(path)
        : new Frame(
            rules.genesis().name(), rules.ledger().toString(), path, Caller.isAdmin(), seen);
  }
}
