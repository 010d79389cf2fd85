package org.ledgerstone.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.GenesisDraft;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.protocol.WalletKey;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node as its clients see it. Its ledger is the one of {@link BlockFixture} with an interval of 1
 * ms, its wallet the operator's. Closing it checks the {@link Invariants}.
 */
public final class HttpNode implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper MAPPER = new JsonMapper();

  private final TestDatabase database;
  private final Genesis genesis;
  private final Map<String, String> settings;
  private final Consumer<GenericApplicationContext> parts;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private TestNode node;

  private HttpNode(
      TestDatabase database,
      Genesis genesis,
      Map<String, String> settings,
      Consumer<GenericApplicationContext> parts) {
    this.database = database;
    this.genesis = genesis;
    this.settings = settings;
    this.parts = parts;
    this.node = TestNode.start(database, settings, parts);
  }

  /** Starts a node on a new database. */
  public static HttpNode start(TestDatabase.Kind kind) {
    return start(kind, BlockFixture.OPERATOR, draft -> {});
  }

  /** Starts a node with this wallet on a ledger that differs from the usual one. */
  public static HttpNode start(
      TestDatabase.Kind kind, WalletKey wallet, Consumer<GenesisDraft> change) {
    var genesis =
        BlockFixture.genesis(draft -> {
          draft.intervalMillis = 1;
          change.accept(draft);
        });
    return start(kind, wallet, genesis);
  }

  /** Starts a node with this wallet on this ledger. */
  public static HttpNode start(TestDatabase.Kind kind, WalletKey wallet, Genesis genesis) {
    return start(kind, wallet, genesis, Map.of());
  }

  /** Starts a node with further settings. */
  public static HttpNode start(
      TestDatabase.Kind kind, WalletKey wallet, Genesis genesis, Map<String, String> more) {
    return start(TestDatabase.of(kind), wallet, genesis, more);
  }

  /** Starts a node on this database. */
  public static HttpNode start(
      TestDatabase database, WalletKey wallet, Genesis genesis, Map<String, String> more) {
    return start(database, wallet, genesis, more, context -> {});
  }

  /**
   * Starts a node on this database.
   *
   * @param parts registers further beans, such as one that stands in the place of another
   */
  public static HttpNode start(
      TestDatabase database,
      WalletKey wallet,
      Genesis genesis,
      Map<String, String> more,
      Consumer<GenericApplicationContext> parts) {
    var settings = new HashMap<>(more);
    settings.put("LEDGER_GENESIS", TestGenesis.file(genesis).toString());
    settings.put("WALLET_PRIVATE_KEY", wallet.secret());
    return new HttpNode(database, genesis, settings, parts);
  }

  /** Stops the node and starts it again on the same database. */
  public void restart() {
    node.close();
    node = TestNode.start(database, settings, parts);
  }

  /** The node inside. */
  public TestNode node() {
    return node;
  }

  /** Where it answers. */
  public URI uri(String path) {
    return node.uri(path);
  }

  /** The parameters of its ledger. */
  public Genesis genesis() {
    return genesis;
  }

  /** The rules of its ledger. */
  public Rules rules() {
    return node.get(RuleBook.class).inForceAt(1);
  }

  /** The same chain in memory, for a block to be made on top of it. */
  public ChainInMemory chain() {
    var stored = node.get(Chain.class);
    var chain = new ChainInMemory(genesis);
    for (long index = 2; index <= stored.head().index(); index++) {
      chain.accept(stored.whole(index).orElseThrow());
    }
    return chain;
  }

  /** Everything that its tables hold. */
  public TableContents contents() {
    return TableContents.of(node.get(DataSource.class));
  }

  /** Asks for a path, with header names and values in turn. */
  public Reply get(String path, String... headers) {
    return send("GET", path, new byte[0], headers);
  }

  /** Posts JSON: a text as it is, anything else as Jackson writes it. */
  public Reply post(String path, Object json, String... headers) {
    var text = json instanceof String written ? written : MAPPER.writeValueAsString(json);
    var all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = "application/json";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return send("POST", path, text.getBytes(StandardCharsets.UTF_8), all);
  }

  /** Sends these bytes. */
  public Reply send(String method, String path, byte[] body, String... headers) {
    var request =
        HttpRequest.newBuilder(uri(path))
            .timeout(PATIENCE)
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return Reply.of(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Hands in an order. */
  public Reply order(Order order) {
    return post("/api/v1/transactions", Wire.order(order));
  }

  /** A transfer for a test to change; its nonce is the sender's next one. */
  public TransferDraft draft(WalletKey from) {
    var draft = new TransferDraft(rules());
    draft.from = from.address();
    draft.signer = from;
    draft.nonce = OptionalLong.of(nextNonce(from.address(), "COIN"));
    return draft;
  }

  /** Pays so much of the native asset, with the next nonce. */
  public Reply pay(WalletKey from, Address to, long amount) {
    var draft = draft(from);
    draft.to = to;
    draft.amount = amount;
    return order(draft.order()).with(201);
  }

  /** The nonce that this account's next transfer carries. */
  public long nextNonce(Address address, String asset) {
    return ((Number) account(address, asset).get("nextNonce")).longValue();
  }

  /** What an account holds. */
  public Map<String, Object> account(Address address, String asset) {
    return get("/api/v1/accounts/" + address.shown() + "?asset=" + asset).with(200).json();
  }

  /** Makes a block. */
  public Reply generate() {
    return post("/api/v1/blocks/generate", "").with(201);
  }

  /** Makes blocks until nothing is pending. */
  public void sealAll() {
    for (int i = 0; i < 50 && !pool().isEmpty(); i++) {
      generate();
    }
  }

  /** The oldest of what is pending. */
  public List<Map<String, Object>> pool() {
    return get("/api/v1/pool").items();
  }

  /** The newest block. */
  public Map<String, Object> head() {
    return get("/api/v1/blocks/head").with(200).json();
  }

  @Override
  public void close() {
    try (var running = node) {
      Invariants.check(running);
    }
  }
}
