package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.settings.StartRefused;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestNode;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The node's key is made once, belongs to its owner alone, and shows itself nowhere. */
@ExtendWith(OutputCaptureExtension.class)
class WalletSettingsTest {

  private static final String SECRET = "0x" + "7e57".repeat(16);
  private static final Address ADDRESS = WalletKey.parse(SECRET).orElseThrow().address();

  @TempDir Path directory;

  private WalletKey key(String privateKey, String address) {
    return new WalletSettings(privateKey, address, directory).key(new SecureRandom());
  }

  private Path file() {
    return directory.resolve("wallet.key");
  }

  private void refuses(String privateKey, String address, String because) {
    assertThatThrownBy(() -> key(privateKey, address))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(because)
        .message()
        .satisfies(WalletSettingsTest::showsNoKey);
  }

  private static void showsNoKey(String text) {
    assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain(SECRET.substring(2, 34));
  }

  @Test
  void makesAKeyOnceThatOnlyTheOwnerCanRead(CapturedOutput output) throws IOException {
    var made = key("", "");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file())).isEqualTo(made.secret() + "\n");
    assertThat(key("", "").address()).isEqualTo(made.address());
    assertThat(key("", made.address().shown()).address()).isEqualTo(made.address());
    assertThat(output.getAll()).contains(made.address().shown());
    assertThat(output.getAll().toLowerCase(Locale.ROOT))
        .doesNotContain(made.secret().substring(2, 34));
  }

  @Test
  void makesTheDataDirectory() {
    var deeper = directory.resolve("not/there/yet");
    var made = new WalletSettings("", "", deeper).key(new SecureRandom());
    assertThat(new WalletSettings("", "", deeper).key(new SecureRandom()).address())
        .isEqualTo(made.address());
  }

  @RepeatedTest(30)
  void makesOneKeyWhenManyAskAtOnce() throws Exception {
    try (var threads = Executors.newFixedThreadPool(16)) {
      var asked = new ArrayList<Address>();
      for (var answer :
          threads.invokeAll(
              Collections.nCopies(16, (Callable<Address>) () -> key("", "").address()))) {
        asked.add(answer.get());
      }
      assertThat(asked).containsOnly(asked.getFirst());
      assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file()));
    }
  }

  @Test
  void takesTheKeyOfTheSettingsAndWritesNoFile() {
    assertThat(key(SECRET, "").address()).isEqualTo(ADDRESS);
    assertThat(key(SECRET.substring(2), ADDRESS.shown()).address()).isEqualTo(ADDRESS);
    assertThat(key(SECRET.toUpperCase(Locale.ROOT).replace("0X", "0x"), ADDRESS.text()).address())
        .isEqualTo(ADDRESS);
    assertThat(file()).doesNotExist();
  }

  @Test
  void prefersTheKeyOfTheSettings() {
    key("", "");
    assertThat(key(SECRET, "").address()).isEqualTo(ADDRESS);
  }

  @Test
  void refusesAnAddressThatIsNotTheKeys() throws IOException {
    refuses(SECRET, TestKeys.wallet(1).shown(), ADDRESS.shown());
    refuses(SECRET, "treasury", ADDRESS.shown());
    refuses("", ADDRESS.shown(), "without its key");
    assertThat(file()).doesNotExist();
    Files.writeString(file(), SECRET);
    refuses("", TestKeys.wallet(1).shown(), ADDRESS.shown());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7e577e577e577e577e577e577e577e577e577e577e577e577e577e577e577e5",
        "7e577e577e577e577e577e577e577e577e577e577e577e577e577e577e577e5777",
        "7e577e577e577e577e577e577e577e577e577e577e577e577e577e577e577e5g",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
      })
  void refusesWhatIsNoKeyWithoutRepeatingIt(String text) throws IOException {
    refuses(text, "", "WALLET_PRIVATE_KEY");
    Files.writeString(file(), text);
    refuses("", "", file().toString());
  }

  @Test
  void hidesTheKeyInItsOwnText() {
    showsNoKey(new WalletSettings(SECRET, "", directory).toString());
    showsNoKey(new NodeWallet(key(SECRET, "")).toString());
  }

  @Test
  void startsAndStopsANodeWithoutShowingTheKey(CapturedOutput output) {
    var database = TestDatabase.h2(directory);
    try (var node = TestNode.startWithoutWeb(database, Map.of("WALLET_PRIVATE_KEY", SECRET))) {
      assertThat(node.get(NodeWallet.class).address()).isEqualTo(ADDRESS);
    }
    assertThatThrownBy(() ->
            TestNode.startWithoutWeb(
                database,
                Map.of("WALLET_PRIVATE_KEY", SECRET, "WALLET_ADDRESS", "0x" + "1".repeat(40))))
        .rootCause()
        .isInstanceOf(StartRefused.class)
        .message()
        .satisfies(WalletSettingsTest::showsNoKey);
    assertThat(output.getAll()).contains("WALLET_ADDRESS is not the address");
    showsNoKey(output.getAll());
  }
}
