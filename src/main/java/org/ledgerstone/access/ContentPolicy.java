package org.ledgerstone.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.header.HeaderWriter;

/** What a browser may load and run: our own files, and no script or style within a page. */
final class ContentPolicy implements HeaderWriter {

  private static final String OURS =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /** Swagger UI writes styles into its page. */
  private static final String SWAGGER_UI =
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src"
          + " 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  @Override
  public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader(
        "Content-Security-Policy", Paths.SWAGGER_UI.matches(request) ? SWAGGER_UI : OURS);
  }
}
