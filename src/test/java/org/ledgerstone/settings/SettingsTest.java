package org.ledgerstone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final String NAME = "WALLET_PRIVATE_KEY";

  @TempDir Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private Settings load(String dotEnv, Map<String, String> environment) throws IOException {
    return Settings.load(file("test.env", dotEnv), environment);
  }

  @Test
  void takesTheEnvironmentBeforeTheFile() throws IOException {
    var settings = load("A=file\nB=file", Map.of("A", "environment"));
    assertThat(settings.find("A")).contains("environment");
    assertThat(settings.find("B")).contains("file");
    assertThat(settings.find("C")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<key>", "https://x/<INFURA_API_KEY>", "YOUR_KEY", "https://x/YOUR_KEY", "", " "})
  void takesAPlaceholderForUnset(String value) throws IOException {
    assertThat(load("A='" + value + "'", Map.of()).find("A")).isEmpty();
    assertThat(load("", Map.of("A", value)).find("A")).isEmpty();
    assertThat(load("A=file", Map.of("A", value)).find("A")).contains("file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a<b", "a>b", "<>", "your_key", "x > y < z"})
  void takesNothingElseForAPlaceholder(String value) throws IOException {
    assertThat(load("A='" + value + "'", Map.of()).find("A")).contains(value);
  }

  @Test
  void saysWhichOfItsOwnNamesHoldPlaceholders() throws IOException {
    var environment = Map.of("PS1", "<x>", "LEDGER_READ", "<open>", "WALLET_ADDRESS", "0x1");
    assertThat(load("WALLET_ADDRESS='<address>'", environment).placeholders())
        .containsExactly("LEDGER_READ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "secret\n", "secret\r\n", "secret\n\n"})
  void readsASecretFromItsFile(String text) throws IOException {
    var secret = file("secret", text).toString();
    assertThat(load("", Map.of(NAME + "_FILE", secret)).find(NAME)).contains("secret");
    assertThat(load(NAME + "_FILE='" + secret + "'", Map.of()).find(NAME)).contains("secret");
  }

  @Test
  void readsASecretWithAnyNumberOfLineEnds() throws IOException {
    var lineEnds = "\r\n".repeat(200_000);
    var secret = file("secret", "one" + lineEnds + "two" + lineEnds).toString();
    assertThat(load("", Map.of(NAME + "_FILE", secret)).find(NAME))
        .contains("one" + lineEnds + "two");
  }

  @Test
  void keepsTheBlanksOfASecretsFile() throws IOException {
    var secret = file("secret", " a b \n").toString();
    assertThat(load("", Map.of(NAME + "_FILE", secret)).find(NAME)).contains(" a b ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WALLET_PRIVATE_KEY",
        "DATABASE_PASSWORD",
        "LEDGER_PEER_TOKENS",
        "LEDGER_SECRET_KEY",
        "ETHEREUM_KEYSTORE_PASSWORD",
        "ETHEREUM_NODE_URI",
        "ETHEREUM_PRIVATE_KEY"
      })
  void refusesASecretThatIsSetTwice(String name) throws IOException {
    var secret = file("secret", "one").toString();
    assertThatThrownBy(() -> load(name + "=two", Map.of(name + "_FILE", secret)))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(name + " and " + name + "_FILE are both set")
        .hasMessageNotContaining("two");
  }

  @Test
  void refusesASecretsFileThatIsMissingOrEmptyOrNoText() throws IOException {
    assertThatThrownBy(() -> load("", Map.of(NAME + "_FILE", directory + "/none")))
        .hasMessage("The file that WALLET_PRIVATE_KEY_FILE names does not exist.");
    assertThatThrownBy(() -> load("", Map.of(NAME + "_FILE", directory.toString())))
        .hasMessage("The file that WALLET_PRIVATE_KEY_FILE names is no small text file.");
    var empty = file("empty", "\n").toString();
    assertThatThrownBy(() -> load("", Map.of(NAME + "_FILE", empty)))
        .hasMessage("The file that WALLET_PRIVATE_KEY_FILE names is empty.");
    var binary = directory.resolve("binary");
    Files.write(binary, HexFormat.of().parseHex("c328"));
    assertThatThrownBy(() -> load("", Map.of(NAME + "_FILE", binary.toString())))
        .hasMessage("The file that WALLET_PRIVATE_KEY_FILE names is not UTF-8 text.");
  }

  @Test
  void goesOnWithoutDotEnvButNotWithoutAFileThatWasNamed() {
    assertThat(Settings.load(Settings.DEFAULT_FILE, Map.of("A", "x")).find("A")).contains("x");
    assertThatThrownBy(() -> Settings.load(directory.resolve("other.env"), Map.of()))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("other.env does not exist");
  }
}
