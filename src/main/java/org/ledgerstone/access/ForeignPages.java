package org.ledgerstone.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps other sites' pages from using the person at the browser to change anything, and prefetches
 * from changing anything at all. Besides the web page's forms, which carry a CSRF token too, no
 * cookie gives anybody the right to a change here, so what is left is a right by place, which a
 * browser lends to every page it shows.
 *
 * <p>Where a call brings a token, the page that sends it has been given that token, and is let in;
 * its cookies count for nothing then: {@link BelievedCookies}.
 */
class ForeignPages extends Gate {

  private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");
  private static final Pattern ORIGIN = Pattern.compile("https?://(.+)");

  private final boolean tokensCount;

  /** Judges also what brings a token unless tokens count. */
  ForeignPages(boolean tokensCount) {
    this.tokensCount = tokensCount;
  }

  @Override
  Optional<AccessRefusal> refusal(HttpServletRequest request) {
    if (isPreflight(request)) {
      return Optional.of(AccessRefusal.ORIGIN_FOREIGN);
    }
    if (!Paths.isChanging(request)) {
      return Optional.empty();
    }
    if (isPrefetch(request)) {
      return Optional.of(AccessRefusal.PREFETCH_CHANGES_NOTHING);
    }
    boolean trusted = tokensCount && request.getHeader("Authorization") != null;
    return !trusted && isForeign(request)
        ? Optional.of(AccessRefusal.ORIGIN_FOREIGN)
        : Optional.empty();
  }

  /** A browser asks whether a page of another origin may; none may. */
  private static boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  private static boolean isPrefetch(HttpServletRequest request) {
    return text(request, "Sec-Purpose").contains("prefetch")
        || text(request, "Purpose").contains("prefetch")
        || text(request, "X-Purpose").contains("preview")
        || text(request, "X-Moz").contains("prefetch");
  }

  private static boolean isForeign(HttpServletRequest request) {
    var origin = request.getHeader("Origin");
    if (origin != null && !isOwn(origin, request)) {
      return true;
    }
    return OTHER_SITES.contains(text(request, "Sec-Fetch-Site")) && !opensMine(request);
  }

  /**
   * An origin is this server's if it names the host that was called. The scheme says nothing: a
   * proxy may have taken the encryption off.
   */
  private static boolean isOwn(String origin, HttpServletRequest request) {
    var host = ORIGIN.matcher(origin);
    return host.matches() && host.group(1).equalsIgnoreCase(request.getHeader("Host"));
  }

  /** The second tutorial's page opens {@code /mine} in a tab of its own, for the person to see. */
  private static boolean opensMine(HttpServletRequest request) {
    return request.getMethod().equals("GET")
        && Paths.MINE.matches(request)
        && text(request, "Sec-Fetch-Mode").equals("navigate")
        && text(request, "Sec-Fetch-Dest").equals("document");
  }

  private static String text(HttpServletRequest request, String header) {
    var text = request.getHeader(header);
    return text == null ? "" : text;
  }
}
