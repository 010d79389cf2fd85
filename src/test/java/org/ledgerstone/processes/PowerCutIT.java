package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.faults.Mount;
import org.ledgerstone.faults.NeedsMounts;
import org.ledgerstone.faults.PostgresServer;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.testing.Figures;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestKeys;

/**
 * The power is cut. The database lies in a file system of its own, in an image; while everything
 * stands still the image is copied, so that what the file system has not been told to write down is
 * lost. On the copy the ledger has everything that it confirmed.
 */
@NeedsMounts
class PowerCutIT {

  private static final int H2_MEGABYTES = 192;
  private static final int POSTGRES_MEGABYTES = 256;
  private static final int CONFIRMED = 300;
  private static final int COPIES_MAX = 10;
  private static final int ROWS = 10;

  @TempDir private Path directory;

  @Test
  void losesNothingOnH2() throws Exception {
    var image = Mount.newImage(H2_MEGABYTES);
    var ledger = new Ledger();
    Path copy;
    try (var disk = Mount.image(image)) {
      copy = ledger.cut(TestDatabase.h2(disk.directory().resolve("ledger")), () -> {}, image);
    }
    try (var disk = Mount.image(copy)) {
      ledger.goOn(TestDatabase.h2(disk.directory().resolve("ledger")));
    }
  }

  @Test
  void losesNothingOnPostgres() throws Exception {
    var image = Mount.newImage(POSTGRES_MEGABYTES);
    var ledger = new Ledger();
    Path copy;
    try (var disk = Mount.image(image);
        var server = server(disk, List.of())) {
      copy = ledger.cut(server.database(), server::pause, image);
      server.kill();
      try (var afterwards = Mount.image(copy);
          var recovered = server.movedTo(afterwards.directory().resolve("data"))) {
        ledger.goOn(recovered.startAgain().database());
      }
    }
  }

  private static PostgresServer server(Mount disk, List<String> more) {
    var server = PostgresServer.in(disk.directory().resolve("data"), more);
    disk.sync();
    return server.startAgain();
  }

  /** A ledger in a process of its own, and those who use it. */
  private final class Ledger {

    private final Genesis genesis = Clients.genesis(1);
    private final Clients clients = Clients.group(genesis, 0, new SplittableRandom(1));

    /** What is left of the image when the power is cut under load. */
    Path cut(TestDatabase database, Runnable pause, Path image) throws Exception {
      var settings = KilledNode.settings(database, genesis, TestKeys.key(1));
      try (var node = NodeProcess.start(UnpackedService.jar(), directory, settings);
          var load = clients.load(new Client(node))) {
        load.awaitConfirmed(CONFIRMED);
        load.expectTheEnd();
        node.pause();
        pause.run();
        var copy = copy(image);
        node.kill();
        return copy;
      }
    }

    void goOn(TestDatabase database) throws Exception {
      var settings = KilledNode.settings(database, genesis, TestKeys.key(1));
      try (var node = NodeProcess.start(UnpackedService.jar(), directory, settings);
          var client = new Client(node)) {
        clients.resume(client);
        node.stop();
      }
      var found =
          Figures.trial(
              Figures.Of.POWER_CUT,
              database.kind(),
              () -> KilledNode.check(database, new RuleBook(genesis), clients));
      System.out.printf("power cut, %s: %s%n", database.kind(), found);
    }
  }

  /** As it is at one moment: the system may write to it of its own accord. */
  private static Path copy(Path image) throws IOException {
    var copy = image.resolveSibling("copy");
    for (int i = 0; i < COPIES_MAX; i++) {
      Files.deleteIfExists(copy);
      Files.copy(image, copy);
      if (Files.mismatch(image, copy) < 0) {
        return copy;
      }
    }
    throw new AssertionError("The image does not stand still");
  }

  /** The same cut finds what is missing where nobody tells H2 to write, and what is there if. */
  @ParameterizedTest
  @ValueSource(strings = {"WRITE_DELAY=5000", "WRITE_DELAY=0"})
  void findsALossOnH2(String setting) throws Exception {
    assertThat(rowsOnH2(setting, false)).isLessThan(ROWS);
  }

  @Test
  void findsNoneOnH2ThatIsTold() throws Exception {
    assertThat(rowsOnH2("WRITE_DELAY=5000", true)).isEqualTo(ROWS);
  }

  /** How many of the rows that were committed are there afterwards. */
  private static int rowsOnH2(String setting, boolean told) throws Exception {
    var image = Mount.newImage(H2_MEGABYTES);
    Path copy;
    try (var disk = Mount.image(image)) {
      try (var connection = h2(disk, setting)) {
        prepare(connection);
        connection.createStatement().execute("checkpoint sync");
        disk.sync();
        insert(connection);
        if (told) {
          connection.createStatement().execute("checkpoint sync");
        }
        copy = copy(image);
      }
    }
    try (var disk = Mount.image(copy);
        var connection = h2(disk, setting)) {
      return count(connection);
    }
  }

  private static Connection h2(Mount disk, String setting) throws SQLException {
    var file = disk.directory().resolve("plain");
    return DriverManager.getConnection("jdbc:h2:file:" + file + ";" + setting, "sa", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "on"})
  void findsALossOnPostgresWithFsyncOff(String fsync) throws Exception {
    var image = Mount.newImage(POSTGRES_MEGABYTES);
    try (var disk = Mount.image(image);
        var server = server(disk, List.of("fsync = " + fsync))) {
      Path copy;
      try (var connection = server.database().connect()) {
        prepare(connection);
        connection.createStatement().execute("checkpoint");
        disk.sync();
        insert(connection);
        server.pause();
        copy = copy(image);
        server.kill();
      }
      try (var afterwards = Mount.image(copy);
          var recovered = server.movedTo(afterwards.directory().resolve("data"));
          var connection = recovered.startAgain().database().connect()) {
        if (fsync.equals("on")) {
          assertThat(count(connection)).isEqualTo(ROWS);
        } else {
          assertThat(count(connection)).isLessThan(ROWS);
        }
      }
    }
  }

  private static void prepare(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("create table kept (a int)");
    }
  }

  private static void insert(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (int i = 0; i < ROWS; i++) {
        statement.execute("insert into kept values (" + i + ")");
      }
    }
  }

  private static int count(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from kept")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
