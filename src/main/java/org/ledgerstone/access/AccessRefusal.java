package org.ledgerstone.access;

import org.ledgerstone.web.Problem;

/** Every way in which a request is turned away before its controller sees it. */
enum AccessRefusal {
  TOKEN_MISSING(
      401,
      "A token is needed.",
      "Send the header Authorization: Bearer and a token whose scope holds admin, or reader where"
          + " only reading is closed."),
  TOKEN_INVALID(
      401,
      "The token is not accepted.",
      "It has to be an HS256 token signed with this server's secret, or one of the issuer that this"
          + " server trusts, with an exp that has not passed, and if it has an aud, then the"
          + " genesis hash of this ledger, which an issuer's token must have."),
  ISSUER_UNREACHABLE(
      503,
      "The token cannot be checked now.",
      "The issuer that this server trusts does not say what its keys are. Try again."),
  ADMIN_ONLY(
      403, "Only an admin may do this.", "Use a token whose scope holds admin: this one lacks it."),
  READER_ONLY(
      403,
      "Reading is closed.",
      "Use a token whose scope holds reader or admin: this one holds neither."),
  HOST_NOT_LOCAL(
      421,
      "This server answers to local names only.",
      "Without LEDGER_SECRET_KEY the Host is localhost, 127.0.0.1 or [::1]."),
  PROXY_NEEDS_SECRET(
      403,
      "A proxy needs a secret.",
      "The request came through a proxy (Forwarded, X-Forwarded-…), so it may come from anywhere."
          + " Set LEDGER_SECRET_KEY and send tokens."),
  ORIGIN_FOREIGN(
      403,
      "Another site's page may not change anything here.",
      "Call from a page of this server, or without a browser."),
  PREFETCH_CHANGES_NOTHING(
      403, "A prefetch changes nothing.", "Open the page to have the change made."),
  CSRF_TOKEN_INVALID(
      403,
      "This form is not known here any more.",
      "Open the page again and send the form from there. It needs the parameter _csrf and the"
          + " cookie that came with the page."),
  TOO_MANY_REQUESTS(
      429,
      "Too many requests come from this address.",
      "Wait as many seconds as Retry-After says. Many transactions fit into one batch."),
  FORWARDED_CONTRADICTORY(
      400,
      "The proxy's headers cannot be believed.",
      "Forwarded is malformed, or it and X-Forwarded-For name different clients: the proxy has to"
          + " take away the one that it does not write itself."),
  LOGIN_TOO_OFTEN(429, "Too many tokens were tried.", "Wait a minute before the next one."),
  PATH_REJECTED(
      400,
      "The request cannot be read.",
      "The path holds something that could be read in two ways, such as an encoded slash.");

  private final int status;
  private final String title;
  private final String detail;

  AccessRefusal(int status, String title, String detail) {
    this.status = status;
    this.title = title;
    this.detail = detail;
  }

  /** What the caller is told. */
  Problem problem() {
    var problem = new Problem(status, name(), title, detail);
    return switch (this) {
      case TOKEN_MISSING -> problem.withHeader("WWW-Authenticate", "Bearer");
      case TOKEN_INVALID ->
          problem.withHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
      case ADMIN_ONLY ->
          problem.withHeader(
              "WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"admin\"");
      case READER_ONLY ->
          problem.withHeader(
              "WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"reader\"");
      case ISSUER_UNREACHABLE -> problem.withHeader("Retry-After", "30");
      case LOGIN_TOO_OFTEN -> problem.withHeader("Retry-After", "60");
      default -> problem;
    };
  }
}
