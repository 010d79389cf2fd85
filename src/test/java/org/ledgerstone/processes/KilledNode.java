package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.Figures;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;

/** A node that is killed again and again: how it is started, and what it leaves. */
final class KilledNode {

  private static final String FILE = "ledger.mv.db";

  private static final String TRANSFERS =
      "select id from transactions where kind = 'transfer' union all select id from pool";
  private static final String BLOCKS = "select hash from blocks";

  private KilledNode() {}

  /** The settings of each of its lives, to which more can be added. */
  static Map<String, String> settings(TestDatabase database, Genesis genesis, WalletKey wallet) {
    var settings = new HashMap<>(database.settings());
    settings.put("LEDGER_GENESIS", TestGenesis.file(genesis).toString());
    settings.put("WALLET_PRIVATE_KEY", wallet.secret());
    return settings;
  }

  /**
   * What it has left, to be looked into; of a file a copy in this directory, so that it is the node
   * that repairs it, not the test.
   */
  static TestDatabase left(TestDatabase database, Path directory) throws IOException {
    if (database.kind() != TestDatabase.Kind.H2) {
      return database;
    }
    var copy = Files.createTempDirectory(directory, "copy");
    Files.copy(file(database), copy.resolve(FILE));
    return TestDatabase.h2(copy);
  }

  /** The file of an H2 database. */
  static Path file(TestDatabase database) {
    return Path.of(database.settings().get("LEDGER_DATA_DIR"), FILE);
  }

  /** What is in a database, and what of that was confirmed to clients. */
  record Found(int transfers, int confirmedTransfers, int blocks, int confirmedBlocks) {

    @Override
    public String toString() {
      return "%d of %d transfers and %d of %d blocks confirmed"
          .formatted(confirmedTransfers, transfers, confirmedBlocks, blocks);
    }
  }

  /** Looks into what was left: nothing confirmed is missing, nothing is half there or too much. */
  static Found check(TestDatabase left, RuleBook rules, Clients... groups) throws SQLException {
    Invariants.check(left, rules);
    try (var connection = left.connect()) {
      var transfers = texts(connection, TRANSFERS);
      var blocks = texts(connection, BLOCKS);
      var confirmedTransfers = union(groups, Clients::transfers);
      var confirmedBlocks = union(groups, Clients::blocks);
      assertThat(without(confirmedTransfers, transfers)).as("lost transfers").isEmpty();
      assertThat(without(confirmedBlocks, blocks)).as("lost blocks").isEmpty();
      assertThat((long) transfers.size())
          .as("transfers that exist")
          .isBetween(
              (long) confirmedTransfers.size(),
              Stream.of(groups).mapToLong(Clients::sentTransfers).sum());
      return new Found(
          transfers.size(), confirmedTransfers.size(), blocks.size() - 1, confirmedBlocks.size());
    }
  }

  /** Has what was confirmed counted, and what of it is not there; for the end of a series. */
  static void publish(TestDatabase left, Clients... groups) throws SQLException {
    try (var connection = left.connect()) {
      var confirmed = union(groups, Clients::transfers);
      confirmed.addAll(union(groups, Clients::blocks));
      var there = texts(connection, TRANSFERS);
      there.addAll(texts(connection, BLOCKS));
      Figures.tried(
          Figures.Of.CONFIRMED, left.kind(), confirmed.size(), without(confirmed, there).size());
    }
  }

  private static Set<String> union(Clients[] groups, Function<Clients, Set<String>> of) {
    return Stream.of(groups)
        .flatMap(clients -> of.apply(clients).stream())
        .collect(Collectors.toSet());
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    var rest = new HashSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static Set<String> texts(Connection connection, String sql) throws SQLException {
    var texts = new HashSet<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(
            rows.getObject(1) instanceof byte[] bytes
                ? HexFormat.of().formatHex(bytes)
                : rows.getString(1));
      }
    }
    return texts;
  }
}
