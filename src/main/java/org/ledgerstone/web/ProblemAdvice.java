package org.ledgerstone.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.util.DisconnectedClientHelper;

/** Turns whatever a controller throws into a {@link Problem}, and says no more than that. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler(Throwable.class)
  void answer(Throwable thrown, HttpServletRequest request, HttpServletResponse response)
      throws Throwable {
    var known = Problems.of(thrown);
    // Asked second: the connection that was reset may have been the database's.
    if (known.isEmpty() && DisconnectedClientHelper.isClientDisconnectedException(thrown)) {
      return; // Nobody is left to tell, and nothing went wrong here.
    }
    var problem = known.orElseGet(() -> report(thrown, request));
    if (response.isCommitted()) {
      throw thrown; // The rest is done where no answer can be given any more: ProblemPage.
    }
    ProblemAnswer.write(problem, request, response);
  }

  static Problem report(Throwable thrown, HttpServletRequest request) {
    var reference = UUID.randomUUID().toString();
    var path = ProblemAnswer.instance(request);
    LOG.error("{} {} failed, {}", request.getMethod(), path, reference, thrown);
    return Problems.internal(reference);
  }
}
