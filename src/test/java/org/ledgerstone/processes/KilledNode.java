package org.ledgerstone.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;

/** A node that is killed again and again: how it is started, and what it leaves. */
final class KilledNode {

  private static final String FILE = "ledger.mv.db";

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
}
