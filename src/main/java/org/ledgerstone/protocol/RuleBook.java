package org.ledgerstone.protocol;

/**
 * Tells which rules are in force at a block. Today they are those of genesis all along; whoever
 * asks here rather than holding on to them is ready for rules that change.
 */
public final class RuleBook {

  private final Genesis genesis;
  private final Rules rules;

  /** The rules of the ledger that begins with these parameters. */
  public RuleBook(Genesis genesis) {
    this.genesis = genesis;
    this.rules = new Rules(genesis.block().hash(), genesis);
  }

  /** The parameters that the ledger began with. */
  public Genesis genesis() {
    return genesis;
  }

  /** The genesis hash, which names the ledger. */
  public Hash ledger() {
    return rules.ledger();
  }

  /** The rules that children of the block at this index are judged by. */
  public Rules inForceAt(long parentIndex) {
    if (parentIndex < 1) {
      throw new IllegalArgumentException("No block has the index " + parentIndex);
    }
    return rules;
  }
}
