package org.ledgerstone.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where somebody who logs in wanted to go. It leads nowhere but to pages of this server. */
final class WayBack {

  private static final String HOME = "/";
  private static final Pattern PRINTABLE = Pattern.compile("/[!-~]{0,2000}");
  private static final Pattern LOGGING = Pattern.compile("/log(?:in|out)(?:[/?#].*)?");

  private WayBack() {}

  /** This path if it is one of this server, read by whatever rules; otherwise the first page. */
  static String to(@Nullable String path) {
    return path != null
            && PRINTABLE.matcher(path).matches()
            && !path.contains("//")
            && !path.contains("\\")
            && !LOGGING.matcher(path).matches()
        ? path
        : HOME;
  }

  /** The login page, which leads back to the page that was asked for, or that held the form. */
  static String viaLogin(HttpServletRequest request) {
    var to = to(AskedPage.of(request));
    return to.equals(HOME)
        ? "/login"
        : "/login?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
  }
}
