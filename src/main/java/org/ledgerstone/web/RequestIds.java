package org.ledgerstone.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request a name, which its answer bears and each line that is logged for it: the one
 * it came with in {@code X-Request-Id}, if that is a plain word, or a new one.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class RequestIds extends OncePerRequestFilter {

  /** The header in which the name comes and goes. */
  public static final String HEADER = "X-Request-Id";

  /** What the lines of the log call it. */
  private static final String KEY = "request";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** Tells this run of the service from every other. */
  private final String run;

  private final AtomicLong requests = new AtomicLong();

  RequestIds() {
    var random = new byte[4];
    new SecureRandom().nextBytes(random);
    this.run = HexFormat.of().formatHex(random);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var id = of(request);
    response.setHeader(HEADER, id);
    MDC.put(KEY, id);
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(KEY);
    }
  }

  /** The name of a request, which is another one each time that it came with none. */
  String of(HttpServletRequest request) {
    var given = request.getHeader(HEADER);
    return given != null && PLAIN.matcher(given).matches()
        ? given
        : run + "-" + requests.incrementAndGet();
  }

  /** What is answered after the first thread has gone belongs to the same request. */
  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  /** Also what is said about an error. */
  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }
}
