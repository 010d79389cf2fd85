package org.ledgerstone.audit.verify;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.ledgerstone.ledger.BlockJson;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.testing.TestLedger;

/** Changes tables, verifies them as they are then, and undoes the change. */
final class VerifiedOnce implements AutoCloseable {

  private final TestLedger ledger;
  private final Path directory;
  private final Connection connection;

  VerifiedOnce(TestLedger ledger, Path directory) throws SQLException {
    this.ledger = ledger;
    this.directory = directory;
    this.connection = ledger.get(DataSource.class).getConnection();
    connection.setAutoCommit(false);
  }

  Connection connection() {
    return connection;
  }

  /** Runs a statement; the number of rows it changed. */
  int change(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  /** What is found from genesis on; then all changes are undone. */
  Findings whole(List<KeptHead> kept) throws SQLException, InterruptedException {
    var findings = new Findings();
    long last = ledger.get(Chain.class).head().index();
    try (var verification =
        new Verification(
            connection,
            ledger.get(RuleBook.class),
            ledger.get(BlockJson.class),
            ReplayState.open(directory.resolve(UUID.randomUUID() + ".mv")),
            directory,
            findings,
            Time.of(ledger.clock().instant()),
            (index, transactions) -> {})) {
      verification.finish(last, kept);
    } finally {
      connection.rollback();
    }
    return findings;
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
    connection.close();
  }
}
