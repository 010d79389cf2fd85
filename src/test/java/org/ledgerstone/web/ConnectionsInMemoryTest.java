package org.ledgerstone.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionsInMemoryTest {

  @ParameterizedTest
  @CsvSource({"512, 8192, 1747", "1024, 8192, 3495", "4096, 8192, 8192", "1024, 100, 100"})
  void haveRoomInHalfOfTheMemory(long megabytes, int configured, int connections) {
    assertThat(ConnectionsInMemory.max(megabytes << 20, configured)).isEqualTo(connections);
  }
}
