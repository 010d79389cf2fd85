package org.ledgerstone.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where everyone on this machine is admin, lets nobody in who only seems to be on it: a page whose
 * name was made to resolve to this machine, or somebody behind a proxy.
 */
class LocalOnly extends Gate {

  private static final Pattern LOCAL_HOST =
      Pattern.compile("(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::[0-9]{1,5})?");

  @Override
  Optional<AccessRefusal> refusal(HttpServletRequest request) {
    if (!isLocal(request.getHeader("Host"))) {
      return Optional.of(AccessRefusal.HOST_NOT_LOCAL);
    }
    return Collections.list(request.getHeaderNames()).stream().anyMatch(LocalOnly::isOfAProxy)
        ? Optional.of(AccessRefusal.PROXY_NEEDS_SECRET)
        : Optional.empty();
  }

  private static boolean isLocal(@Nullable String host) {
    return host != null && LOCAL_HOST.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  private static boolean isOfAProxy(String header) {
    var name = header.toLowerCase(Locale.ROOT);
    return name.equals("forwarded") || name.startsWith("x-forwarded-");
  }
}
