package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "192.0.2.1, 192.0.2.1:4711, true",
    "192.0.2.1, ::ffff:192.0.2.1, true",
    "2001:db8:0:1:0:0:0:1, 2001:db8:0:1:2:3:4:5, true",
    "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1, true",
    "2001:db8:0:1:0:0:0:1, [2001:db8:0:1::9]:443, true",
    "2001:db8:0:1:0:0:0:1, [2001:db8:0:1::9], true",
    "2001:db8:0:1::1, 2001:db8:0:2::1, false",
    "unknown, unknown, true",
    "unknown, _hidden, false"
  })
  void countsTogetherWhatOneOwnerCanChooseFrom(String first, String second, boolean together) {
    assertThat(ClientNetwork.of(first).equals(ClientNetwork.of(second))).isEqualTo(together);
  }
}
