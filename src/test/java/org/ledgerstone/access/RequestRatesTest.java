package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestRatesTest {

  private static final long SECOND = 1_000_000_000;

  private long nanos = -SECOND;
  private final RequestRates rates = new RequestRates(new RateSettings(4, 10), () -> nanos);

  private int takeAll(String address) {
    int taken = 0;
    while (rates.take(address).isZero()) {
      taken++;
    }
    return taken;
  }

  @Test
  void takeABurstAndThenSoManyASecond() {
    assertThat(takeAll("192.0.2.1")).isEqualTo(10);
    assertThat(rates.take("192.0.2.1")).isEqualTo(Duration.ofMillis(250));
    nanos += SECOND / 4 - 1;
    assertThat(rates.take("192.0.2.1")).isEqualTo(Duration.ofNanos(1));
    nanos += 1;
    assertThat(takeAll("192.0.2.1")).isEqualTo(1);
    nanos += SECOND;
    assertThat(takeAll("192.0.2.1")).isEqualTo(4);
    nanos += 100 * SECOND;
    assertThat(takeAll("192.0.2.1")).isEqualTo(10);
  }

  @Test
  void countEachNetworkByItself() {
    assertThat(takeAll("2001:db8:0:1::1")).isEqualTo(10);
    assertThat(takeAll("2001:db8:0:1::2")).isZero();
    assertThat(takeAll("2001:db8:0:2::1")).isEqualTo(10);
  }

  @Test
  void rememberSoManyAddressesAtMost() {
    for (int i = 0; i < RequestRates.ADDRESSES_MAX + 1_000; i++) {
      assertThat(rates.take("10.%d.%d.%d".formatted(i >> 16, i >> 8 & 255, i & 255))).isZero();
    }
    assertThat(rates.addresses()).isLessThanOrEqualTo(RequestRates.ADDRESSES_MAX);
  }
}
