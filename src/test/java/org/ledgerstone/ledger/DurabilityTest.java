package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.store.fs.rec.FilePathRec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.settings.StartRefused;
import org.ledgerstone.testing.TestDatabase;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.MetaDataAccessException;

class DurabilityTest {

  private static final String OURS = "WRITE_DELAY=5000;RETENTION_TIME=1000";

  @TempDir private Path directory;

  private static Durability on(DriverManagerDataSource database) throws MetaDataAccessException {
    return new Durability(new DatabaseProduct(database), new JdbcTemplate(database));
  }

  private DriverManagerDataSource h2(String settings) {
    return new DriverManagerDataSource("jdbc:h2:file:" + directory + "/b;" + settings, "sa", "");
  }

  @Test
  void takesH2AsTheAddressHasIt() {
    assertThatCode(() -> on(h2(OURS))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "RETENTION_TIME=1000, WRITE_DELAY=500",
    "WRITE_DELAY=0;RETENTION_TIME=1000, WRITE_DELAY=0",
    "WRITE_DELAY=5000, RETENTION_TIME=45000",
    "WRITE_DELAY=5000;RETENTION_TIME=0, RETENTION_TIME=0",
  })
  void refusesAnH2ThatForgets(String settings, String named) {
    assertThatThrownBy(() -> on(h2(settings)))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(named);
  }

  @Test
  void refusesASettingThatStayedInTheFile() {
    new JdbcTemplate(h2("RETENTION_TIME=0")).execute("create table t (a int)");
    assertThatThrownBy(() -> on(h2("WRITE_DELAY=5000")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("RETENTION_TIME=0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "local", "off"})
  void refusesAPostgresThatForgets(String synchronousCommit) {
    var settings = TestDatabase.of(TestDatabase.Kind.POSTGRESQL).settings();
    var database =
        new DriverManagerDataSource(
            settings.get("DATABASE_URL")
                + "?options=-c%20synchronous_commit%3D"
                + synchronousCommit,
            settings.get("DATABASE_USER"),
            "");
    if (synchronousCommit.equals("off")) {
      assertThatThrownBy(() -> on(database))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("synchronous_commit=off");
    } else {
      assertThatCode(() -> on(database)).doesNotThrowAnyException();
    }
  }

  /**
   * Before it is told to, H2 takes a commit by itself, as its timer does and the end of a large
   * transaction, and its disk is slow.
   */
  @Test
  void waitsForWhatH2BeganToWriteByItself() throws Exception {
    FilePathRec.register();
    var file = directory.resolve("b");
    try (var connection =
        DriverManager.getConnection("jdbc:h2:rec:" + file + ";" + OURS, "sa", "")) {
      var store = storeOf(connection);
      var database = new SingleConnectionDataSource(connection, true);
      var jdbc =
          new JdbcTemplate(database) {
            @Override
            public void execute(String sql) {
              store.tryCommit();
              awaitTaken(store);
              super.execute(sql);
            }
          };
      jdbc.update("create table kept (a int)");
      var durability = new Durability(new DatabaseProduct(database), jdbc);
      durability.sync();
      FilePathRec.setRecorder((operation, name, data, at) -> pause());
      jdbc.update("insert into kept values (1)");
      store.tryCommit();
      jdbc.update("insert into kept values (2)");
      durability.sync();
      Files.copy(directory.resolve("b.mv.db"), directory.resolve("copy.mv.db"));
    } finally {
      FilePathRec.setRecorder(null);
    }
    var copy = new DriverManagerDataSource("jdbc:h2:file:" + directory + "/copy;" + OURS, "sa", "");
    assertThat(new JdbcTemplate(copy).queryForList("select a from kept", Integer.class))
        .containsExactly(1, 2);
  }

  private static MVStore storeOf(Connection connection) throws SQLException {
    var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    return session.getDatabase().getStore().getMvStore();
  }

  /** It has another thread then that takes what it has out of the memory. */
  private static void awaitTaken(MVStore store) {
    for (int i = 0; i < 100 && store.hasUnsavedChanges(); i++) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** As long as a disk may take. */
  private static void pause() {
    LockSupport.parkNanos(500_000_000);
  }
}
