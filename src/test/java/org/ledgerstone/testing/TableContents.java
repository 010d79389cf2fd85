package org.ledgerstone.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * Every row of every table of a database: equal to another if and only if nothing was changed.
 *
 * @param rows the rows of each table as texts, sorted
 */
public record TableContents(Map<String, String> rows) {

  /** What the tables hold now. */
  public static TableContents of(DataSource database) {
    try (var connection = database.getConnection()) {
      return of(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the tables hold now, whoever is using them. */
  public static TableContents of(TestDatabase database) {
    try (var connection = database.connect()) {
      return of(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TableContents of(Connection connection) throws SQLException {
    var rows = new TreeMap<String, String>();
    try (var tables =
        connection
            .getMetaData()
            .getTables(
                connection.getCatalog(), "public", "%", new String[] {"TABLE", "BASE TABLE"})) {
      while (tables.next()) {
        var name = tables.getString("TABLE_NAME");
        // How often H2 was told to make everything safe is no part of the ledger.
        if (!name.equals("synced")) {
          rows.put(name, read(connection, name));
        }
      }
    }
    if (!rows.containsKey("blocks")) {
      throw new IllegalStateException("These are not the tables of a ledger: " + rows.keySet());
    }
    return new TableContents(rows);
  }

  private static String read(Connection connection, String table) throws SQLException {
    var lines = new TreeSet<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select * from \"" + table + "\"")) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        var line = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          var value = rows.getObject(i);
          line.append(value instanceof byte[] bytes ? Arrays.toString(bytes) : value).append('|');
        }
        lines.add(line.toString());
      }
    }
    return String.join("\n", lines);
  }
}
