package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where no number is free between what is sealed and what is pending, room is made. */
class RoomTest {

  private static final Address ANN = TestKeys.wallet(3);
  private static final Address BOB = TestKeys.wallet(4);

  private static Genesis genesis() {
    return new TestGenesis().allocate("COIN", ANN, 1000).allocate("COIN", BOB, 1000).build();
  }

  private static Order accept(TestLedger ledger, int key, long nonce) {
    var order = ledger.signed("COIN", TestKeys.key(key), new Address("shop"), 1, nonce);
    assertThat(ledger.admit(order)).isInstanceOf(Verdict.Accepted.class);
    return order;
  }

  private static SealedBlock sealed(TestLedger ledger) {
    var outcome = ledger.seal();
    assertThat(outcome).isInstanceOf(SealOutcome.Sealed.class);
    return ((SealOutcome.Sealed) outcome).block();
  }

  private static void append(TestLedger ledger, SealedBlock block) {
    ledger.clock().set(block.header().time());
    assertThat(ledger.get(Appending.class).append(block, Companion.none()))
        .isInstanceOf(AppendOutcome.Appended.class);
  }

  private static List<Long> numbers(TestLedger ledger) {
    return ledger
        .get(JdbcClient.class)
        .sql("select seq from pool order by seq")
        .query(Long.class)
        .list();
  }

  /** Gives what is or will be pending the numbers right behind what is sealed. */
  private static void squeeze(TestLedger ledger) {
    var jdbc = ledger.get(JdbcClient.class);
    long last = ledger.get(HeadTable.class).read().sealedTo();
    for (long seq : numbers(ledger)) {
      jdbc.sql("update recorded set seq = ? where seq = ?").params(++last, seq).update();
    }
    boolean isEmpty = numbers(ledger).isEmpty();
    jdbc.sql("update admissions set last_seq = ?")
        .param(isEmpty ? last + 1 - Admitted.APART : last)
        .update();
    ledger.get(RecentlyAdmitted.class).forget();
  }

  @ParameterizedTest
  @EnumSource
  void makesRoomForARewardAlone(TestDatabase.Kind kind) {
    try (var ledger = SharedLedgers.begin(kind, genesis())) {
      sealed(ledger);
      squeeze(ledger);
      sealed(ledger);
      sealed(ledger);
      accept(ledger, 3, 0);
      assertThat(sealed(ledger).transactions()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void makesRoomForTheRewardBeforeWhatIsPending(TestDatabase.Kind kind) {
    try (var ledger = SharedLedgers.begin(kind, genesis())) {
      accept(ledger, 3, 0);
      accept(ledger, 3, 1);
      accept(ledger, 4, 0);
      squeeze(ledger);
      var before = numbers(ledger);
      assertThat(sealed(ledger).transactions()).hasSize(4);
      assertThat(ledger.get(HeadTable.class).read().sealedTo()).isGreaterThan(before.getLast());
      accept(ledger, 4, 1);
      assertThat(sealed(ledger).transactions()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void makesRoomForABlockFromOutsideBeforeWhatStaysPending(TestDatabase.Kind kind) {
    try (var elsewhere = TestLedger.start(TestDatabase.of(kind), genesis(), Map.of(), c -> {});
        var ledger = SharedLedgers.begin(kind, genesis())) {
      accept(elsewhere, 3, 0);
      accept(elsewhere, 3, 1);
      var shared = accept(elsewhere, 4, 0);
      assertThat(ledger.admit(shared)).isInstanceOf(Verdict.Accepted.class);
      var stays = accept(ledger, 4, 1);
      squeeze(ledger);

      append(ledger, sealed(elsewhere));
      assertThat(numbers(ledger)).hasSize(1);
      accept(ledger, 3, 2);
      var next = sealed(ledger);
      assertThat(next.transactions()).hasSize(3);
      assertThat(next.transactions().get(1).order()).isEqualTo(stays);
      append(elsewhere, next);
    }
  }

  /** Whoever catches up finds room again and again, and fills no partition more than it should. */
  @ParameterizedTest
  @EnumSource
  void makesRoomForManyBlocksFromOutsideAtOnce(TestDatabase.Kind kind) {
    try (var elsewhere = TestLedger.start(TestDatabase.of(kind), genesis(), Map.of(), c -> {});
        var ledger = SharedLedgers.begin(kind, genesis())) {
      squeeze(ledger);
      accept(elsewhere, 3, 0);
      append(ledger, sealed(elsewhere));
      long made = ledger.get(AdmissionsTable.class).read().lastSeq();
      long before = ledger.get(HeadTable.class).read().sealedTo();
      for (int nonce = 1; nonce <= 5; nonce++) {
        accept(elsewhere, 3, nonce);
        append(ledger, sealed(elsewhere));
      }
      assertThat(ledger.get(AdmissionsTable.class).read().lastSeq()).isEqualTo(made);
      assertThat(ledger.get(HeadTable.class).read().sealedTo())
          .isEqualTo(before + 5 * 2 * Admitted.APART);
    }
  }
}
