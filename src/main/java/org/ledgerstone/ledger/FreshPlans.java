package org.ledgerstone.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Hands out connections to PostgreSQL that keep no plan much longer than a second. A plan is kept
 * until somebody analyses its tables; one that was made while a partition was empty reads all of
 * it, and a partition fills within a minute.
 */
final class FreshPlans extends DelegatingDataSource {

  private static final long NANOS_MAX = 1_000_000_000;

  private final Map<Connection, Long> since = Collections.synchronizedMap(new WeakHashMap<>());

  private final LongSupplier nanos;

  /**
   * Passes on these connections.
   *
   * @param nanos what shows how time goes by, as {@link System#nanoTime}
   */
  FreshPlans(DataSource connections, LongSupplier nanos) {
    super(connections);
    this.nanos = nanos;
  }

  @Override
  public Connection getConnection() throws SQLException {
    var connection = super.getConnection();
    try {
      renew(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void renew(Connection connection) throws SQLException {
    long now = nanos.getAsLong();
    var server = connection.unwrap(Connection.class);
    var last = since.putIfAbsent(server, now);
    if (last != null && now - last > NANOS_MAX) {
      try (var statement = connection.createStatement()) {
        statement.execute("discard plans");
      }
      since.put(server, now);
    }
  }
}
