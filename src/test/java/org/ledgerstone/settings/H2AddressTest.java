package org.ledgerstone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H2AddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";WRITE_DELAY=5000",
        ";retention_time=1000;write_delay=5000",
        ";WRITE_DELAY=0;WRITE_DELAY=5000",
      })
  void alwaysHasTheSettingsThatKeepWhatIsConfirmed(String settings) {
    assertThat(H2Address.check("jdbc:h2:file:/var/books" + settings).url())
        .containsOnlyOnce(";WRITE_DELAY=5000;")
        .containsOnlyOnce(";RETENTION_TIME=1000;")
        .doesNotContain("WRITE_DELAY=0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WRITE_DELAY=0",
        "WRITE_DELAY=500",
        "WRITE_DELAY=50000",
        "WRITE_DELAY",
        "RETENTION_TIME=0",
        "RETENTION_TIME=45000",
        "LOCK_TIMEOUT=1",
        "DB_CLOSE_ON_EXIT=TRUE",
        "MODE=Oracle",
        "DATABASE_TO_LOWER=FALSE",
        "ACCESS_MODE_DATA=r",
        "AUTO_COMPACT_FILL_RATE=0",
        "AUTO_RECONNECT=TRUE",
        "AUTO_SERVER=TRUE",
        "AUTO_SERVER_PORT=9090",
        "CIPHER=AES",
        "CLUSTER=''",
        "DATABASE_EVENT_LISTENER='x.Y'",
        "DB_CLOSE_DELAY=-1",
        "DEFRAG_ALWAYS=TRUE",
        "FILE_LOCK=NO",
        "FORBID_CREATION=TRUE",
        "IGNORE_UNKNOWN_SETTINGS=TRUE",
        "INIT=RUNSCRIPT FROM 'x'",
        "JMX=TRUE",
        "LOCK_MODE=0",
        "LOG=0",
        "MAX_COMPACT_TIME=0",
        "MAX_LOG_SIZE=1",
        "MV_STORE=FALSE",
        "PAGE_SIZE=128",
        "PASSWORD=x",
        "RECOVER=1",
        "REUSE_SPACE=FALSE",
        "TRACE_LEVEL_FILE=3",
        "UNDO_LOG=0",
        "USER=x",
        "CACHE_SIZE=1\\;INIT=x",
      })
  void refusesAnyOtherSetting(String setting) {
    assertThatThrownBy(() -> H2Address.check("jdbc:h2:file:/var/books;" + setting))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("the setting ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "async:/var/books",
        "cache:/var/books",
        "classpath:books",
        "file:/var/books",
        "memFS:books",
        "memLZF:books",
        "nio:/var/books",
        "nioMapped:/var/books",
        "nioMemFS:books",
        "nioMemLZF:books",
        "rec:/var/books",
        "retry:/var/books",
        "split:/var/books",
        "split:20:/var/books",
        "zip:books.zip!/books",
      })
  void refusesAnotherFileSystem(String path) {
    assertThatThrownBy(() -> H2Address.check("jdbc:h2:file:" + path))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("another file system");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:mem:books",
        "jdbc:h2:tcp://host/books",
        "jdbc:h2:ssl://host/books",
        "jdbc:h2:zip:books.zip!/books",
        "jdbc:h2:nio:/var/books",
        "jdbc:h2:/var/books",
        "jdbc:h2:~/books",
        "jdbc:h2:FILE:/var/books",
      })
  void refusesWhatIsNoFile(String url) {
    assertThatThrownBy(() -> H2Address.check(url))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("only a database file");
  }
}
