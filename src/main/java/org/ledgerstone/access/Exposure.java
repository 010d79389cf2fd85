package org.ledgerstone.access;

/**
 * What decides whether a ledger may be shown to the world. The room that keeps the ledger provides
 * one; without it nothing but loopback is served and no token for a certain ledger is taken.
 */
public interface Exposure {

  /** Whether this is the ledger for learning, which everybody has. */
  boolean standardGenesis();

  /** Whether anybody may make blocks. */
  boolean anybodyMines();

  /** How many leading zero bits a block's hash has. */
  int difficulty();

  /** The genesis hash, 64 hex digits in lower case: what a token's {@code aud} names. */
  String genesisHash();
}
