package org.ledgerstone.access;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The page that a request is about: where the language, or logging in, leads back to. */
public final class AskedPage {

  /** Pages whose forms are sent to paths at or below their own. */
  private static final Set<String> WITH_FORMS = Set.of("/posts", "/node", "/login");

  private AskedPage() {}

  /** The page that was asked for with its query, or the one that held the form. */
  public static String of(HttpServletRequest request) {
    var forwarded = request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI);
    var path = forwarded == null ? request.getRequestURI() : forwarded.toString();
    return request.getMethod().equals("POST")
        ? pageOfForm(path)
        : path + query(forwarded == null ? request.getQueryString() : forwardedQuery(request));
  }

  private static @Nullable Object forwardedQuery(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.FORWARD_QUERY_STRING);
  }

  private static String query(@Nullable Object query) {
    return query == null ? "" : "?" + query;
  }

  private static String pageOfForm(String path) {
    var page = path.replaceFirst("(?<=.)/.*", "");
    return WITH_FORMS.contains(page) ? page : "/";
  }
}
