package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.settings.StartRefused;
import org.ledgerstone.testing.TestDatabase;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
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

  @Test
  void syncsTwiceWhereTheTimerMayJustHaveRunAndOnceAfterThat() throws MetaDataAccessException {
    var database = h2(OURS);
    new JdbcTemplate(database).execute("create table synced (times int)");
    List<String> executed = new ArrayList<>();
    var durability =
        new Durability(
            new DatabaseProduct(database),
            new JdbcTemplate(database) {
              @Override
              public void execute(String sql) {
                executed.add(sql);
                super.execute(sql);
              }
            });
    durability.sync();
    assertThat(executed).containsExactly("checkpoint sync", "checkpoint sync");
    durability.sync();
    assertThat(executed).hasSize(3);
  }
}
