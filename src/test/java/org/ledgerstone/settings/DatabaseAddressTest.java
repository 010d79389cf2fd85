package org.ledgerstone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

  private static final String DEFAULTS =
      "reWriteBatchedInserts=true&prepareThreshold=1"
          + "&options=-c%20plan_cache_mode%3Dforce_generic_plan";
  private static final String H2 =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_ON_EXIT=FALSE"
          + ";WRITE_DELAY=5000;RETENTION_TIME=1000;LOCK_TIMEOUT=10000";

  private static DatabaseAddress read(String url) {
    return DatabaseAddress.read(Optional.of(url), Optional.empty(), Optional.empty(), "data");
  }

  @ParameterizedTest
  @CsvSource({
    "postgres://me:pw@db:6432/books, jdbc:postgresql://db:6432/books, me, pw",
    "postgresql://me:pw@db/books, jdbc:postgresql://db/books, me, pw",
    "postgres://me:p%40s%3A%2F%23+%25@[::1]:5432/b, jdbc:postgresql://[::1]:5432/b, me, p@s:/#+%",
    "postgres://me%40firm@db/books, jdbc:postgresql://db/books, me@firm, ''",
    "postgres://db/books, jdbc:postgresql://db/books, '', ''",
    "postgres://db, jdbc:postgresql://db/, '', ''",
    "jdbc:postgresql://db:5432/books, jdbc:postgresql://db:5432/books, '', ''",
  })
  void readsPostgres(String url, String jdbc, String user, String password) {
    var address = read(url);
    assertThat(address.url()).isEqualTo(jdbc + "?" + DEFAULTS);
    assertThat(address.user()).isEqualTo(user);
    assertThat(address.password()).isEqualTo(password);
  }

  @Test
  void keepsWhatTheOwnerSaysToPostgres() {
    assertThat(read("postgres://me@db/b?sslmode=require&options=&prepareThreshold=0").url())
        .isEqualTo(
            "jdbc:postgresql://db/b?sslmode=require&options=&prepareThreshold=0"
                + "&reWriteBatchedInserts=true");
    var jdbc = read("jdbc:postgresql://db/b?user=me&password=p%26w");
    assertThat(jdbc.user()).isEqualTo("me");
    assertThat(jdbc.password()).isEqualTo("p&w");
  }

  @Test
  void takesUserAndPasswordSetApartFirst() {
    var address =
        DatabaseAddress.read(
            Optional.of("postgres://me:pw@db/b"), Optional.of("you"), Optional.of("pw2"), "data");
    assertThat(address.user()).isEqualTo("you");
    assertThat(address.password()).isEqualTo("pw2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres:///b",
        "postgres://me:hunter%zz@db/b",
        "postgres://me:hunter|2@db/b",
        "mysql://me:hunter@db/b",
        "jdbc:mysql://db/b?password=hunter",
        "jdbc:sqlite:hunter",
        "hunter",
        "jdbc:h2:mem:hunter",
        "jdbc:h2:tcp://db/hunter",
        "jdbc:h2:./hunter"
      })
  void refusesOtherAddressesWithoutRepeatingThem(String url) {
    assertThatThrownBy(() -> read(url))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("DATABASE_URL")
        .hasMessageNotContaining("hunter");
  }

  @Test
  void keepsAFileInTheDataDirectoryOtherwise() {
    var address =
        DatabaseAddress.read(Optional.empty(), Optional.empty(), Optional.empty(), "./some/where");
    var file = Path.of("some/where/ledger").toAbsolutePath();
    assertThat(address.url()).isEqualTo("jdbc:h2:file:" + file + H2);
    assertThat(address.user()).isEqualTo("sa");
    assertThat(address.password()).isEmpty();
  }

  @Test
  void takesAnH2FileWithHarmlessSettings() {
    assertThat(read("jdbc:h2:file:/var/books;mode=postgresql;cache_size=4096").url())
        .isEqualTo("jdbc:h2:file:/var/books" + H2 + ";CACHE_SIZE=4096");
  }

  @ParameterizedTest
  @CsvSource({
    "WRITE_DELAY=500, WRITE_DELAY",
    "LOG=0, LOG",
    "UNDO_LOG=0, UNDO_LOG",
    "LOCK_MODE=0, LOCK_MODE",
    "FILE_LOCK=NO, FILE_LOCK",
    "AUTO_SERVER=TRUE, AUTO_SERVER",
    "INIT=RUNSCRIPT FROM 'x', INIT",
    "ACCESS_MODE_DATA=r, ACCESS_MODE_DATA",
    "trace_level_file=3, TRACE_LEVEL_FILE",
    "MODE=MySQL, MODE",
    "DB_CLOSE_ON_EXIT=TRUE, DB_CLOSE_ON_EXIT",
  })
  void namesAnH2SettingThatItRefuses(String setting, String name) {
    assertThatThrownBy(() -> read("jdbc:h2:file:/var/books;" + setting))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("the setting " + name + " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nioMemFS:x", "split:x", "nioMapped:/x", "async:x", "zip:x.zip!/x"})
  void refusesAnotherFileSystemInside(String path) {
    assertThatThrownBy(() -> read("jdbc:h2:file:" + path)).isInstanceOf(StartRefused.class);
  }

  @Test
  void letsNoSettingInThroughTheDataDirectory() {
    assertThatThrownBy(() ->
            DatabaseAddress.read(
                Optional.empty(), Optional.empty(), Optional.empty(), "data;WRITE_DELAY=9"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("semicolon");
  }
}
