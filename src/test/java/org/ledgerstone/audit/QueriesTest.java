package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.ledger.Accounts;
import org.ledgerstone.ledger.Balance;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.ChainPosition;
import org.ledgerstone.ledger.StatementLine;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Allocation;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;

/** The queries of {@code db/queries} say what the ledger says. */
class QueriesTest {

  private static List<AuditorsQuery.Row> run(
      TestLedger ledger, TestDatabase.Kind kind, String name, Map<String, String> arguments) {
    return AuditorsQuery.named(name, kind).run(ledger.get(DataSource.class), arguments);
  }

  private static List<Balance> balances(TestLedger ledger) {
    return ledger.get(Accounts.class).after(0, 1000).stream()
        .map(Accounts.Listed::balance)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void tellsTheBalancesAtEveryBlock(TestDatabase.Kind kind) {
    try (var ledger = AuditedLedger.of(kind)) {
      long head = ledger.get(Chain.class).head().index();
      for (long block = 1; block <= head; block++) {
        var found = new HashMap<AccountId, BigInteger>();
        for (var row :
            run(ledger, kind, "balances_at_block", Map.of("block", Long.toString(block)))) {
          var account =
              new AccountId(new Address(row.text("address")), new Asset(row.text("asset")));
          assertThat(found.put(account, row.number("balance").toBigIntegerExact())).isNull();
        }
        assertThat(found).as("block %s", block).hasSizeGreaterThan(6);
        for (var balance : balances(ledger)) {
          assertThat(found.getOrDefault(balance.account(), BigInteger.ZERO))
              .as("%s at block %s", balance.account(), block)
              .isEqualTo(ledger.get(Accounts.class).validAt(balance.account(), block));
        }
        if (block == head) {
          assertThat(found)
              .containsOnlyKeys(balances(ledger).stream().map(Balance::account).toList());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void writesTheStatementOfEveryAccount(TestDatabase.Kind kind) {
    try (var ledger = AuditedLedger.of(kind)) {
      for (var balance : balances(ledger)) {
        var account = balance.account();
        var lines =
            ledger.get(Accounts.class).statement(account, ChainPosition.END, 1000).reversed();
        var rows =
            run(
                ledger,
                kind,
                "statement",
                Map.of("address", account.address().shown(), "asset", account.asset().code()));
        assertThat(rows).as("%s", account).hasSameSizeAs(lines).isNotEmpty();
        for (int i = 0; i < rows.size(); i++) {
          compare(ledger, account, rows.get(i), lines.get(i));
        }
      }
      assertThat(run(ledger, kind, "statement", Map.of("address", "nobody", "asset", "COIN")))
          .isEmpty();
    }
  }

  private static void compare(
      TestLedger ledger, AccountId account, AuditorsQuery.Row row, StatementLine line) {
    var transaction = line.transaction().transaction();
    var place = line.transaction().place().orElseThrow();
    var block = ledger.get(Chain.class).block(place.blockIndex()).orElseThrow();
    assertThat(row.text("id")).isEqualTo(transaction.id().toString());
    assertThat(row.whole("block_index")).isEqualTo(place.blockIndex());
    assertThat(row.whole("position")).isEqualTo(place.position());
    assertThat(row.text("block_time")).isEqualTo(block.header().time().toString());
    assertThat(row.number("balance").toBigIntegerExact()).isEqualTo(line.validAfter());
    assertThat(row.number("stored_balance").toBigIntegerExact()).isEqualTo(line.validAfter());
    assertThat(row.number("amount").toBigIntegerExact())
        .isEqualTo(signed(transaction, account.address()));
    if (transaction.content() instanceof Transfer transfer) {
      boolean pays = transfer.from().equals(account.address());
      assertThat(row.text("kind")).isEqualTo("transfer");
      assertThat(row.text("other")).isEqualTo((pays ? transfer.to() : transfer.from()).text());
      assertThat(row.isNull("memo") ? "" : row.text("memo")).isEqualTo(transfer.memo());
    } else {
      assertThat(row.isNull("other")).isTrue();
    }
  }

  private static BigInteger signed(Transaction transaction, Address account) {
    return switch (transaction.content()) {
      case Transfer t when t.from().equals(account) -> t.amount().units().negate();
      case Transfer t -> t.amount().units();
      case Reward r -> r.amount().units();
      case Allocation a -> a.amount().units();
      case Post p -> throw new AssertionError("A post moves nothing");
    };
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void seesThatValueIsConserved(TestDatabase.Kind kind) {
    try (var ledger = AuditedLedger.of(kind)) {
      var rows = run(ledger, kind, "conservation", Map.of());
      assertThat(rows).extracting(row -> row.text("asset")).containsExactly("COIN", "FINE", "GOLD");
      for (var row : rows) {
        var allocated =
            AuditedLedger.genesis().allocations().stream()
                .filter(share -> share.asset().code().equals(row.text("asset")))
                .map(share -> share.amount().units())
                .reduce(BigInteger.ZERO, BigInteger::add);
        var rewarded = row.text("asset").equals("COIN") ? BigInteger.valueOf(40) : BigInteger.ZERO;
        assertThat(row.number("allocated").toBigIntegerExact()).isEqualTo(allocated);
        assertThat(row.number("rewarded").toBigIntegerExact()).isEqualTo(rewarded);
        assertThat(row.number("held").toBigIntegerExact()).isEqualTo(allocated.add(rewarded));
        assertThat(row.whole("difference")).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void ordersTheAccountsThatHoldMost(TestDatabase.Kind kind) {
    try (var ledger = AuditedLedger.of(kind)) {
      var expected =
          balances(ledger).stream()
              .filter(balance -> balance.account().asset().equals(BlockFixture.COIN))
              .sorted(
                  Comparator.comparing(Balance::valid)
                      .reversed()
                      .thenComparing(balance -> balance.account().address()))
              .map(balance -> balance.account().address().text() + " " + balance.valid())
              .toList();
      for (int count : List.of(0, 3, 1000)) {
        var rows =
            run(
                ledger,
                kind,
                "top_accounts",
                Map.of("asset", "COIN", "count", Integer.toString(count)));
        assertThat(rows)
            .extracting(row -> row.text("address") + " " + row.number("valid").toBigIntegerExact())
            .isEqualTo(expected.stream().limit(count).toList());
      }
      assertThat(expected).hasSizeGreaterThan(4);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void tellsHowLongThePoolHasBeenWaiting(TestDatabase.Kind kind) {
    try (var ledger = AuditedLedger.of(kind)) {
      var times = new HashMap<String, List<Time>>();
      for (var pending : ledger.get(Transactions.class).pending(Long.MIN_VALUE, 1000)) {
        var transaction = pending.transaction().transaction();
        var of = transaction.content() instanceof Transfer ? "transfer" : "post";
        times.computeIfAbsent(of, k -> new ArrayList<>()).add(transaction.accepted());
      }
      var now = ledger.clock().time().plusMillis(3_600_000);
      var rows = run(ledger, kind, "pool_age", Map.of("now", now.toString()));
      assertThat(rows).extracting(row -> row.text("kind")).containsExactly("post", "transfer");
      for (var row : rows) {
        var accepted = times.getOrDefault(row.text("kind"), List.of()).stream().sorted().toList();
        assertThat(row.whole("pending")).isEqualTo(accepted.size());
        assertThat(row.text("oldest")).isEqualTo(accepted.getFirst().toString());
        assertThat(row.text("newest")).isEqualTo(accepted.getLast().toString());
        assertThat(row.number("seconds"))
            .isEqualByComparingTo(
                BigDecimal.valueOf(now.millis() - accepted.getFirst().millis(), 3));
      }
      assertThat(times.get("transfer")).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void countsWhatEachMinerWasPaid(TestDatabase.Kind kind) {
    try (var ledger = AuditedLedger.of(kind)) {
      var made = new HashMap<String, List<Long>>();
      for (var block : ledger.get(Chain.class).blocks(2, 1000)) {
        made.computeIfAbsent(block.header().miner().orElseThrow().text(), k -> new ArrayList<>())
            .add(block.header().index());
      }
      var reward = ledger.rules().reward().map(Amount::units).orElseThrow();
      var rows = run(ledger, kind, "rewards_by_miner", Map.of());
      assertThat(rows).hasSize(2).hasSameSizeAs(made.keySet());
      for (var row : rows) {
        var blocks = made.getOrDefault(row.text("miner"), List.of());
        assertThat(row.whole("blocks")).isEqualTo(blocks.size());
        assertThat(row.whole("first_block")).isEqualTo(blocks.getFirst());
        assertThat(row.whole("last_block")).isEqualTo(blocks.getLast());
        assertThat(row.number("reward").toBigIntegerExact())
            .isEqualTo(reward.multiply(BigInteger.valueOf(blocks.size())));
        assertThat(row.whole("paid_to_others")).isZero();
      }
    }
  }

  /** How each is run stands at its beginning. */
  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void sayWhatTheyTake(TestDatabase.Kind kind) throws Exception {
    for (var query : AuditorsQuery.all(kind)) {
      var text = Files.readString(query.file());
      var begin = text.substring(0, text.indexOf("\n\n"));
      assertThat(begin.lines()).as("%s", query.file()).allMatch(line -> line.startsWith("--"));
      assertThat(begin).contains(kind == TestDatabase.Kind.H2 ? "H2 console:" : "psql:");
      for (var name : query.parameters()) {
        assertThat(begin).as("%s", query.file()).contains("-- " + name + " ", "-v " + name + "=");
      }
    }
  }
}
