package org.ledgerstone.upgrade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.TestDatabase;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A populated database as a version has left it: the file of H2, or what {@code pg_dump} writes of
 * PostgreSQL. Beside it stands what was in it.
 *
 * @param release the folder it is in
 */
record Dump(String release, TestDatabase.Kind kind) {

  /** Where all of them are. */
  static final Path RELEASES = Path.of("src/test/resources/releases");

  /** The ledger that all of them hold; its operator's key is the node's. */
  static final Genesis GENESIS =
      BlockFixture.genesis(draft -> {
        draft.name = "upgraded";
        draft.intervalMillis = 1;
        draft.finalDepth = 2;
      });

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** All that are kept. */
  static List<Dump> all() throws IOException {
    try (var releases = Files.list(RELEASES)) {
      return releases
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .flatMap(release -> Stream.of(TestDatabase.Kind.values()).map(k -> new Dump(release, k)))
          .toList();
    }
  }

  /** What was in it. */
  Remembered remembered() throws IOException {
    return JSON.readValue(Files.readString(file(".json")), Remembered.class);
  }

  /** Writes down what is in it. */
  void remember(Remembered remembered) throws IOException {
    Files.writeString(file(".json"), JSON.writeValueAsString(remembered) + "\n");
  }

  /** A new database with what is in it. */
  TestDatabase load() throws IOException, SQLException {
    var database = TestDatabase.of(kind);
    try (var packed = new GZIPInputStream(Files.newInputStream(packed()))) {
      if (kind == TestDatabase.Kind.H2) {
        Files.copy(packed, fileOf(database));
      } else {
        run(database, new String(packed.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return database;
  }

  /** Keeps these bytes. */
  void keep(byte[] bytes) throws IOException {
    Files.createDirectories(packed().getParent());
    try (var packed = new GZIPOutputStream(Files.newOutputStream(packed()))) {
      packed.write(bytes);
    }
  }

  /** The file of an H2 database. */
  static Path fileOf(TestDatabase database) {
    return Path.of(database.settings().get("LEDGER_DATA_DIR"), "ledger.mv.db");
  }

  private static void run(TestDatabase database, String script) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      // Lines with a backslash are for psql.
      statement.execute(script.replaceAll("(?m)^\\\\.*$", ""));
    }
  }

  private Path packed() {
    return file(kind == TestDatabase.Kind.H2 ? ".mv.db.gz" : ".sql.gz");
  }

  private Path file(String ending) {
    return RELEASES.resolve(release).resolve(kind.name().toLowerCase(Locale.ROOT) + ending);
  }

  @Override
  public String toString() {
    return release + " " + kind;
  }
}
