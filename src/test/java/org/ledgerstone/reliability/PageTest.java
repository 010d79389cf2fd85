package org.ledgerstone.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ledgerstone.ledger.Step;

class PageTest {

  private static final String PAGE =
      Page.of(
          List.of(
              "KILL;H2;;1;0",
              "KILL;H2;;59;0",
              "KILL;POSTGRESQL;;1;0",
              "KILL;POSTGRESQL;;1;1",
              "HISTORY;ledger: OPEN;;1000;0",
              "STEP;H2;ADMISSION_GROUPED;1;0",
              "STEP;H2;ADMISSION_GROUPED;1;0",
              "STEP;H2;ADMISSION_LOCKED;1;0",
              "RECOVERY;H2;1000;1;2345",
              "VERSION;PostgreSQL;18.1;1;0",
              "VERSION;PostgreSQL;18.1;1;0"),
          "0123abc");

  @Test
  void addsUpAndGivesTheBoundOfAZero() {
    assertThat(PAGE).containsPattern("SIGKILL of the service.* \\| H2 \\| 60 \\| 0 \\| 5 % \\|");
    assertThat(PAGE).containsPattern("histories.* \\| 1,000 \\| 0 \\| 0.30 % \\|");
  }

  @Test
  void showsAMissAndNoBoundForIt() {
    assertThat(PAGE)
        .containsPattern(
            "SIGKILL of the service.* \\| POSTGRESQL \\| 2 \\| \\*\\*1\\*\\* \\|  \\|");
  }

  @Test
  void saysWhatWasNotTried() {
    assertThat(PAGE).containsPattern("power cut under load \\| \\| not tried \\|");
  }

  @Test
  void countsStepsOnce() {
    assertThat(PAGE).contains("| H2 | 2 of %d |".formatted(Step.values().length));
  }

  @Test
  void namesCommitVersionsAndTimes() {
    assertThat(PAGE)
        .contains("commit `0123abc`", "Tried on PostgreSQL 18.1.", "| H2 | 1,000 | 2,345 |");
  }
}
