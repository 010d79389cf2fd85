package org.ledgerstone.upgrade;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/**
 * What a node said of its ledger when it was dumped, and what its tables held after its end.
 *
 * @param release the version that it was
 * @param database the database that it worked with, and that one's version
 * @param schema the newest migration
 * @param at when that was, in milliseconds since 1970
 * @param head the newest block
 * @param blocks all blocks with their transactions, genesis first
 * @param accounts what all accounts hold
 * @param pool what was pending
 * @param dropped what had left the pool without a block
 * @param keyed a request that had named itself
 * @param rows how many rows each table had
 */
record Remembered(
    String release,
    String database,
    String schema,
    long at,
    Map<String, Object> head,
    List<Map<String, Object>> blocks,
    List<Map<String, Object>> accounts,
    List<Map<String, Object>> pool,
    Map<String, Object> dropped,
    Keyed keyed,
    Map<String, Integer> rows) {

  /**
   * A request that named itself, and the answer to it.
   *
   * @param key its name
   */
  record Keyed(String path, Map<String, Object> body, String key, int status, String answer) {}

  /** All blocks of a node with their transactions. */
  static List<Map<String, Object>> blocksOf(HttpNode node) {
    return node.get("/api/v1/blocks?limit=1000").items().stream()
        .map(
            block -> node.get("/api/v1/blocks/" + block.get("index") + "?transactions=true").json())
        .toList();
  }

  /** All accounts of a node. */
  static List<Map<String, Object>> accountsOf(HttpNode node) {
    return node.get("/api/v1/accounts?limit=1000").items();
  }

  /** The newest migration that a database has had. */
  static String schemaOf(TestDatabase database) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var found =
            statement.executeQuery(
                "select version from flyway_schema_history where version is not null"
                    + " order by installed_rank desc limit 1")) {
      found.next();
      return found.getString(1);
    }
  }

  /** How many rows each table has; but for those that the database keeps for itself. */
  static Map<String, Integer> rowsOf(TestDatabase database) throws SQLException {
    var rows = new TreeMap<String, Integer>();
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var tables =
            statement.executeQuery(
                "select table_name from information_schema.tables where table_schema = 'public'"
                    + " and table_type = 'BASE TABLE'")) {
      while (tables.next()) {
        var name = tables.getString(1);
        if (!name.matches("flyway_schema_history|recorded_[0-9]+")) {
          rows.put(name, (int) database.countOf(name));
        }
      }
    }
    return rows;
  }
}
