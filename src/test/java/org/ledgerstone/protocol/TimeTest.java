package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00.000Z",
    "1, 1970-01-01T00:00:00.001Z",
    "1767225600000, 2026-01-01T00:00:00.000Z",
    "951782399999, 2000-02-28T23:59:59.999Z",
    "951782400000, 2000-02-29T00:00:00.000Z",
    "253402300799999, 9999-12-31T23:59:59.999Z"
  })
  void writesAndReadsOneText(long millis, String text) {
    assertThat(new Time(millis)).hasToString(text);
    assertThat(Time.parse(text)).contains(new Time(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.00Z",
        "2026-01-01T00:00:00.0000Z",
        "2026-01-01T00:00:00.0001Z",
        "2026-01-01T00:00:00.000z",
        "2026-01-01t00:00:00.000Z",
        "2026-01-01 00:00:00.000Z",
        "2026-01-01T00:00:00.000+00:00",
        "2026-01-01T01:00:00.000+01:00",
        "2026-01-01T24:00:00.000Z",
        "2026-06-30T23:59:60.000Z",
        "2026-02-29T00:00:00.000Z",
        "2026-13-01T00:00:00.000Z",
        "1969-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00.000Z",
        "-0001-01-01T00:00:00.000Z",
        "+1000000000-12-31T23:59:59.999Z",
        "-1000000000-01-01T00:00:00.000Z",
        "٢٠٢٦-01-01T00:00:00.000Z",
        " 2026-01-01T00:00:00.000Z",
        "2026-01-01T00:00:00.000Z\n"
      })
  void readsNoOtherText(String text) {
    assertThat(Time.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Time.MAX_MILLIS + 1, Long.MIN_VALUE, Long.MAX_VALUE})
  void liesInTheYears1970To9999(long millis) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Time(millis));
  }

  @Test
  void cutsAnInstantToItsMillisecond() {
    assertThat(Time.of(Instant.ofEpochSecond(1, 999_999_999))).isEqualTo(new Time(1999));
  }

  @Test
  void isOrdered() {
    var time = new Time(1000);

    assertThat(time.plusMillis(1).isAfter(time)).isTrue();
    assertThat(time.isAfter(time)).isFalse();
    assertThat(time.isAfter(time.plusMillis(1))).isFalse();
    assertThat(time).isLessThan(time.plusMillis(1)).isGreaterThan(time.plusMillis(-1));
  }
}
