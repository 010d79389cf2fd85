package org.ledgerstone.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.web.Form;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.ProblemAnswer;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the bodies of the web page's forms into parameters. Of all other calls nobody does: Tomcat
 * is told to, so that a body that calls itself a form reaches its controller as it came.
 */
class FormBodies extends OncePerRequestFilter {

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !Paths.FORMS.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Map<String, String[]> fields;
    try {
      fields = Form.read(request);
    } catch (Problem refused) {
      ProblemAnswer.write(refused, request, response);
      return;
    }
    chain.doFilter(new WithFields(request, fields), response);
  }

  private static final class WithFields extends HttpServletRequestWrapper {

    private final Map<String, String[]> fields;

    WithFields(HttpServletRequest request, Map<String, String[]> fields) {
      super(request);
      this.fields = fields;
    }

    @Override
    public @Nullable String getParameter(String name) {
      var values = fields.get(name);
      return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
      var values = fields.get(name);
      return values == null ? null : values.clone();
    }

    @Override
    public Map<String, String[]> getParameterMap() {
      return fields;
    }

    @Override
    public Enumeration<String> getParameterNames() {
      return Collections.enumeration(fields.keySet());
    }
  }
}
