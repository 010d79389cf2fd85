package org.ledgerstone.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads {@code //chain} as {@code /chain}, since some clients join addresses that way. Before any
 * other filter, so that rights and controllers see the same path.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class SingleSlashes extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(
        request.getRequestURI().contains("//") ? new WithSingleSlashes(request) : request,
        response);
  }

  private static final class WithSingleSlashes extends HttpServletRequestWrapper {

    WithSingleSlashes(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getRequestURI() {
      return super.getRequestURI().replaceAll("/{2,}", "/");
    }

    @Override
    public String getServletPath() {
      return super.getServletPath().replaceAll("/{2,}", "/");
    }

    @Override
    public StringBuffer getRequestURL() {
      var whole = super.getRequestURL().toString();
      int path = whole.indexOf('/', whole.indexOf("://") + "://".length());
      return new StringBuffer(path < 0 ? whole : whole.substring(0, path)).append(getRequestURI());
    }
  }
}
