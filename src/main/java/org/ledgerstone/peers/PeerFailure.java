package org.ledgerstone.peers;

/**
 * How a call to a peer failed.
 *
 * @param kind what sort of failure it is
 * @param detail a sentence for a person, without anything that the peer wrote
 */
public record PeerFailure(Kind kind, String detail) {

  /** What sort of failure it is. */
  public enum Kind {
    /** The address must not be called, so nothing was sent. */
    FORBIDDEN_ADDRESS,
    /** Nobody answered, or is too busy to: no such name, no connection, or one that broke off. */
    UNREACHABLE,
    /** The answer was not complete in time. */
    TOO_SLOW,
    /** The answer was longer than it may be. */
    TOO_LONG,
    /** The answer is not what a node answers. */
    NOT_UNDERSTOOD,
    /** The peer lets nobody read without a token, or refused the one that was sent. */
    TOKEN_NEEDED
  }
}
