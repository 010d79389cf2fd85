package org.ledgerstone.protocol;

/**
 * Why a block does not count.
 *
 * @param rule the name of the rule that it breaks
 * @param blame what has to be remembered of it
 */
public record BlockRefused(String rule, Refused refused, Blame blame) {

  /** Whom a failure condemns. */
  public enum Blame {
    /** The hash commits to the failure: every message with this hash is bad. */
    HASH,
    /** Only this message: the same hash may come with a right seal and right texts. */
    MESSAGE,
    /** Nobody yet: it is too early to judge. */
    NOBODY
  }
}
