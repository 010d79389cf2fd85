package org.ledgerstone.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QuotaTest {

  private final Quota quota = new Quota(10, () -> new Problem(429, "FULL", "Full.", "Full."));

  @Test
  void givesWhatThereIsAndNoMore() {
    try (var one = quota.share();
        var other = quota.share()) {
      one.take(7);
      assertThatThrownBy(() -> other.take(4)).hasMessageStartingWith("FULL");
      other.take(3);
      assertThatThrownBy(() -> one.take(1)).hasMessageStartingWith("FULL");
      assertThat(quota.taken()).isEqualTo(10);
    }
    assertThat(quota.taken()).isZero();
  }

  @Test
  void takesBackWhatIsNotNeeded() {
    try (var one = quota.share();
        var other = quota.share()) {
      one.take(10);
      one.shrinkTo(4);
      one.shrinkTo(8);
      assertThat(quota.taken()).isEqualTo(4);
      other.take(6);
    }
    assertThat(quota.taken()).isZero();
  }
}
