package org.ledgerstone.hostile;

import java.util.function.Supplier;
import org.ledgerstone.cli.ProofParser;
import org.ledgerstone.ledger.http.BlockParser;
import org.ledgerstone.ledger.http.OrderParser;
import org.ledgerstone.settings.SettingsParser;

/** The parsers that are given any bytes. */
enum Target {
  /** Signed transactions. */
  ORDER(OrderParser::new),
  /** Whole blocks. */
  BLOCK(BlockParser::new),
  /** Proof files. */
  PROOF(ProofParser::new),
  /** {@code .env} files. */
  SETTINGS(SettingsParser::new);

  private final Supplier<Parser> parser;

  Target(Supplier<Parser> parser) {
    this.parser = parser;
  }

  /** The parser itself, a new one. */
  Parser parser() {
    return parser.get();
  }
}
