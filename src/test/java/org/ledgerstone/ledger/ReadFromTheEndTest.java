package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * H2 reads the newest transactions from the end of an index, without sorting all that came before:
 * it says so itself of the statements for lists.
 */
class ReadFromTheEndTest {

  private static final WalletKey ANN = TestKeys.key(3);
  private static final Map<String, Object> VALUES =
      Map.of(
          "sender",
          ANN.address().text(),
          "address",
          ANN.address().text(),
          "asset",
          "COIN",
          "memo",
          "rent",
          "before",
          Long.MAX_VALUE,
          "limit",
          2);

  private static TestLedger ledger;

  @BeforeAll
  static void start() {
    ledger =
        TestLedger.start(
            TestDatabase.Kind.H2, new TestGenesis().allocate("COIN", ANN.address(), 100));
    for (int i = 0; i < 20; i++) {
      ledger.admit(ledger.signed("COIN", ANN, TestKeys.wallet(4), 1, i));
    }
    ledger.seal();
  }

  @AfterAll
  static void stop() {
    ledger.close();
  }

  static Stream<Arguments> statements() {
    return Stream.of(
        Arguments.of("all", Transactions.newestInBlocks(Set.of()), 1),
        Arguments.of("memo", Transactions.newestInBlocks(Set.of("memo")), 1),
        Arguments.of(
            "sender",
            Transactions.newestInBlocks(new LinkedHashSet<>(List.of("sender", "asset"))),
            1),
        Arguments.of("posts", RecordedTransactions.POSTS, 1),
        Arguments.of("statement", Accounts.STATEMENT, 2),
        Arguments.of("balance at a block", Accounts.VALID_AT, 2));
  }

  private static String plan(String sql) {
    var values = new HashMap<>(VALUES);
    values.putAll(RecordedTransactions.before(new ChainPosition(9, 0)));
    return ledger
        .get(JdbcClient.class)
        .sql("explain analyze " + sql)
        .params(values)
        .query(String.class)
        .single();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void isWhatThePlanSays(String name, String sql, int times) {
    assertThat(plan(sql).split("index sorted", -1)).as(plan(sql)).hasSize(times + 1);
  }

  @Test
  void isNotWhatThePlanSaysOtherwise() {
    assertThat(
            plan(
                "select * from recorded where kind = 'post' and seq < :before"
                    + " order by seq desc limit :limit"))
        .doesNotContain("index sorted");
  }
}
