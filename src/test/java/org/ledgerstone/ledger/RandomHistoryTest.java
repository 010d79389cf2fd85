package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whatever happens in whatever order, H2, PostgreSQL and a model in memory agree on every verdict,
 * every balance and the hash of every block, and the invariants hold. The hashes can be the same
 * because one miner is listed and the difficulty is 0: otherwise several threads look for a nonce,
 * and which of them wins is nobody's promise.
 *
 * <p>Every run draws other histories. {@code -Dledgerstone.seed=} with the printed seed, and {@code
 * -Dledgerstone.histories=1}, draws one of them again.
 */
class RandomHistoryTest {

  private static final int HISTORIES = Integer.getInteger("ledgerstone.histories", 20);
  private static final int STEPS = 200;
  private static final TestGenesis GENESIS =
      new TestGenesis()
          .assets("COIN", "PTS", "GOLD")
          .blockLimit(6)
          .interval(100)
          .allocate("COIN", TestKeys.wallet(3), 5_000)
          .allocate("COIN", TestKeys.wallet(4), 300)
          .allocate("COIN", new Address("treasury"), 1_000)
          .allocate("PTS", new Address("treasury"), 4_000_000_000L)
          .allocate("PTS", new Address("users:bob"), 50)
          .allocate("GOLD", TestKeys.wallet(5), 7);

  static LongStream seeds() {
    long seed = Long.getLong("ledgerstone.seed", System.nanoTime());
    return LongStream.range(0, HISTORIES).map(i -> seed + i);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void databasesAndModelAgree(long seed) {
    System.out.println("RandomHistoryTest: -Dledgerstone.seed=" + seed);
    var history = RandomHistory.of(seed, new RuleBook(GENESIS.build()), STEPS);
    var heads = new HashSet<Hash>();
    for (var kind : TestDatabase.Kind.values()) {
      try (var ledger = SharedLedgers.begin(kind, GENESIS.build())) {
        heads.add(play(ledger, history));
      }
    }
    assertThat(heads).as("seed %s: heads", seed).hasSize(1);
  }

  /** The histories are worth playing: each of these comes up again and again. */
  @Test
  void historiesMeetEveryVerdict() {
    var met = new TreeSet<String>();
    var rules = new RuleBook(GENESIS.build());
    for (long seed = 1; seed <= 40; seed++) {
      for (var step : RandomHistory.of(seed, rules, STEPS)) {
        switch (step) {
          case RandomHistory.Admit admit ->
              admit.verdicts().forEach(verdict -> met.add(verdict.replaceAll("\\d+", "n")));
          case RandomHistory.Seal seal -> met.add(seal.outcome().replaceAll(" .*", ""));
          case RandomHistory.Find find -> met.add("found " + find.status().replaceAll("\\d+", "n"));
          case RandomHistory.Tick t -> {}
          case RandomHistory.Look l -> {}
        }
      }
    }
    assertThat(met)
        .containsExactlyInAnyOrder(
            "accepted",
            "repeated pending",
            "repeated n/n",
            "MALFORMED",
            "TEXT_INVALID",
            "KIND_NOT_ALLOWED",
            "OTHER_LEDGER",
            "ASSET_UNKNOWN",
            "SELF_TRANSFER",
            "SCHEME_WRONG",
            "SIGNATURE_MISMATCH",
            "TRANSACTION_EXPIRED",
            "NONCE_USED",
            "NONCE_AHEAD",
            "BALANCE_TOO_LOW",
            "sealed",
            "BLOCK_TOO_SOON",
            "found pending",
            "found n/n",
            "found dropped TRANSACTION_EXPIRED",
            "found dropped NONCE_AHEAD",
            "found unknown");
  }

  private static Hash play(TestLedger ledger, List<RandomHistory.Step> history) {
    ledger.clock().set(GENESIS.build().time());
    for (int i = 0; i < history.size(); i++) {
      var where = "step " + i + " of the history";
      switch (history.get(i)) {
        case RandomHistory.Tick tick -> ledger.clock().set(tick.now());
        case RandomHistory.Admit admit ->
            assertThat(verdicts(ledger, admit)).as(where).isEqualTo(admit.verdicts());
        case RandomHistory.Seal seal ->
            assertThat(outcome(ledger.get(Sealing.class).seal(seal.data(), Companion.none())))
                .as(where)
                .isEqualTo(seal.outcome());
        case RandomHistory.Look look ->
            assertThat(balances(ledger))
                .as(where)
                .containsExactlyInAnyOrderElementsOf(look.balances().entrySet());
        case RandomHistory.Find find ->
            assertThat(status(ledger, find.id())).as(where).isEqualTo(find.status());
      }
    }
    return ledger.get(ChainReader.class).head().hash();
  }

  private static List<String> verdicts(TestLedger ledger, RandomHistory.Admit admit) {
    var orders = admit.orders();
    if (admit.draft()) {
      var verdict =
          ledger.get(Admission.class).admit(draft(ledger, orders.getFirst()), Companion.none());
      return List.of(word(verdict));
    }
    if (orders.size() == 1) {
      return List.of(word(ledger.admit(orders.getFirst())));
    }
    return Groups.admit(ledger, orders).stream().map(RandomHistoryTest::word).toList();
  }

  private static Draft draft(TestLedger ledger, Order order) {
    var transfer = (Transfer) order.content();
    return new Draft() {
      @Override
      public AccountId sender() {
        return new AccountId(transfer.from(), transfer.asset());
      }

      @Override
      public Order at(long nonce) {
        int key =
            transfer.from().isWallet()
                ? IntStream.rangeClosed(1, 9)
                    .filter(i -> TestKeys.wallet(i).equals(transfer.from()))
                    .findFirst()
                    .orElseThrow()
                : 2;
        return ledger.signed(transfer.numbered(nonce), TestKeys.key(key));
      }
    };
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted a -> "accepted";
      case Verdict.Repeated repeated -> "repeated " + place(repeated.transaction());
      case Verdict.Rejected rejected -> rejected.refused().code().name();
      case Verdict.NotAlone n -> "not alone";
      case Verdict.Unwanted u -> "unwanted";
      case Verdict.Busy b -> "busy";
    };
  }

  private static String place(Recorded recorded) {
    return switch (recorded.status()) {
      case PENDING -> "pending";
      case VALID -> recorded.place().map(p -> p.blockIndex() + "/" + p.position()).orElseThrow();
      case DROPPED -> "dropped " + recorded.dropReason().orElseThrow();
    };
  }

  private static String outcome(SealOutcome outcome) {
    return switch (outcome) {
      case SealOutcome.Sealed sealed ->
          "sealed "
              + sealed.block().header().index()
              + " "
              + sealed.block().transactions().stream().skip(1).map(Transaction::id).toList();
      case SealOutcome.Rejected rejected -> rejected.refused().code().name();
      case SealOutcome.Unwanted u -> "unwanted";
    };
  }

  private static String status(TestLedger ledger, Hash id) {
    return ledger
        .get(RecordedTransactions.class)
        .find(id)
        .map(RandomHistoryTest::place)
        .orElse("unknown");
  }

  private static Set<Map.Entry<AccountId, HistoryModel.Balance>> balances(TestLedger ledger) {
    var balances = new HashMap<AccountId, HistoryModel.Balance>();
    ledger
        .get(JdbcClient.class)
        .sql("select * from account_balances")
        .query(row -> {
          balances.put(
              new AccountId(
                  new Address(row.getString("address")), new Asset(row.getString("asset"))),
              new HistoryModel.Balance(
                  TransactionColumns.integer(row, "valid"),
                  TransactionColumns.integer(row, "pending_in"),
                  TransactionColumns.integer(row, "pending_out"),
                  TransactionColumns.integer(row, "balance"),
                  TransactionColumns.integer(row, "available"),
                  row.getLong("next_nonce")));
        });
    return balances.entrySet();
  }
}
