package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ledgerstone.settings.StartRefused;
import org.springframework.mock.env.MockEnvironment;

class RateSettingsTest {

  private static RateSettings read(String rate, String burst, boolean reachedByOthers) {
    return RateSettings.read(
        new MockEnvironment()
            .withProperty("ledger.requests-per-second", rate)
            .withProperty("ledger.requests-burst", burst),
        reachedByOthers);
  }

  @Test
  void areOffWhereOnlyThisMachineReachesTheServer() {
    assertThat(RateSettings.read(new MockEnvironment(), false)).isEqualTo(RateSettings.OFF);
    assertThat(RateSettings.read(new MockEnvironment(), true))
        .isEqualTo(new RateSettings(200, 2_000));
  }

  @ParameterizedTest
  @CsvSource({
    "5, '', 5, 50",
    "5, 7, 5, 7",
    "5, 3, 5, 5",
    "1000000, '', 1000000, 10000000",
    "'', 7, 200, 200",
    "'', 700, 200, 700",
    "off, 7, 0, 0",
    "false, '', 0, 0"
  })
  void areWhatIsSaid(String rate, String burst, long perSecond, long atOnce) {
    assertThat(read(rate, burst, true)).isEqualTo(new RateSettings(perSecond, atOnce));
  }

  @ParameterizedTest
  @CsvSource({"0, ''", "-1, ''", "1000001, ''", "many, ''", "5, 0", "5, many", "1.5, ''"})
  void areWholeNumbers(String rate, String burst) {
    assertThatThrownBy(() -> read(rate, burst, false))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("whole number from 1 to 1000000");
  }
}
