package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.settings.StartRefused;
import org.ledgerstone.testing.TableContents;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestLedger;

/** What checkpoints are signed with, and what the owner may say about them. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class CheckpointSettingsTest {

  @Parameter private TestDatabase.Kind kind;

  private static TestLedger start(TestDatabase database, Map<String, String> settings) {
    return TestLedger.start(database, new TestGenesis().build(), settings, context -> {});
  }

  @ParameterizedTest
  @CsvSource({
    "LEDGER_CHECKPOINT_EVERY, often",
    "LEDGER_CHECKPOINT_EVERY, 0s",
    "LEDGER_CHECKPOINT_EVERY, -1s",
    "LEDGER_CHECKPOINT_KEY, 4d4d",
    "LEDGER_WITNESSED_KEYS, ledgerstone/x",
  })
  void startsWithNoOtherSettings(String name, String value) {
    var database = TestDatabase.of(kind);
    assertThatThrownBy(() -> start(database, Map.of(name, value)).close())
        .hasRootCauseInstanceOf(StartRefused.class)
        .rootCause()
        .hasMessageContaining(name);
  }

  @Test
  void makesAKeyThatOnlyItsOwnerReadsAndThatIsInNoTable() throws IOException {
    var database = TestDatabase.of(kind);
    var secret = Path.of(database.settings().get("LEDGER_DATA_DIR")).resolve("checkpoint.key");
    List<NoteKey> keys;
    try (var ledger = start(database, Map.of())) {
      assertThat(secret).as("nobody needed it yet").doesNotExist();
      keys = ledger.get(Checkpoints.class).keys();
      ledger.get(Checkpoints.class).sign();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
          .isEqualTo("rw-------");
      assertThat(keys.getLast().name()).matches("ledgerstone/[0-9a-f]{64}/[0-9a-f]{8}");
      assertThat(ledger.get(CheckpointKeys.class).toString())
          .doesNotContain(Files.readString(secret).strip());
    }
    try (var ledger = start(database, Map.of())) {
      assertThat(ledger.get(Checkpoints.class).keys()).isEqualTo(keys);
    }
    assertThat(TableContents.of(database).rows().toString())
        .doesNotContain(Files.readString(secret).strip());
  }
}
