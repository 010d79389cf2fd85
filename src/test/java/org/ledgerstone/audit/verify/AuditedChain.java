package org.ledgerstone.audit.verify;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;
import org.springframework.context.support.GenericApplicationContext;

/** A ledger of one miner, whose blocks are final at once, and audits of it. */
final class AuditedChain implements AutoCloseable {

  private static final WalletKey PAYER = TestKeys.key(4);

  private final TestDatabase database;
  private final TestLedger ledger;
  private long nonce;

  AuditedChain(TestDatabase.Kind kind) {
    this(kind, context -> {});
  }

  AuditedChain(TestDatabase.Kind kind, Consumer<GenericApplicationContext> parts) {
    this.database = TestDatabase.of(kind);
    var genesis = new TestGenesis().allocate("COIN", PAYER.address(), 1_000_000).build();
    this.ledger = TestLedger.start(database, genesis, Map.of(), parts);
  }

  TestLedger ledger() {
    return ledger;
  }

  TestDatabase database() {
    return database;
  }

  Audits audits() {
    return ledger.get(Audits.class);
  }

  /** The file of what has been verified. */
  Path verified() {
    return Path.of(Objects.requireNonNull(database.settings().get("LEDGER_DATA_DIR")))
        .resolve(VerifiedFile.NAME);
  }

  /** Makes blocks, each with a reward and a transfer. */
  void seal(int blocks) {
    for (int i = 0; i < blocks; i++) {
      ledger.admit(ledger.signed("COIN", PAYER, TestKeys.wallet(5), 1, nonce++));
      ledger.seal();
    }
  }

  /** Goes on from what was verified before. */
  Audit verify() {
    return verify(AuditRequest.PLAIN);
  }

  /** Begins an audit and waits for its end. */
  Audit verify(AuditRequest request) {
    return ended(audits().start(request, Companion.none()).id());
  }

  /** Waits for an audit's end. */
  Audit ended(long id) {
    awaitEnd(audits(), id);
    return audits().find(id).orElseThrow();
  }

  /** Waits for the end of an audit of any ledger. */
  static void awaitEnd(Audits audits, long id) {
    Patience.until(
        "the audit ends", () -> audits.find(id).orElseThrow().status() != Audit.Status.RUNNING);
  }

  /** Passes the ledger by. */
  void change(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Override
  public void close() {
    ledger.close();
  }
}
