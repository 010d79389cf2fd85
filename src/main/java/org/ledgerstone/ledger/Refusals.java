package org.ledgerstone.ledger;

import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.web.Problem;

/** Tells a refusal of the protocol as a problem of HTTP. */
public final class Refusals {

  private Refusals() {}

  /** 400 for what is malformed, 409 for a conflict with the present state, 422 for the rules. */
  public static Problem problem(Refused refused) {
    int status =
        switch (refused.code().kind()) {
          case MALFORMED -> 400;
          case CONFLICT -> 409;
          case RULE -> 422;
        };
    return new Problem(status, refused.code().name(), refused.code().sentence(), refused.detail());
  }

  /** The same, with the name of the block rule that was broken. */
  public static Problem problem(BlockRefused refused) {
    return problem(
        refused
            .refused()
            .code()
            .because("A valid block " + refused.rule() + ". " + refused.refused().detail()));
  }
}
