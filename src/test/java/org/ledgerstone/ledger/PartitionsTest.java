package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** PostgreSQL keeps what is recorded in partitions, which are made when they are needed. */
class PartitionsTest {

  private static final long WIDTH = 1_048_576 * Admitted.APART;
  private static final Address ANN = TestKeys.wallet(3);
  private static final AccountId ANNS = new AccountId(ANN, new Asset("COIN"));

  private static TestLedger start() {
    var genesis = new TestGenesis().allocate("COIN", ANN, 1000).build();
    return TestLedger.start(
        TestDatabase.of(TestDatabase.Kind.POSTGRESQL), genesis, Map.of(), context -> {});
  }

  private static JdbcClient jdbc(TestLedger ledger) {
    return ledger.get(JdbcClient.class);
  }

  /** So many more fit into the first partition. */
  private static void leave(TestLedger ledger, int rows) {
    jdbc(ledger)
        .sql("update admissions set last_seq = ?")
        .param(WIDTH - 1 - rows * Admitted.APART)
        .update();
    ledger.get(RecentlyAdmitted.class).forget();
  }

  private static Order accept(TestLedger ledger, long nonce) {
    var order = ledger.signed("COIN", TestKeys.key(3), new Address("shop"), 1, nonce);
    assertThat(ledger.admit(order)).isInstanceOf(Verdict.Accepted.class);
    return order;
  }

  private static List<String> partitions(TestLedger ledger) {
    return jdbc(ledger)
        .sql("select distinct tableoid::regclass::text from recorded order by 1")
        .query(String.class)
        .list();
  }

  @Test
  void goesOnInTheNextPartition() {
    try (var ledger = start()) {
      var plain = ledger.transfer("COIN", ANN, TestKeys.wallet(4), 7, 0);
      var seed = ledger.seedForm(plain, TestKeys.key(3));
      assertThat(ledger.admit(seed)).isInstanceOf(Verdict.Accepted.class);
      accept(ledger, 0);
      assertThat(ledger.seal()).isInstanceOf(SealOutcome.Sealed.class);
      leave(ledger, 1);
      var before = accept(ledger, 1);
      var behind = accept(ledger, 2);
      assertThat(partitions(ledger)).containsExactly("recorded_1", "recorded_2");
      assertThat(ledger.seal()).isInstanceOf(SealOutcome.Sealed.class);
      assertThat(ledger.admit(seed)).isInstanceOf(Verdict.Repeated.class);

      var accounts = ledger.get(Accounts.class);
      assertThat(accounts.statement(ANNS, ChainPosition.END, 2))
          .extracting(line -> line.transaction().transaction().id())
          .containsExactly(behind.id(), before.id());
      assertThat(accounts.validAt(ANNS, 2)).isEqualTo(BigInteger.valueOf(992));
      assertThat(accounts.validAt(ANNS, 3)).isEqualTo(BigInteger.valueOf(990));
      assertThat(ledger.get(Transactions.class).find(before.id())).isPresent();
    }
  }

  @Test
  void keepsAPartitionThatWasMadeForSomethingUndone() {
    try (var ledger = start()) {
      var transactions = new TransactionTemplate(ledger.get(PlatformTransactionManager.class));
      transactions.executeWithoutResult(status -> {
        ledger.get(Partitions.class).reach(3 * WIDTH);
        status.setRollbackOnly();
      });
      leave(ledger, 0);
      accept(ledger, 0);
      assertThat(partitions(ledger)).contains("recorded_2");
    }
  }

  /** Who may write rows needs no right to make tables. */
  @Test
  void isMadeByWhoeverMayWriteRows() {
    try (var ledger = start()) {
      var transactions = new TransactionTemplate(ledger.get(PlatformTransactionManager.class));
      transactions.executeWithoutResult(status -> {
        jdbc(ledger).sql("create role clerk").update();
        jdbc(ledger).sql("set local role clerk").update();
        long end =
            jdbc(ledger).sql("select reach_recorded(?)").param(WIDTH).query(Long.class).single();
        assertThat(end).isEqualTo(2 * WIDTH);
        status.setRollbackOnly();
      });
    }
  }
}
