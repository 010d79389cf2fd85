package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;

/** The pool holds so many and no more, of one sender and of all. */
class PoolLimitsTest {

  private static final WalletKey ANN = TestKeys.key(3);
  private static final WalletKey BOB = TestKeys.key(4);

  private static TestLedger start(TestDatabase.Kind kind) {
    return TestLedger.start(
        TestDatabase.of(kind),
        new TestGenesis()
            .allocate("COIN", ANN.address(), 100)
            .allocate("COIN", BOB.address(), 100)
            .build(),
        Map.of("LEDGER_POOL_LIMIT", "5", "LEDGER_POOL_LIMIT_PER_SENDER", "3"),
        context -> {});
  }

  private static List<Proposal> orders(TestLedger ledger, WalletKey from, long first, int count) {
    return LongStream.range(first, first + count)
        .<Proposal>mapToObj(
            nonce -> new Proposal.Signed(ledger.signed("COIN", from, TestKeys.wallet(9), 1, nonce)))
        .toList();
  }

  private static List<Object> words(List<Verdict> verdicts) {
    return verdicts.stream()
        .<Object>map(verdict ->
            verdict instanceof Verdict.Rejected rejected
                ? rejected.refused().code()
                : verdict.getClass())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void areKeptBySenderAndByAllTogether(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var admission = ledger.get(Admission.class);
      var ofAnn = orders(ledger, ANN, 0, 4);
      assertThat(words(admission.admit(ofAnn, false, Companion.none())))
          .containsExactly(
              Verdict.Accepted.class,
              Verdict.Accepted.class,
              Verdict.Accepted.class,
              Refusal.SENDER_POOL_FULL);
      var ofBob = orders(ledger, BOB, 0, 3);
      assertThat(words(admission.admit(ofBob, false, Companion.none())))
          .containsExactly(Verdict.Accepted.class, Verdict.Accepted.class, Refusal.POOL_FULL);
      assertThat(words(admission.admit(ofAnn.subList(0, 1), false, Companion.none())))
          .as("what is pending already")
          .containsExactly(Verdict.Repeated.class);

      assertThat(ledger.seal()).isInstanceOf(SealOutcome.Sealed.class);
      assertThat(words(admission.admit(ofAnn.subList(3, 4), false, Companion.none())))
          .as("after a block there is room again, for a sender whose count was kept too")
          .containsExactly(Verdict.Accepted.class);
      assertThat(words(admission.admit(ofBob.subList(2, 3), false, Companion.none())))
          .containsExactly(Verdict.Accepted.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refuseAllOfWhatStandsOrFallsTogether(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var admission = ledger.get(Admission.class);
      assertThat(words(admission.admit(orders(ledger, ANN, 0, 4), true, Companion.none())))
          .containsExactly(
              Verdict.NotAlone.class,
              Verdict.NotAlone.class,
              Verdict.NotAlone.class,
              Refusal.SENDER_POOL_FULL);
      assertThat(ledger.get(PoolTable.class).count()).isZero();
      assertThat(words(admission.admit(orders(ledger, ANN, 0, 3), true, Companion.none())))
          .containsOnly(Verdict.Accepted.class);
    }
  }
}
