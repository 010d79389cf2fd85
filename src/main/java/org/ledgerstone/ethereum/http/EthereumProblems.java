package org.ledgerstone.ethereum.http;

import org.ledgerstone.ethereum.Ethereum;
import org.ledgerstone.ethereum.EthereumAccess;
import org.ledgerstone.ethereum.EthereumRefusal;
import org.ledgerstone.web.Problem;

/** Refusals of Ethereum on their way out. */
final class EthereumProblems {

  private static final String RETRY_SECONDS = "5";

  private EthereumProblems() {}

  /** The refusal with this code; where waiting may help, it says so. */
  static Problem of(EthereumRefusal code, String detail) {
    var problem = new Problem(code.status(), code.name(), code.title(), detail);
    return code.status() == 503 || code.status() == 429
        ? problem.withHeader("Retry-After", RETRY_SECONDS)
        : problem;
  }

  /** Ethereum, or 409 {@code ETHEREUM_OFF}. */
  static Ethereum ethereum(EthereumAccess access) {
    return access
        .ethereum()
        .orElseThrow(
            () -> of(EthereumRefusal.ETHEREUM_OFF, "Set ETHEREUM_NODE_URI and start it again."));
  }
}
