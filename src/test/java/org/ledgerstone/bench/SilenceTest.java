package org.ledgerstone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SilenceTest {

  private final Silence silence = new Silence(2);

  @Test
  void countsFromWhenTheRequestWasDue() {
    silence.waits(0, 100);
    silence.ends(0, 130);
    assertThat(silence.longestNanos()).isEqualTo(30);
  }

  @Test
  void isBrokenByAnybodysAnswer() {
    silence.waits(0, 100);
    silence.waits(1, 110);
    silence.ends(1, 140);
    silence.ends(0, 165);
    assertThat(silence.longestNanos()).isEqualTo(40);
  }

  @Test
  void isNoneWhereNobodyWaits() {
    silence.waits(0, 100);
    silence.ends(0, 110);
    silence.waits(1, 500);
    silence.ends(1, 520);
    assertThat(silence.longestNanos()).isEqualTo(20);
  }

  /** What was due long ago and could not be sent is no silence while others are answered. */
  @Test
  void beginsWithTheLastAnswerForWhatWasDueBefore() {
    silence.waits(0, 100);
    silence.ends(0, 200);
    silence.waits(0, 120);
    silence.ends(0, 350);
    assertThat(silence.longestNanos()).isEqualTo(150);
  }
}
