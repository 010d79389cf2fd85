package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.testing.TestClock;

class LoginAttemptsTest {

  private final TestClock clock =
      new TestClock(Time.parse("2026-01-01T00:00:00.000Z").orElseThrow());
  private final LoginAttempts attempts = new LoginAttempts(clock);

  private void failTenTimes(String address) {
    for (int i = 0; i < 10; i++) {
      assertThat(attempts.failed(address)).as("attempt " + i).isTrue();
    }
  }

  @Test
  void areTenAMinute() {
    failTenTimes("192.0.2.1");
    assertThat(attempts.failed("192.0.2.1")).isFalse();
    clock.advance(59_999);
    assertThat(attempts.failed("192.0.2.1")).isFalse();
    clock.advance(1);
    failTenTimes("192.0.2.1");
    assertThat(attempts.failed("192.0.2.1")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.2, true",
    "2001:db8:0:1:0:0:0:1, 2001:db8:0:1:2:3:4:5, false",
    "2001:db8:0:1:0:0:0:1, 2001:db8:0:2:0:0:0:1, true"
  })
  void countsEachNetworkByItself(String first, String second, boolean mayTry) {
    failTenTimes(first);
    assertThat(attempts.failed(second)).isEqualTo(mayTry);
  }

  @Test
  void remembersTenThousandAddressesAtMost() {
    for (int i = 0; i < 10_001; i++) {
      attempts.failed("10.0." + i / 256 + "." + i % 256);
    }
    assertThat(attempts.addresses()).isEqualTo(10_000);
  }
}
