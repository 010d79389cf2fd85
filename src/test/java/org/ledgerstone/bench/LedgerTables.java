package org.ledgerstone.bench;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the service has written, looked at by SQL: the one place that knows its tables. */
final class LedgerTables {

  private final Postgres server;
  private final String database;

  LedgerTables(Postgres server, String database) {
    this.server = server;
    this.database = database;
  }

  /** The hash of the newest block. */
  String head() throws SQLException {
    return server.single(database, "select block_hash from head");
  }

  /** How many transactions stand in blocks. */
  long transactions() throws SQLException {
    return number("select count(*) from transactions");
  }

  /** How many blocks there are. */
  long blocks() throws SQLException {
    return number("select count(*) from blocks");
  }

  /** The ids of so many transfers from all over the chain, in no order. */
  List<String> someIds(int count) throws SQLException {
    var ids = new ArrayList<String>();
    try (var connection = server.connect(database);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select encode(id, 'hex') from recorded where kind = 'transfer'"
                    + " order by substr(proof, 1, 8) limit "
                    + count)) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  /** How much has been sealed, genesis included. */
  record Sealed(long blocks, long transactions) {

    Sealed since(Sealed earlier) {
      return new Sealed(blocks - earlier.blocks, transactions - earlier.transactions);
    }

    /** The mean, NaN without blocks. */
    double perBlock() {
      return (double) transactions / blocks;
    }
  }

  /** Both as of the same moment. */
  Sealed sealed() throws SQLException {
    var both =
        server
            .single(
                database,
                "select (select count(*) from blocks) || ' ' || (select count(*) from"
                    + " transactions)")
            .split(" ");
    return new Sealed(Long.parseLong(both[0]), Long.parseLong(both[1]));
  }

  /** The next nonces by address, as far as blocks know the accounts. */
  Map<String, Integer> nonces() throws SQLException {
    var nonces = new HashMap<String, Integer>();
    try (var connection = server.connect(database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select address, next_nonce from accounts")) {
      while (rows.next()) {
        nonces.put(rows.getString(1), rows.getInt(2));
      }
    }
    return nonces;
  }

  /** What the database takes on the disk, in bytes. */
  long bytes() throws SQLException {
    return number("select pg_database_size(current_database())");
  }

  /**
   * What is not as it should be, a sentence each.
   *
   * @param total what was given out at genesis
   * @param transfers how many transfers were confirmed
   * @param allocations how many transactions genesis holds
   */
  List<String> faults(BigInteger total, long transfers, long allocations) throws SQLException {
    var faults = new ArrayList<String>();
    expect(faults, "units in all accounts", total.toString(), "select sum(valid) from accounts");
    expect(
        faults,
        "transactions in blocks",
        Long.toString(transfers + allocations),
        "select count(*) from transactions");
    expect(
        faults,
        "transfers counted by nonces",
        Long.toString(transfers),
        "select sum(next_nonce) from accounts");
    expect(faults, "transactions in the pool", "0", "select count(*) from pool");
    expect(faults, "dropped transactions", "0", "select count(*) from dropped");
    return faults;
  }

  private void expect(List<String> faults, String what, String expected, String query)
      throws SQLException {
    var found = server.single(database, query);
    if (!expected.equals(found)) {
      faults.add(what + ": " + found + " instead of " + expected);
    }
  }

  private long number(String query) throws SQLException {
    return Long.parseLong(server.single(database, query));
  }
}
