package org.ledgerstone.ledger;

import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.WalletKey;
import tools.jackson.databind.json.JsonMapper;

/** Parts of this room that need no database, for tests of what reads input. */
public final class LedgerParts {

  private LedgerParts() {}

  /** Reads and writes transactions of the ledger with these rules. */
  public static TransactionJson transactions(RuleBook rules) {
    return new TransactionJson(rules);
  }

  /** Reads and writes blocks of the ledger with these rules. */
  public static BlockJson blocks(RuleBook rules) {
    return new BlockJson(transactions(rules), new JsonMapper());
  }

  /** A node's wallet with this key. */
  public static NodeWallet wallet(WalletKey key) {
    return new NodeWallet(key);
  }
}
