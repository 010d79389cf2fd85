package org.ledgerstone.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ledgerstone.ledger.SealOutcome;
import org.ledgerstone.ledger.Verdict;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Transfer;

/** Each check bites: a good ledger is tampered with, found out, and put back. */
class InvariantsTest {

  private static final Address TREASURY = new Address("treasury");
  private static final Map<TestDatabase.Kind, TestLedger> LEDGERS =
      new EnumMap<>(TestDatabase.Kind.class);

  /** A change of the tables, and what has to be said about it. */
  private record Tampering(String does, String found) {}

  private static final List<Tampering> TAMPERINGS =
      List.of(
          // accounts
          new Tampering(
              "update accounts set valid = valid + 1 where address = 'treasury'", "valid"),
          new Tampering(
              "update accounts set next_nonce = next_nonce + 1 where address = 'treasury'",
              "next_nonce"),
          new Tampering("delete from accounts where address = 'users:bob'", "is missing"),
          new Tampering(
              "insert into accounts (address, asset, valid, next_nonce) values ('x', 'PTS', 0, 0)",
              "accounts: x PTS is not in the replay"),
          new Tampering(
              "update accounts set valid = case when address = 'treasury' then valid - 1 else"
                  + " valid + 1 end where asset = 'PTS' and address in ('treasury', 'users:bob')",
              "valid is"),
          new Tampering(
              "update accounts set valid = valid + 1 where address = 'treasury'",
              "total of each asset"),
          // head
          new Tampering("update head set block_index = 2", "head: index"),
          new Tampering("update head set block_hash = '" + "ab".repeat(32) + "'", "head: hash"),
          new Tampering("update head set work = work + 1", "head: work"),
          new Tampering("update head set version = 0", "head: version"),
          new Tampering(
              "update head set sealed_to = (select last_seq from admissions)", "pool: rows and"),
          new Tampering("update head set pool_left = pool_left + 1", "head's pool_left"),
          new Tampering("update admissions set admitted = 1", "instead of 1"),
          new Tampering("update admissions set last_seq = 1", "to 1"),
          new Tampering("delete from admissions", "admissions: number of rows"),
          new Tampering("delete from head", "head: number of rows"),
          // blocks
          new Tampering(
              "update blocks set data = 'forged' where \"index\" = 2", "hash of the header"),
          new Tampering("update blocks set nonce = 77 where \"index\" = 2", "hash of the header"),
          new Tampering("update blocks set work = work + 1 where \"index\" = 3", "3: work"),
          new Tampering(
              "update blocks set seal = (select seal from blocks where \"index\" = 2) where"
                  + " \"index\" = 3",
              "3: signer of the seal"),
          new Tampering(
              "update blocks set seal = upper(seal) where \"index\" = 3", "signer of the seal"),
          new Tampering(
              "update blocks set \"timestamp\" = '2026-01-01T00:00:01.2Z' where \"index\" = 2",
              "not canonical"),
          new Tampering("delete from blocks where \"index\" = 3", "4: index is 4 instead of 3"),
          new Tampering("delete from blocks where \"index\" = 3", "there is no such block"),
          new Tampering("delete from blocks where \"index\" = 4", "head: index"),
          new Tampering(
              "update blocks set previous_hash = '" + "cd".repeat(32) + "' where \"index\" = 3",
              "3: parent"),
          new Tampering(
              "update blocks set history_root = '" + "cd".repeat(32) + "' where \"index\" = 3",
              "3: history root"),
          new Tampering(
              "update blocks set transaction_count = 9 where \"index\" = 3",
              "number of transactions"),
          new Tampering(
              "update blocks set data = 'Genesis' where \"index\" = 1", "1: genesis data"),
          // history
          new Tampering(
              "update history set hash = (select hash from history where level = 0 and position ="
                  + " 1) where level = 1 and position = 0",
              "history: wrong"),
          new Tampering("delete from history where level = 1 and position = 0", "history: missing"),
          new Tampering(
              "insert into history (level, position, hash) select 0, 99, hash from history where"
                  + " level = 0 and position = 0",
              "history: wrong or too much"),
          // transactions
          new Tampering(
              "update recorded set amount = amount + 1 where kind = 'transfer' and asset ="
                  + " 'PTS'",
              "the id of these columns"),
          new Tampering(
              "update recorded set memo = 'other' where memo = 'rent'", "the id of these columns"),
          new Tampering(
              "update recorded set content = 'other' where kind = 'post'",
              "the id of these columns"),
          new Tampering(
              "update recorded set proof = (select min(proof) from transactions where scheme ="
                  + " 2) where scheme = 2",
              "SIGNATURE_MISMATCH"),
          new Tampering(
              "update recorded set proof = (select min(proof) from transactions where scheme ="
                  + " 2) where scheme = 2",
              "Merkle root"),
          new Tampering(
              "update recorded set accepted = accepted + 1 where kind = 'post'", "Merkle root"),
          new Tampering(
              "update recorded set accepted = accepted + 99999 where kind = 'post'",
              "accepted after its block"),
          new Tampering(
              "update recorded set accepted = 1 where kind = 'post'",
              "accepted before the ledger began"),
          new Tampering(
              "update recorded set accepted = accepted - 1 where kind = 'reward'", "accepted is"),
          new Tampering(
              "update places set position = position + 10 where block_index = 3 and position"
                  + " = 1",
              "position is"),
          new Tampering(
              "delete from places where block_index = 3 and position = 1",
              "number of transactions"),
          new Tampering("delete from places where position = 0 and block_index = 3", "kind is"),
          new Tampering(
              "update recorded set amount = 11 where seq = (select seq from places where"
                  + " block_index = 3 and position = 0)",
              "the reward is 11"),
          new Tampering(
              "update recorded set receiver = 'treasury' where kind = 'reward'",
              "receiver is treasury"),
          new Tampering(
              "update places set sender_balance = sender_balance + 1 where position = 1 and"
                  + " block_index = 2",
              "sender_balance"),
          new Tampering(
              "update places set receiver_balance = null where position = 0",
              "receiver_balance is null"),
          new Tampering(
              "update recorded set author = 'me' where kind = 'transfer'",
              "not those of the kind transfer"),
          new Tampering(
              "update recorded set asset = 'COIN' where kind = 'post'",
              "not those of the kind post"),
          new Tampering(
              "update recorded set nonce = nonce + 1 where sender = 'treasury'", "nonce is"),
          new Tampering("update recorded set kind = 'gift' where kind = 'post'", "the kind gift"),
          new Tampering("update recorded set scheme = 3 where scheme = 1", "not authorised"),
          new Tampering(
              "update recorded set until = 1 where until = 0 and kind = 'transfer'", "had ended"),
          new Tampering(
              "update places set seq = seq + 1 where block_index = 3 and position = 0",
              "places: the numbers up to"),
          new Tampering(
              "update recorded set seq = 0 where seq = (select max(seq) from transactions)",
              "places: the numbers up to"),
          // pool
          new Tampering(
              "delete from recorded where seq = (select min(seq) from pool where sender ="
                  + " 'treasury')",
              "nonce is"),
          new Tampering(
              "update recorded set amount = 999999 where seq = (select max(seq) from pool)",
              "spends more"),
          new Tampering(
              "update recorded set proof = '\\x00' where seq = (select max(seq) from pool)",
              "the proof is malformed"),
          new Tampering(
              "update recorded set receiver = 'mallory' where seq = (select max(seq) from pool)",
              "SIGNATURE_MISMATCH"),
          new Tampering(
              "update recorded set kind = 'reward' where seq = (select max(seq) from pool)",
              "nobody sends"),
          new Tampering(
              "update recorded set seq = seq * 2 where seq in (select seq from pool)",
              "what is pending has the numbers above"),
          new Tampering(
              "update recorded set seq = -seq where seq in (select seq from pool)",
              "places: the numbers up to"),
          new Tampering(
              "update recorded set seq = (select 2 * max(seq) + 1 from pool) - seq where seq in"
                  + " (select seq from pool)",
              "nonce is"),
          // dropped and side_blocks
          new Tampering("update dropped set reason = 'BORED'", "BORED is no refusal"),
          new Tampering("update dropped set amount = amount + 1", "dropped:"),
          new Tampering(
              "insert into side_blocks (hash, block_index, previous_hash, header, work, bytes,"
                  + " body) select hash, \"index\", previous_hash, '', work, 0, '\\x00' from blocks"
                  + " where \"index\" = 2",
              "on the chain that counts"));

  @BeforeAll
  static void makeLedgers() {
    for (var kind : TestDatabase.Kind.values()) {
      LEDGERS.put(kind, busyLedger(kind));
    }
  }

  @AfterAll
  static void closeLedgers() {
    LEDGERS.values().forEach(TestLedger::close);
  }

  /** Blocks 1 … 4 with every kind of transaction, three in the pool, one dropped. */
  private static TestLedger busyLedger(TestDatabase.Kind kind) {
    var ledger =
        TestLedger.start(
            kind,
            new TestGenesis()
                .difficulty(8)
                .allocate("COIN", TestKeys.wallet(3), 1000)
                .allocate("PTS", TREASURY, 500));
    var operator = TestKeys.key(2);
    var ann = TestKeys.key(3);
    take(ledger, ledger.signed("COIN", ann, TestKeys.wallet(4), 100, 0));
    take(ledger, ledger.signed(welcome(ledger, 0, "rent"), operator));
    sealed(ledger);
    take(ledger, ledger.seedForm(seed(ledger), ann));
    take(ledger, ledger.signed(post(ledger, Optional.of(ann.address())), ann));
    take(ledger, new Order(post(ledger, Optional.empty()), Authorization.NONE));
    sealed(ledger);
    take(ledger, ledger.signed(ending(ledger), ann));
    ledger.clock().advance(10_000);
    sealed(ledger);
    take(ledger, ledger.signed(welcome(ledger, 1, ""), operator));
    take(ledger, ledger.signed(welcome(ledger, 2, ""), operator));
    Invariants.check(ledger.node());
    return ledger;
  }

  private static Transfer welcome(TestLedger ledger, long nonce, String memo) {
    var plain = ledger.transfer("PTS", TREASURY, new Address("users:bob"), 25, nonce);
    return new Transfer(
        plain.ledger(),
        plain.asset(),
        plain.from(),
        plain.to(),
        plain.amount(),
        plain.nonce(),
        0,
        memo);
  }

  private static Transfer seed(TestLedger ledger) {
    return ledger.transfer("COIN", TestKeys.wallet(3), TestKeys.wallet(4), 7, 0);
  }

  private static Transfer ending(TestLedger ledger) {
    var plain = ledger.transfer("COIN", TestKeys.wallet(3), TestKeys.wallet(4), 1, 1);
    return new Transfer(
        plain.ledger(),
        plain.asset(),
        plain.from(),
        plain.to(),
        Amount.of(5),
        plain.nonce(),
        ledger.clock().time().millis() / 1000 + 2,
        "");
  }

  private static Post post(TestLedger ledger, Optional<Address> from) {
    return new Post(ledger.rules().ledger(), from, "Ann", "Hello\nyou", "n-" + from.isPresent());
  }

  private static void take(TestLedger ledger, Order order) {
    assertThat(ledger.admit(order)).isInstanceOf(Verdict.Accepted.class);
  }

  private static void sealed(TestLedger ledger) {
    assertThat(ledger.seal()).isInstanceOf(SealOutcome.Sealed.class);
  }

  static Stream<Arguments> tamperings() {
    return LEDGERS.keySet().stream()
        .flatMap(kind -> TAMPERINGS.stream().map(tampering -> Arguments.of(kind, tampering)));
  }

  @ParameterizedTest
  @MethodSource("tamperings")
  void findsOut(TestDatabase.Kind kind, Tampering tampering) throws SQLException {
    tamper(
        kind,
        connection -> {
          assertThat(run(connection, tampering.does())).as("rows changed").isPositive();
        },
        tampering.found());
  }

  @ParameterizedTest
  @EnumSource
  void findsOutABlockWithoutItsWork(TestDatabase.Kind kind) throws SQLException {
    tamper(
        kind,
        connection -> {
          do {
            remakeLastBlock(connection, "nonce = nonce + 1", 1);
          } while (lastHash(connection).startsWith("00"));
        },
        "work is not shown by its hash");
  }

  @ParameterizedTest
  @EnumSource
  void findsOutAMinerWhoIsNotListed(TestDatabase.Kind kind) throws SQLException {
    tamper(
        kind,
        connection -> remakeLastBlock(connection, "miner = '" + TestKeys.wallet(5).text() + "'", 5),
        "miner is not listed");
  }

  @ParameterizedTest
  @EnumSource
  void findsOutABlockThatCameTooSoon(TestDatabase.Kind kind) throws SQLException {
    tamper(
        kind,
        connection ->
            remakeLastBlock(
                connection,
                "\"timestamp\" = (select \"timestamp\" from blocks where \"index\" = 3)",
                1),
        "dated too soon after its parent");
  }

  @ParameterizedTest
  @EnumSource
  void findsOutAnotherDifficulty(TestDatabase.Kind kind) throws SQLException {
    tamper(
        kind,
        connection -> remakeLastBlock(connection, "difficulty = 0", 1),
        "difficulty is 0 instead of 8");
  }

  @ParameterizedTest
  @EnumSource
  void findsOutASealOfSomebodyElse(TestDatabase.Kind kind) throws SQLException {
    tamper(kind, connection -> remakeLastBlock(connection, "data = 'x'", 5), "signer of the seal");
  }

  @ParameterizedTest
  @EnumSource
  void findsOutTextsThatAreNotAllowed(TestDatabase.Kind kind) throws SQLException {
    tamper(
        kind,
        connection -> remakeLastBlock(connection, "data = '" + "x".repeat(1001) + "'", 1),
        "data has 1001 characters");
  }

  /** Where the database itself does not refuse it. */
  @Test
  void findsOutANumberedTransferThatIsThereTwice() throws SQLException {
    tamper(
        TestDatabase.Kind.POSTGRESQL,
        connection ->
            run(
                connection,
                "insert into recorded select seq - 1, id, kind, asset, sender, receiver, amount,"
                    + " nonce, until, memo, author, content, post_nonce, accepted, scheme, proof"
                    + " from pool where seq = (select max(seq) from pool)"),
        "the id stands elsewhere as well");
  }

  /** The view itself is replaced by one that lies. */
  @ParameterizedTest
  @EnumSource
  void findsOutAViewThatLies(TestDatabase.Kind kind) throws SQLException {
    var view = "account_balances";
    var database = TestDatabase.of(kind);
    var genesis = new TestGenesis().allocate("PTS", TREASURY, 5).build();
    try (var ledger =
        TestNode.startWithoutWeb(
            database, Map.of("LEDGER_GENESIS", TestGenesis.file(genesis).toString()))) {
      Invariants.check(ledger);
      try (var connection = ledger.get(DataSource.class).getConnection()) {
        run(connection, "drop view " + view + " cascade");
        run(
            connection,
            "create view account_balances as select address, asset, valid, 0 as pending_in, 0 as"
                + " pending_out, valid + 1 as balance, valid as available, next_nonce from"
                + " accounts");
        assertThatThrownBy(() -> Invariants.check(connection, new RuleBook(genesis)))
            .hasMessageContaining("account_balances: wrong or too much")
            .hasMessageContaining("account_balances: missing");
      }
    }
  }

  private interface Step {
    void on(Connection connection) throws SQLException;
  }

  private static void tamper(TestDatabase.Kind kind, Step step, String found) throws SQLException {
    var ledger = LEDGERS.get(kind);
    var rules = ledger.get(RuleBook.class);
    try (var connection = ledger.get(DataSource.class).getConnection()) {
      connection.setAutoCommit(false);
      try {
        step.on(connection);
        assertThatThrownBy(() -> Invariants.check(connection, rules))
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining(found);
      } finally {
        connection.rollback();
      }
      assertThatCode(() -> Invariants.check(connection, rules)).doesNotThrowAnyException();
    }
  }

  private static int run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private static String lastHash(Connection connection) throws SQLException {
    return Tables.read(connection).blocks().getLast().hash();
  }

  /** Changes the last block and makes everything fit again that a forger with a key could. */
  private static void remakeLastBlock(Connection connection, String change, int key)
      throws SQLException {
    run(connection, "update blocks set " + change + " where \"index\" = 4");
    var blocks = new ArrayList<>(Tables.read(connection).blocks());
    var last = blocks.getLast();
    var hash = TransactionInvariants.sha256(ChainInvariants.headerText(last));
    var seal = TestKeys.key(key).sign(HexFormat.of().parseHex(hash));
    run(
        connection,
        "update blocks set hash = '" + hash + "', seal = '" + seal + "' where \"index\" = 4");
    run(connection, "update head set block_hash = '" + hash + "'");
    run(connection, "delete from history");
    var history = new GrowingTree();
    for (var block : blocks.subList(0, 3)) {
      history.append(HexFormat.of().parseHex(block.hash()));
    }
    history.append(HexFormat.of().parseHex(hash));
    try (var statement =
        connection.prepareStatement(
            "insert into history (level, position, hash) values (?, ?, ?)")) {
      for (var node : history.complete()) {
        statement.setInt(1, node.level());
        statement.setLong(2, node.position());
        statement.setBytes(3, HexFormat.of().parseHex(node.hash()));
        statement.executeUpdate();
      }
    }
  }
}
