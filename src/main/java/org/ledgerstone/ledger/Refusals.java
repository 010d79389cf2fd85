package org.ledgerstone.ledger;

import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.web.Problem;

/** Tells a refusal of the protocol as a problem of HTTP. */
public final class Refusals {

  private Refusals() {}

  /** 400 for what is malformed, 409 for a conflict with the present state, 422 for the rules. */
  public static Problem problem(Refused refused) {
    return problem(
        refused.code().kind() == Refusal.Kind.MALFORMED ? 400 : judged(refused), refused);
  }

  /** 409 or 422, with the name of the block rule that was broken. */
  public static Problem problem(BlockRefused refused) {
    var detail = "A valid block " + refused.rule() + ". " + refused.refused().detail();
    return problem(judged(refused.refused()), refused.refused().code().because(detail));
  }

  private static int judged(Refused refused) {
    return refused.code().kind() == Refusal.Kind.CONFLICT ? 409 : 422;
  }

  private static Problem problem(int status, Refused refused) {
    return new Problem(status, refused.code().name(), refused.code().sentence(), refused.detail());
  }
}
