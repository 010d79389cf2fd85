package org.ledgerstone.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.stereotype.Component;

/**
 * Lets one instance at a time seal by itself, so that several do not all prepare the same block. It
 * is a locked row: whoever ends, ends it.
 */
@Component
class SealingTurn {

  private final DataSource dataSource;

  SealingTurn(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Does the work, on other connections than this one, unless another instance is at it.
   *
   * @return whether it was done
   */
  boolean doAlone(Runnable work) throws SQLException {
    var connection = dataSource.getConnection();
    try {
      connection.setAutoCommit(false);
      boolean ours = isOurs(connection);
      if (ours) {
        work.run();
      }
      connection.rollback();
      connection.setAutoCommit(true);
      return ours;
    } finally {
      JdbcUtils.closeConnection(connection);
    }
  }

  private static boolean isOurs(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select one from sealing_turn where one = 1 for update skip locked")) {
      return rows.next();
    }
  }
}
