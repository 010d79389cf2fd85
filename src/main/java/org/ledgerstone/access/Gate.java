package org.ledgerstone.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.ledgerstone.web.ProblemAnswer;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets a request pass or answers it with a refusal, by what its lines say and nothing else. */
abstract class Gate extends OncePerRequestFilter {

  /** Why the request is refused; empty if it may pass. */
  abstract Optional<AccessRefusal> refusal(HttpServletRequest request);

  @Override
  protected final void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var refusal = refusal(request);
    if (refusal.isPresent()) {
      ProblemAnswer.write(refusal.get().problem(), request, response);
    } else {
      chain.doFilter(request, response);
    }
  }
}
