package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.settings.StartRefused;
import org.ledgerstone.testing.TestKeys;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Wallet;
import org.web3j.crypto.WalletFile;
import org.web3j.utils.Numeric;
import tools.jackson.databind.json.JsonMapper;

/** What the owner may say about Ethereum, and that no key shows itself. */
@ExtendWith(OutputCaptureExtension.class)
class EthereumSettingsTest {

  private static final String NODE = "http://127.0.0.1:8545/v3/a-secret-of-the-owner";
  private static final String SECRET = "0x" + "7e57".repeat(16);
  private static final String SMALL =
      "0x0000000000000000000000000000000000000000000000000000000000000001";
  private static final WalletKey KEY = WalletKey.parse(SECRET).orElseThrow();
  private static final String PASSWORD = "open, please";
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path directory;

  private static Optional<EthereumSettings> read(Map<String, String> settings) {
    var environment = new MockEnvironment();
    settings.forEach((name, value) ->
        environment.setProperty(
            name.toLowerCase(Locale.ROOT).replace('_', '-').replaceFirst("-", "."), value));
    return EthereumSettings.read(environment);
  }

  private static EthereumSettings withNode(Map<String, String> more) {
    var settings = new HashMap<>(more);
    settings.putIfAbsent("ETHEREUM_NODE_URI", NODE);
    return read(settings).orElseThrow();
  }

  private static void refuses(String name, String value) {
    assertThatThrownBy(() -> withNode(Map.of(name, value)))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(name)
        .hasMessageNotContainingAny(SECRET.substring(2, 34), "a-secret-of-the-owner");
  }

  @Test
  void isOffWithoutANode() {
    assertThat(read(Map.of())).isEmpty();
    assertThat(
            read(
                Map.of(
                    "ETHEREUM_NODE_URI", " ",
                    "ETHEREUM_NODE_PORT", "443",
                    "ETHEREUM_CHAIN_ID", "1",
                    "ETHEREUM_PRIVATE_KEY", SECRET)))
        .isEmpty();
  }

  @Test
  void readsANodeAloneAndAllOfIt() {
    var alone = withNode(Map.of());
    assertThat(alone.node().url()).isEqualTo(NODE);
    assertThat(alone.chainId()).isEmpty();
    assertThat(alone.key()).isEmpty();
    var all =
        withNode(
            Map.of(
                "ETHEREUM_NODE_URI", " https://node.example/v3/KEY ",
                "ETHEREUM_NODE_PORT", "443",
                "ETHEREUM_CHAIN_ID", "9223372036854775807",
                "ETHEREUM_PRIVATE_KEY", SECRET));
    assertThat(all.node().url()).isEqualTo("https://node.example:443/v3/KEY");
    assertThat(all.chainId()).hasValue(Long.MAX_VALUE);
    assertThat(all.key().orElseThrow().address()).isEqualTo(KEY.address());
    assertThat(all.toString()).doesNotContain("/v3/KEY", SECRET.substring(2));
  }

  @ParameterizedTest
  @CsvSource({
    "ETHEREUM_NODE_URI, node.example/a-secret-of-the-owner",
    "ETHEREUM_NODE_URI, http://me:a-secret-of-the-owner@node.example/",
    "ETHEREUM_NODE_PORT, 0",
    "ETHEREUM_NODE_PORT, 65536",
    "ETHEREUM_NODE_PORT, 0443",
    "ETHEREUM_NODE_PORT, https",
    "ETHEREUM_NODE_PORT, 8546",
    "ETHEREUM_CHAIN_ID, 0",
    "ETHEREUM_CHAIN_ID, -1",
    "ETHEREUM_CHAIN_ID, 01",
    "ETHEREUM_CHAIN_ID, 0x1",
    "ETHEREUM_CHAIN_ID, mainnet",
    "ETHEREUM_CHAIN_ID, 9223372036854775808",
    "ETHEREUM_PRIVATE_KEY, 0x7e577e577e577e577e577e577e577e577e577e57",
    "ETHEREUM_KEYSTORE, /nowhere",
    "ETHEREUM_KEYSTORE_PASSWORD, open",
  })
  void startsWithNothingElse(String name, String value) {
    refuses(name, value);
  }

  @Test
  void takesTheNodesOwnKeyLastAndWarns(CapturedOutput output) {
    assertThat(withNode(Map.of("WALLET_PRIVATE_KEY", SECRET)).key().orElseThrow().address())
        .isEqualTo(KEY.address());
    assertThat(output.getAll())
        .containsOnlyOnce("WALLET_PRIVATE_KEY")
        .contains(KEY.address().shown(), "ETHEREUM_KEYSTORE")
        .doesNotContain(SECRET.substring(2));
    var own =
        Map.of("WALLET_PRIVATE_KEY", TestKeys.key(1).secret(), "ETHEREUM_PRIVATE_KEY", SECRET);
    assertThat(withNode(own).key().orElseThrow().address()).isEqualTo(KEY.address());
    assertThat(output.getAll()).containsOnlyOnce("WALLET_PRIVATE_KEY");
  }

  private WalletFile wallet(String secret) throws Exception {
    return Wallet.createLight(PASSWORD, ECKeyPair.create(Numeric.toBigInt(secret)));
  }

  private String file(Object wallet) throws IOException {
    var text = wallet instanceof String written ? written : MAPPER.writeValueAsString(wallet);
    return Files.writeString(directory.resolve("keystore.json"), text).toString();
  }

  private static Map<String, String> keystore(String file, String password) {
    return Map.of("ETHEREUM_KEYSTORE", file, "ETHEREUM_KEYSTORE_PASSWORD", password);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {SMALL, "0x7e577e577e577e577e577e577e577e577e577e577e577e577e577e577e577e57"})
  void opensAKeystore(String secret) throws Exception {
    assertThat(withNode(keystore(file(wallet(secret)), PASSWORD)).key().orElseThrow().address())
        .isEqualTo(WalletKey.parse(secret).orElseThrow().address());
  }

  @Test
  void opensAKeystoreThatGethHasWritten() throws IOException {
    // From the description of the form, with the key and password that it names.
    var file =
        file(
            """
            {"crypto":{"cipher":"aes-128-ctr",
             "cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},
             "ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
             "kdf":"pbkdf2",
             "kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256",
              "salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
             "mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},
             "id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
            """);
    assertThat(withNode(keystore(file, "testpassword")).key().orElseThrow().secret())
        .isEqualTo("0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d");
  }

  @Test
  void opensNoOtherKeystore() throws Exception {
    var wallet = wallet(SECRET);
    refusesKeystore(file(wallet), "another password", "password is another one");
    wallet.setAddress(TestKeys.wallet(1).text());
    refusesKeystore(file(wallet), PASSWORD, "another address");
    wallet.setVersion(1);
    refusesKeystore(file(wallet), PASSWORD, "no keystore");
    refusesKeystore(file("{}"), PASSWORD, "no keystore");
    refusesKeystore(file("[]"), PASSWORD, "no keystore");
    refusesKeystore(file("{\"version\":3,\"crypto\":{}}"), PASSWORD, "no keystore");
    refusesKeystore(file(SECRET), PASSWORD, "no keystore");
    refusesKeystore(file(" ".repeat(100_000)), PASSWORD, "no small file");
    refusesKeystore(directory.toString(), PASSWORD, "no small file");
  }

  private static void refusesKeystore(String file, String password, String because) {
    assertThatThrownBy(() -> withNode(keystore(file, password)))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("ETHEREUM_KEYSTORE")
        .hasMessageContaining(because)
        .hasMessageNotContainingAny(SECRET.substring(2, 34), PASSWORD, password);
  }

  @Test
  void takesNoTwoKeys() throws Exception {
    var both = new HashMap<>(keystore(file(wallet(SECRET)), PASSWORD));
    both.put("ETHEREUM_PRIVATE_KEY", SECRET);
    assertThatThrownBy(() -> withNode(both))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("both set");
  }
}
