package org.ledgerstone.ledger;

import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.web.Problem;

/** Tells a refusal of the protocol as a problem of HTTP. */
public final class Refusals {

  private static final String RETRY_SECONDS = "1";

  private Refusals() {}

  /**
   * 400 for what is malformed, 409 for a conflict with the present state, 422 for the rules, 429
   * for what there is no room for now.
   */
  public static Problem problem(Refused refused) {
    return switch (refused.code().kind()) {
      case MALFORMED -> problem(400, refused);
      case CONFLICT -> problem(409, refused);
      case RULE -> problem(422, refused);
      case LATER -> problem(429, refused).withHeader("Retry-After", RETRY_SECONDS);
    };
  }

  /** 429: so many orders wait for the writer that another one has not been taken. */
  public static Problem busy() {
    return new Problem(
            429,
            "TOO_BUSY",
            "Too many transactions are waiting.",
            "Send it again in a moment; it has not been taken.")
        .withHeader("Retry-After", RETRY_SECONDS);
  }

  /** 503: what was read would have been parts of two chains. */
  public static Problem chainChanged() {
    return new Problem(
            503,
            "CHAIN_CHANGED",
            "The chain changed while it was being read.",
            "Send the same request again.")
        .withHeader("Retry-After", RETRY_SECONDS);
  }

  /** 409 or 422, with the name of the block rule that was broken. */
  public static Problem problem(BlockRefused refused) {
    var detail = "A valid block " + refused.rule() + ". " + refused.refused().detail();
    var code = refused.refused().code();
    return problem(code.kind() == Refusal.Kind.CONFLICT ? 409 : 422, code.because(detail));
  }

  private static Problem problem(int status, Refused refused) {
    return new Problem(status, refused.code().name(), refused.code().sentence(), refused.detail());
  }
}
