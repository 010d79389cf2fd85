package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
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

  /** A plan that was made while the newest partition was empty is made anew. */
  @Test
  void readsNoPartitionRowByRowForLong() throws Exception {
    try (var ledger = start()) {
      accept(ledger, 0);
      jdbc(ledger).sql("analyze").update();
      var plan = "explain (costs off) execute counting('" + ANN.text() + "', 'COIN')";
      var nanos = new AtomicLong();
      var data = new FreshPlans(connections(ledger), nanos::get);
      try (var connection = data.getConnection();
          var statement = connection.createStatement()) {
        statement.execute(
            "prepare counting (varchar, varchar) as select count(*) from recorded where sender = $1"
                + " and asset = $2 and seq > (select sealed_to from head)");
        assertThat(text(statement, plan)).contains("Seq Scan on recorded_1");
        statement.execute(
            "insert into recorded (seq, id, kind, asset, sender, amount, accepted, scheme, proof)"
                + " select -n, sha256(n::text::bytea), 'transfer', 'COIN', n::text, 1, 0, 2, ''"
                + " from generate_series(1, 20000) n");
        assertThat(text(statement, plan)).as("kept").contains("Seq Scan on recorded_1");
      }
      nanos.addAndGet(1_000_000_000);
      try (var connection = data.getConnection();
          var statement = connection.createStatement()) {
        assertThat(text(statement, plan)).as("for a second").contains("Seq Scan on recorded_1");
      }
      nanos.incrementAndGet();
      try (var connection = data.getConnection();
          var statement = connection.createStatement()) {
        assertThat(text(statement, plan)).as("renewed").contains("recorded_1_sender_asset_seq_idx");
      }
      jdbc(ledger).sql("delete from recorded where seq < 0").update();
    }
  }

  /** Those that the node hands out with fresh plans. */
  private static DataSource connections(TestLedger ledger) {
    var fresh = ledger.get(DataSource.class);
    assertThat(fresh).isInstanceOf(FreshPlans.class);
    return Objects.requireNonNull(((FreshPlans) fresh).getTargetDataSource());
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

  /** Nobody else may, and no right to make tables is needed. */
  @Test
  void isMadeByWhoeverWasGrantedIt() {
    try (var ledger = start()) {
      var transactions = new TransactionTemplate(ledger.get(PlatformTransactionManager.class));
      transactions.executeWithoutResult(status -> {
        jdbc(ledger).sql("create role clerk").update();
        assertThat(mayReach(ledger, "clerk")).isFalse();
        jdbc(ledger).sql("grant execute on function reach_recorded(bigint) to clerk").update();
        assertThat(mayReach(ledger, "clerk")).isTrue();
        jdbc(ledger).sql("set local role clerk").update();
        long end =
            jdbc(ledger).sql("select reach_recorded(?)").param(WIDTH).query(Long.class).single();
        assertThat(end).isEqualTo(2 * WIDTH);
        status.setRollbackOnly();
      });
    }
  }

  private static boolean mayReach(TestLedger ledger, String role) {
    return jdbc(ledger)
        .sql("select has_function_privilege(?, 'reach_recorded(bigint)', 'execute')")
        .param(role)
        .query(Boolean.class)
        .single();
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (var rows = statement.executeQuery(sql)) {
      var text = new StringBuilder();
      while (rows.next()) {
        text.append(rows.getString(1)).append('\n');
      }
      return text.toString();
    }
  }
}
