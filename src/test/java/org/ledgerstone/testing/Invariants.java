package org.ledgerstone.testing;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.ledgerstone.protocol.RuleBook;

/**
 * What must be true of a ledger's tables between any two commits. Reads all of them at one moment
 * by plain SQL, recomputes them from the protocol, and throws an {@link AssertionError} that names
 * everything that is wrong. The node may be running, stopped or killed.
 */
public final class Invariants {

  private Invariants() {}

  /** Checks the database of a node that runs. */
  public static void check(TestNode node) {
    check(node.get(DataSource.class), node.get(RuleBook.class));
  }

  /** Checks a database that perhaps no node is using. */
  public static void check(TestDatabase database, RuleBook rules) {
    try (var connection = database.connect()) {
      checkAtOneMoment(connection, rules);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Checks a database. */
  public static void check(DataSource database, RuleBook rules) {
    try (var connection = database.getConnection()) {
      checkAtOneMoment(connection, rules);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void checkAtOneMoment(Connection connection, RuleBook rules) throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(ofOneMoment(connection));
    try {
      check(connection, rules);
    } finally {
      connection.rollback();
    }
  }

  /** With repeatable reads H2 sees each table as it was when that one was first read. */
  private static int ofOneMoment(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("H2")
        ? Connection.TRANSACTION_SERIALIZABLE
        : Connection.TRANSACTION_REPEATABLE_READ;
  }

  /** Checks what this connection sees now, its own uncommitted changes included. */
  static void check(Connection connection, RuleBook rules) throws SQLException {
    var tables = Tables.read(connection);
    var found = new Findings();
    new ChainInvariants(tables, rules, found).check();
    new StateInvariants(tables, rules, found).check();
    found.report();
  }
}
