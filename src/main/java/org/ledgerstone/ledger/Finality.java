package org.ledgerstone.ledger;

import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.springframework.stereotype.Component;

/** Which blocks this node never by itself gives up. */
@Component
public class Finality {

  private final Chain chain;
  private final TrustedAnchor anchor;
  private final RuleBook rules;

  Finality(Chain chain, TrustedAnchor anchor, RuleBook rules) {
    this.chain = chain;
    this.anchor = anchor;
    this.rules = rules;
  }

  /**
   * The index of the newest final block; empty where no block ever is. As far as anything is, the
   * first one is, for without it the ledger would be another.
   */
  public OptionalLong newest() {
    return newest(chain.head().index());
  }

  /** The same as long as the chain ends with this index. */
  OptionalLong newest(long head) {
    return LongStream.concat(newest(rules.inForceAt(head), head).stream(), anchor.index().stream())
        .max();
  }

  /**
   * The same of a chain that ends at this index, 1 or more, by its own rules alone: no anchor is
   * looked at.
   *
   * @param inForce the rules at its head
   */
  public static OptionalLong newest(Rules inForce, long head) {
    if (inForce.miners().size() == 1) {
      return OptionalLong.of(head);
    }
    return inForce.finalDepth() > 0
        ? OptionalLong.of(Math.max(1, head - inForce.finalDepth()))
        : OptionalLong.empty();
  }
}
