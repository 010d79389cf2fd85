package org.ledgerstone.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestNode;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A node whose database cannot be written to does not start, and says why in plain words. */
@ExtendWith(OutputCaptureExtension.class)
class ReadOnlyStartIT {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "LEDGER_GENESIS",
          TestGenesis.file(new TestGenesis().build()).toString(),
          "WALLET_PRIVATE_KEY",
          TestKeys.key(1).secret());

  private static void isRefused(TestDatabase database, CapturedOutput output, String... words) {
    int before = output.getAll().length();
    var failure = catchThrowable(() -> TestNode.startWithoutWeb(database, SETTINGS).close());
    assertThat(failure).isNotNull();
    assertThat(output.getAll().substring(before)).contains(words).doesNotContain("\tat ");
  }

  @Test
  @NeedsMounts
  void onAReadOnlyFileSystem(CapturedOutput output) {
    try (var disk = Mount.memory(16)) {
      var used = TestDatabase.h2(disk.directory().resolve("used"));
      TestNode.startWithoutWeb(used, SETTINGS).close();
      disk.readOnly();
      isRefused(used, output, "LEDGER_DATA_DIR", "cannot be written");
      var fresh = TestDatabase.h2(disk.directory().resolve("fresh"));
      isRefused(fresh, output, "LEDGER_DATA_DIR", "cannot be written");
    }
  }

  @Test
  void onAServerThatTakesNoChanges(CapturedOutput output) {
    try (var server = PostgresServer.start()) {
      TestNode.startWithoutWeb(server.database(), SETTINGS).close();
      server.execute("alter system set default_transaction_read_only = on");
      server.execute("select pg_reload_conf()");
      isRefused(server.database(), output, "takes no changes");
    }
  }
}
