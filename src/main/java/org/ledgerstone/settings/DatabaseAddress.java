package org.ledgerstone.settings;

import java.util.Optional;

/**
 * Where the database is and who asks.
 *
 * @param url for JDBC, with what this ledger needs
 */
record DatabaseAddress(String url, String user, String password) {

  /**
   * Reads {@code DATABASE_URL} and the two that go with it; a file in the data directory where it
   * is unset.
   *
   * @throws StartRefused for a database that this ledger cannot trust; the refusal names no
   *     password
   */
  static DatabaseAddress read(
      Optional<String> url,
      Optional<String> user,
      Optional<String> password,
      String dataDirectory) {
    var found =
        url.map(DatabaseAddress::parse).orElseGet(() -> H2Address.inDirectory(dataDirectory));
    return new DatabaseAddress(
        found.url(), user.orElse(found.user()), password.orElse(found.password()));
  }

  private static DatabaseAddress parse(String url) {
    if (url.startsWith("postgres://") || url.startsWith("postgresql://")) {
      return PostgresAddress.ofUri(url);
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return PostgresAddress.ofJdbc(url);
    }
    if (url.startsWith("jdbc:h2:")) {
      return H2Address.check(url);
    }
    throw new StartRefused(
        "DATABASE_URL names a database that this ledger does not know. Write"
            + " postgres://user:password@host:5432/name or jdbc:postgresql://host:5432/name, or"
            + " leave it out to keep the ledger in a file in LEDGER_DATA_DIR.");
  }

  @Override
  public String toString() {
    return "DatabaseAddress"; // The URL may hold a password.
  }
}
