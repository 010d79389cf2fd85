package org.ledgerstone.ledger.http;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who is calling, as far as the ledger cares. */
final class Caller {

  private static final String ADMIN = "SCOPE_admin";

  private Caller() {}

  static boolean isAdmin() {
    var authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication != null
        && authentication.getAuthorities().stream()
            .anyMatch(authority -> ADMIN.equals(authority.getAuthority()));
  }

  /** Lets an admin pass. */
  static void mustBeAdmin() {
    if (!isAdmin()) {
      throw new AccessDeniedException("Only an admin may spend the node's means");
    }
  }
}
