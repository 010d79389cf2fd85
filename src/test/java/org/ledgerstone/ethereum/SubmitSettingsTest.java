package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.settings.StartRefused;
import org.springframework.mock.env.MockEnvironment;

/** How much the owner lets the ledger spend: what is read, and what keeps it from starting. */
class SubmitSettingsTest {

  private static final SubmitSettings USUAL =
      new SubmitSettings(
          new BigInteger("100000000000"),
          new BigInteger("100000000000000000"),
          Duration.ofMinutes(3),
          Duration.ofSeconds(5),
          OptionalLong.empty());

  private static SubmitSettings read(Map<String, String> settings) {
    var environment = new MockEnvironment();
    settings.forEach(environment::setProperty);
    return SubmitSettings.read(environment);
  }

  private static void refuses(String name, String value, String words) {
    assertThatThrownBy(() -> read(Map.of(name, value)))
        .isInstanceOf(StartRefused.class)
        .hasMessage(words);
  }

  @Test
  void hasUsualValues() {
    assertThat(read(Map.of())).isEqualTo(USUAL);
    assertThat(
            read(
                Map.of(
                    "ethereum.fee-cap", " ",
                    "ethereum.daily-cap", "",
                    "ethereum.raise-after", "",
                    "ethereum.final-depth", " ")))
        .isEqualTo(USUAL);
  }

  @Test
  void readsThemAll() {
    assertThat(
            read(
                Map.of(
                    "ethereum.fee-cap", "0",
                    "ethereum.daily-cap", "9".repeat(30),
                    "ethereum.raise-after", "90s",
                    "ethereum.poll", "12s",
                    "ethereum.final-depth", "64")))
        .isEqualTo(
            new SubmitSettings(
                BigInteger.ZERO,
                BigInteger.TEN.pow(30).subtract(BigInteger.ONE),
                Duration.ofSeconds(90),
                Duration.ofSeconds(12),
                OptionalLong.of(64)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "+1", "01", "1.5", "1e9", "0x10", "1_000", "1 000", "100gwei", "\u0661"})
  void refusesWhatIsNoWei(String value) {
    refuses("ethereum.fee-cap", value, "ETHEREUM_FEE_CAP is a number of wei in decimal digits.");
    refuses(
        "ethereum.daily-cap", value, "ETHEREUM_DAILY_CAP is a number of wei in decimal digits.");
  }

  @Test
  void refusesMoreWeiThanThereAre() {
    refuses(
        "ethereum.fee-cap",
        "1" + "0".repeat(30),
        "ETHEREUM_FEE_CAP is a number of wei in decimal digits.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "-1s", "13s", "often"})
  void refusesToAskMoreSeldomThanTheLeaseIsKept(String value) {
    refuses("ethereum.poll", value, "ETHEREUM_POLL is a duration such as 1s or 5s, at most 12s.");
  }

  @ParameterizedTest
  @CsvSource({"1ms, 1", "30s, 30000", "3m, 180000", "1h, 3600000", "365d, 31536000000"})
  void readsHowLongItWaits(String value, long millis) {
    assertThat(read(Map.of("ethereum.raise-after", value)).raiseAfter())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0s",
        "-3m",
        "soon",
        "3 m",
        "PT3M",
        "1.5m",
        "3mm",
        "366d",
        "9999999999999d",
        "99999999999999999999d"
      })
  void refusesWhatIsNoWait(String value) {
    assertThatThrownBy(() -> read(Map.of("ethereum.raise-after", value)))
        .isInstanceOf(StartRefused.class)
        .hasMessage("ETHEREUM_RAISE_AFTER is a duration such as 30s or 3m, at most 365d.");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 12, 999_999})
  void readsADepth(long depth) {
    assertThat(read(Map.of("ethereum.final-depth", Long.toString(depth))).finalDepth())
        .hasValue(depth);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "01", "1000000", "12 blocks", "1.0", "off"})
  void refusesWhatIsNoDepth(String value) {
    refuses(
        "ethereum.final-depth",
        value,
        "ETHEREUM_FINAL_DEPTH is a number of blocks from 1 to 999999.");
  }
}
