package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.settings.StartRefused;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestNode;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Wallet;
import org.web3j.utils.Numeric;
import tools.jackson.databind.json.JsonMapper;

/** What a start makes of the settings for Ethereum, and what it writes down of them. */
@ExtendWith(OutputCaptureExtension.class)
class EthereumStartTest {

  private static final String NODE = "http://127.0.0.1:8545/v3/a-secret-of-the-owner";
  private static final String SECRET = "0x" + "7e57".repeat(16);
  private static final WalletKey KEY = WalletKey.parse(SECRET).orElseThrow();
  private static final String PASSWORD = "open, please";

  @TempDir private Path directory;

  private String keystore() throws Exception {
    var wallet = Wallet.createLight(PASSWORD, ECKeyPair.create(Numeric.toBigInt(SECRET)));
    return Files.writeString(
            directory.resolve("keystore.json"), new JsonMapper().writeValueAsString(wallet))
        .toString();
  }

  @Test
  void startsWithThePasswordInAFileAndShowsNothing(CapturedOutput output) throws Exception {
    var database = TestDatabase.h2(directory.resolve("data"));
    var password = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
    var settings =
        Map.of(
            "ETHEREUM_NODE_URI", NODE,
            "ETHEREUM_KEYSTORE", keystore(),
            "ETHEREUM_KEYSTORE_PASSWORD_FILE", password.toString());
    try (var node = TestNode.startWithoutWeb(database, settings)) {
      var ethereum = node.get(EthereumAccess.class).ethereum().orElseThrow();
      assertThat(ethereum.writing().map(Writing::account)).contains(KEY.address());
      assertThat(ethereum.node()).isEqualTo("http://127.0.0.1:8545");
    }
    assertThatThrownBy(() ->
            TestNode.startWithoutWeb(
                database, Map.of("ETHEREUM_NODE_URI", "ftp://x/a-secret-of-the-owner")))
        .hasRootCauseInstanceOf(StartRefused.class);
    assertThat(output.getAll())
        .contains("ETHEREUM_NODE_URI is no URL of a node")
        .doesNotContain(PASSWORD, SECRET.substring(2), "a-secret-of-the-owner");
  }

  @Test
  void takesAPlaceholderForUnset() {
    var database = TestDatabase.h2(directory.resolve("data"));
    var settings =
        Map.of(
            "ETHEREUM_NODE_URI", "https://mainnet.infura.io/v3/<INFURA_API_KEY>",
            "ETHEREUM_NODE_PORT", "443");
    try (var node = TestNode.startWithoutWeb(database, settings)) {
      assertThat(node.get(EthereumAccess.class).ethereum()).isEmpty();
    }
  }
}
