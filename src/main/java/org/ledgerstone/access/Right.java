package org.ledgerstone.access;

import java.util.Locale;
import org.springframework.security.core.Authentication;

/** A right of the API, as the claim {@code scope} of a token names it. */
enum Right {
  /** Reads where reading is closed. */
  READER,
  /**
   * Spends the node's means: blocks, unsigned transactions of its wallet, peers, audits. And reads.
   */
  ADMIN;

  /** The name that Spring Security knows the right by. */
  String authority() {
    return "SCOPE_" + name().toLowerCase(Locale.ROOT);
  }

  boolean isOf(Authentication caller) {
    return caller.getAuthorities().stream()
        .anyMatch(authority -> authority().equals(authority.getAuthority()));
  }
}
