package org.ledgerstone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void connectionsTakeTurnsAtEqualDistances() {
    var pace = new Pace(1_000, 10, 3);
    assertThat(pace.next(0)).isEqualTo(1_000);
    assertThat(pace.next(1)).isEqualTo(1_010);
    assertThat(pace.next(2)).isEqualTo(1_020);
    assertThat(pace.next(0)).isEqualTo(1_030);
    assertThat(pace.next(2)).isEqualTo(1_050);
  }

  @Test
  void isNotHeldUpByAConnectionThatLagsBehind() {
    var pace = new Pace(0, 10, 2);
    assertThat(pace.next(1)).isEqualTo(10);
    assertThat(pace.next(1)).isEqualTo(30);
    assertThat(pace.next(0)).isZero();
  }
}
