package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ledgerstone.settings.StartRefused;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestNode;
import org.springframework.mock.env.MockEnvironment;

/** When the owner wants what anchored, and what keeps the service from starting. */
class AnchorSettingsTest {

  @TempDir private Path directory;

  private static AnchorSettings read(Map<String, String> settings) {
    var environment = new MockEnvironment();
    settings.forEach(environment::setProperty);
    return AnchorSettings.read(environment);
  }

  @Test
  void anchorsNothingUnlessToldTo() {
    var usual = read(Map.of());
    assertThat(usual)
        .isEqualTo(
            new AnchorSettings(
                OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    assertThat(usual.isOn()).isFalse();
    assertThat(read(Map.of("ledger.anchor-every", "off", "ledger.anchor-every-blocks", "off")))
        .isEqualTo(usual);
  }

  @Test
  void readsWhenAndWhere() {
    var contract = TestKeys.wallet(7);
    var all =
        read(
            Map.of(
                "ledger.anchor-every", "90m",
                "ledger.anchor-every-blocks", "100",
                "ledger.anchor-contract", contract.shown(),
                "ledger.anchor-final", "false"));
    assertThat(all)
        .isEqualTo(
            new AnchorSettings(
                OptionalLong.of(100),
                Optional.of(Duration.ofMinutes(90)),
                Optional.of(contract),
                Optional.of(false)));
    assertThat(all.isOn()).isTrue();
    assertThat(read(Map.of("ledger.anchor-final", "true")).isFinal()).contains(true);
    assertThat(read(Map.of("ledger.anchor-every", "1s")).isOn()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "ledger.anchor-every, 0s, LEDGER_ANCHOR_EVERY is",
    "ledger.anchor-every, -1h, LEDGER_ANCHOR_EVERY is",
    "ledger.anchor-every, 366d, LEDGER_ANCHOR_EVERY is",
    "ledger.anchor-every, often, LEDGER_ANCHOR_EVERY is",
    "ledger.anchor-every, 99999999999999999d, LEDGER_ANCHOR_EVERY is",
    "ledger.anchor-every-blocks, 0, LEDGER_ANCHOR_EVERY_BLOCKS is",
    "ledger.anchor-every-blocks, -1, LEDGER_ANCHOR_EVERY_BLOCKS is",
    "ledger.anchor-every-blocks, 1.5, LEDGER_ANCHOR_EVERY_BLOCKS is",
    "ledger.anchor-every-blocks, 1h, LEDGER_ANCHOR_EVERY_BLOCKS is",
    "ledger.anchor-contract, treasury, LEDGER_ANCHOR_CONTRACT is",
    "ledger.anchor-contract, 0x12, LEDGER_ANCHOR_CONTRACT is",
    "ledger.anchor-final, yes, LEDGER_ANCHOR_FINAL is",
  })
  void refusesWhatItDoesNotUnderstand(String name, String value, String words) {
    assertThatThrownBy(() -> read(Map.of(name, value)))
        .isInstanceOf(StartRefused.class)
        .hasMessageStartingWith(words);
  }

  @Test
  void doesNotStartWhereItCouldNotAnchor() {
    var database = TestDatabase.h2(directory.resolve("data"));
    var ways =
        List.of(
            Map.of("LEDGER_ANCHOR_EVERY", "1h"),
            Map.of("LEDGER_ANCHOR_EVERY_BLOCKS", "1", "ETHEREUM_PRIVATE_KEY", "11".repeat(32)));
    for (var settings : ways) {
      assertThatThrownBy(() -> TestNode.startWithoutWeb(database, settings))
          .rootCause()
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("take an Ethereum node and a key");
    }
  }
}
