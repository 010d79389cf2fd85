package org.ledgerstone.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers for what failed outside a controller: filters, and Tomcat itself. */
@Controller
class ProblemPage implements ErrorController {

  @RequestMapping("${spring.web.error.path:/error}")
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (response.isCommitted()) {
      return; // Half an answer is out: Tomcat breaks it off, so that it shows.
    }
    var thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    var problem =
        thrown instanceof Throwable throwable
            ? Problems.of(throwable).orElseGet(() -> ProblemAdvice.report(throwable, request))
            : Problems.ofStatus(status(request));
    ProblemAnswer.write(problem, request, response);
  }

  /** The error page asked for by its own path is a page that is not there. */
  private static int status(HttpServletRequest request) {
    return Optional.ofNullable(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE))
        .map(Integer.class::cast)
        .orElse(404);
  }
}
