package org.ledgerstone.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.ledgerstone.ledger.Accounts;
import org.ledgerstone.ledger.Admission;
import org.ledgerstone.ledger.Balance;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.SealOutcome;
import org.ledgerstone.ledger.Sealing;
import org.ledgerstone.ledger.Verdict;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.SeedText;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.WalletKey;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A node without web that mines with key 1, on a clock that the test moves. Closing it checks the
 * {@link Invariants}.
 */
public final class TestLedger implements AutoCloseable {

  private static final String BALANCES =
      "select address, asset, valid, pending_in, pending_out, next_nonce from account_balances";

  private final TestNode node;
  private final TestClock clock;
  private final RuleBook book;
  private final Rules rules;
  private boolean shared;

  private TestLedger(TestNode node, TestClock clock) {
    this.node = node;
    this.clock = clock;
    this.book = node.get(RuleBook.class);
    this.rules = book.inForceAt(1);
  }

  /** Starts a node on a database of its own. */
  public static TestLedger start(TestDatabase.Kind kind, TestGenesis genesis) {
    return start(TestDatabase.of(kind), genesis.build(), Map.of(), context -> {});
  }

  /** Starts a node, with further settings and beans. */
  public static TestLedger start(
      TestDatabase database,
      Genesis genesis,
      Map<String, String> settings,
      Consumer<GenericApplicationContext> parts) {
    var clock = new TestClock(genesis.time().plusMillis(1000));
    var all = new HashMap<String, String>();
    all.put("LEDGER_GENESIS", TestGenesis.file(genesis).toString());
    all.put("WALLET_PRIVATE_KEY", TestKeys.key(1).secret());
    all.putAll(settings);
    var node =
        TestNode.startWithoutWeb(
            database,
            all,
            context -> {
              context.registerBean(
                  "testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true));
              parts.accept(context);
            });
    return new TestLedger(node, clock);
  }

  /** A part of the node. */
  public <T> T get(Class<T> type) {
    return node.get(type);
  }

  /** The node itself. */
  public TestNode node() {
    return node;
  }

  /** The node's clock. */
  public TestClock clock() {
    return clock;
  }

  /** The ledger's rules. */
  public Rules rules() {
    return rules;
  }

  /** The rules by block. */
  public RuleBook book() {
    return book;
  }

  /** Hands in an order. */
  public Verdict admit(Order order) {
    return get(Admission.class).admit(order, Companion.none());
  }

  /** Makes a block a millisecond later. */
  public SealOutcome seal() {
    clock.advance(Math.max(1, rules.intervalMillis()));
    return get(Sealing.class).seal("", Companion.none());
  }

  /** A transfer by content alone. */
  public Transfer transfer(String asset, Address from, Address to, long amount, long nonce) {
    return new Transfer(
        rules.ledger(),
        new Asset(asset),
        from,
        to,
        Amount.of(amount),
        OptionalLong.of(nonce),
        0,
        "");
  }

  /** A transfer from the key's account, signed by it. */
  public Order signed(String asset, WalletKey from, Address to, long amount, long nonce) {
    return signed(transfer(asset, from.address(), to, amount, nonce), from);
  }

  /** The transfer with the key's signature over the typed data. */
  public Order signed(Transfer transfer, WalletKey key) {
    return new Order(
        transfer,
        Authorization.signed(Scheme.TYPED_DATA, key.sign(rules.typedData().digest(transfer))));
  }

  /** The transfer without its nonce, with the key's signature over the seed text. */
  public Order seedForm(Transfer numbered, WalletKey key) {
    var transfer =
        new Transfer(
            numbered.ledger(),
            numbered.asset(),
            numbered.from(),
            numbered.to(),
            numbered.amount(),
            OptionalLong.empty(),
            numbered.until(),
            numbered.memo());
    return new Order(
        transfer, Authorization.signed(Scheme.SEED_TEXT, key.sign(SeedText.digest(transfer))));
  }

  /** The post with the key's signature. */
  public Order signed(Post post, WalletKey key) {
    return new Order(
        post, Authorization.signed(Scheme.TYPED_DATA, key.sign(rules.typedData().digest(post))));
  }

  /** From now on closing it checks the invariants only; {@link #stop} stops it. */
  public TestLedger shared() {
    shared = true;
    return this;
  }

  @Override
  public void close() {
    try {
      Invariants.check(node);
      checkBalances();
    } finally {
      if (!shared) {
        stop();
      }
    }
  }

  /** The node says of every account what the view says. */
  private void checkBalances() {
    var accounts = get(Accounts.class);
    var said = new HashMap<AccountId, Balance>();
    accounts
        .after(0, Integer.MAX_VALUE)
        .forEach(one -> said.put(one.balance().account(), one.balance()));
    for (var balance : get(JdbcClient.class).sql(BALANCES).query(TestLedger::balance).list()) {
      assertThat(said.computeIfAbsent(balance.account(), accounts::balance)).isEqualTo(balance);
    }
  }

  private static Balance balance(ResultSet row, int n) throws SQLException {
    return new Balance(
        new AccountId(new Address(row.getString("address")), new Asset(row.getString("asset"))),
        row.getBigDecimal("valid").toBigIntegerExact(),
        row.getBigDecimal("pending_in").toBigIntegerExact(),
        row.getBigDecimal("pending_out").toBigIntegerExact(),
        row.getLong("next_nonce"));
  }

  /** Stops the node. */
  public void stop() {
    node.close();
  }
}
