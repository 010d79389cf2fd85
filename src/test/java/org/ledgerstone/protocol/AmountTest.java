package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "10",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999999999999999999999"
      })
  void readsCanonicalDigits(String text) {
    assertThat(Amount.parse(text)).contains(new Amount(new BigInteger(text)));
    assertThat(new Amount(new BigInteger(text))).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "00",
        "01",
        "-1",
        "+1",
        "1.0",
        "1e3",
        " 1",
        "1 ",
        "1\n",
        "0x1",
        "1_000",
        "１",
        "٣",
        "100000000000000000000000000000000000000"
      })
  void readsNothingElse(String text) {
    assertThat(Amount.parse(text)).isEmpty();
  }

  @Test
  void liesBetweenOneAndTheGreatest() {
    assertThat(new Amount(BigInteger.ONE)).isEqualTo(Amount.of(1));
    assertThat(new Amount(Amount.MAX).units()).isEqualTo(new BigInteger("9".repeat(38)));
    assertThatIllegalArgumentException().isThrownBy(() -> Amount.of(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Amount.of(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Amount(Amount.MAX.add(BigInteger.ONE)));
  }
}
