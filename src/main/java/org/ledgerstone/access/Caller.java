package org.ledgerstone.access;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Who sent the request that this thread is answering. For controllers, on the request's thread. */
public final class Caller {

  private Caller() {}

  /** Whether the caller may spend the node's means. */
  public static boolean isAdmin() {
    var caller = SecurityContextHolder.getContext().getAuthentication();
    return caller != null && Right.ADMIN.isOf(caller);
  }

  /** Whether a session or a token came with the request, whatever it gives a right to. */
  public static boolean isLoggedIn() {
    var caller = SecurityContextHolder.getContext().getAuthentication();
    return caller != null && !(caller instanceof AnonymousAuthenticationToken);
  }

  /** Whether the caller may read at least. */
  static boolean hasARight() {
    var caller = SecurityContextHolder.getContext().getAuthentication();
    return caller != null && (Right.READER.isOf(caller) || Right.ADMIN.isOf(caller));
  }

  /**
   * Goes on for an admin only.
   *
   * @throws org.ledgerstone.web.Problem 401 {@code TOKEN_MISSING} if no token came, 403 {@code
   *     ADMIN_ONLY} if one without this right did
   */
  public static void requireAdmin() {
    if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes here) {
      OperatorLog.used(here.getRequest());
    }
    if (!isAdmin()) {
      throw refusal(SecurityContextHolder.getContext().getAuthentication()).problem();
    }
  }

  /** What to tell a caller whose token does not reach. */
  static AccessRefusal lacking(boolean reading) {
    var caller = SecurityContextHolder.getContext().getAuthentication();
    return reading && caller != null && !Right.READER.isOf(caller)
        ? AccessRefusal.READER_ONLY
        : AccessRefusal.ADMIN_ONLY;
  }

  private static AccessRefusal refusal(@Nullable Authentication caller) {
    return caller == null || caller instanceof AnonymousAuthenticationToken
        ? AccessRefusal.TOKEN_MISSING
        : AccessRefusal.ADMIN_ONLY;
  }
}
