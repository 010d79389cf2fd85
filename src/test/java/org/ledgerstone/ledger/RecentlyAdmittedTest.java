package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Transaction;

/** What is remembered is all that was asked for, or nothing. */
class RecentlyAdmittedTest {

  private static final Transaction ANY = BlockFixture.sealedBlock().transactions().getFirst();

  private final RecentlyAdmitted recently = new RecentlyAdmitted();

  private static List<PoolTable.Pending> rows(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(seq -> new PoolTable.Pending(seq * Admitted.APART, ANY))
        .toList();
  }

  private Optional<List<PoolTable.Pending>> between(long after, long last, int limit) {
    return recently.between(after * Admitted.APART, last * Admitted.APART, limit);
  }

  @Test
  void givesTheOldestUpToTheLimit() {
    recently.add(rows(1, 5));
    assertThat(between(0, 5, 3)).hasValue(rows(1, 3));
    assertThat(between(2, 5, 10)).hasValue(rows(3, 5));
  }

  @Test
  void givesNothingWhereSomethingIsMissing() {
    recently.add(rows(2, 3));
    assertThat(between(0, 3, 10)).as("before").isEmpty();
    assertThat(between(1, 4, 10)).as("after").isEmpty();
    assertThat(between(1, 4, 2)).as("beyond the limit").hasValue(rows(2, 3));
    recently.add(rows(5, 6));
    assertThat(between(1, 6, 10)).as("between").isEmpty();
    var behindAReward = recently.between(Admitted.APART + 1, 3 * Admitted.APART, 10);
    assertThat(behindAReward).hasValue(rows(2, 3));
    recently.forget();
    assertThat(between(1, 3, 10)).isEmpty();
  }
}
