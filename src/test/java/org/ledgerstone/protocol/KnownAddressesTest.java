package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownAddressesTest {

  private static final String LOWER = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";

  private final KnownAddresses known = new KnownAddresses();

  @ParameterizedTest
  @ValueSource(strings = {LOWER, "users:alice", "t"})
  void isTheSameOneAgain(String text) {
    var first = known.of(text).orElseThrow();
    assertThat(first).isEqualTo(new Address(text));
    assertThat(known.of(text).orElseThrow()).isSameAs(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x19E7E376E7C213B7E7E7E46CC70A5DD086DAFF2A",
        "0x19E7E376E7C213B7E7e7e46cc70a5dD086DAff2A",
        "0x19e7",
        "Alice",
        "a b"
      })
  void isOfTheStoredFormOnly(String text) {
    known.of(LOWER);
    assertThat(known.of(text)).isEmpty();
  }

  @Test
  void goesOnWhenThereAreTooMany() {
    for (int i = 0; i < 250_000; i++) {
      var text = "users:" + i;
      assertThat(known.of(text).orElseThrow().text()).isEqualTo(text);
    }
    assertThat(known.of(LOWER)).contains(new Address(LOWER));
  }
}
