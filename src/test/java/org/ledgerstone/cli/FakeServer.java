package org.ledgerstone.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.OrderRules;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers in the shapes of a ledger's server, out of memory, by the rules of the protocol. */
final class FakeServer implements AutoCloseable {

  private static final int PAGE = 2;

  record Seen(String call, String body, Optional<String> key, Optional<String> token) {}

  final RuleBook book;
  final MemoryChain chain;
  final List<Transaction> pool = new ArrayList<>();
  final List<Seen> seen = new ArrayList<>();

  /** What happens to the next POSTs before anything else does: a status, or 0 for no answer. */
  final Deque<Integer> mishaps = new ArrayDeque<>();

  /** Runs before the next block is judged. */
  Runnable beforeBlock = () -> {};

  private final HttpServer http;

  FakeServer(Genesis genesis) throws IOException {
    book = new RuleBook(genesis);
    chain = new MemoryChain(genesis.block());
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::handle);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  Rules rules() {
    return book.inForceAt(1);
  }

  List<Seen> posts() {
    return seen.stream().filter(s -> s.call().startsWith("POST")).toList();
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    var call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var headers = exchange.getRequestHeaders();
    seen.add(
        new Seen(
            call,
            body,
            Optional.ofNullable(headers.getFirst("Idempotency-Key")),
            Optional.ofNullable(headers.getFirst("Authorization"))));
    if (call.startsWith("POST") && !mishaps.isEmpty()) {
      int status = mishaps.pop();
      if (status == 0) {
        exchange.close();
        return;
      }
      answer(exchange, status, problem(Refusal.NONCE_USED.plainly()));
      return;
    }
    try {
      route(exchange, call, body);
    } catch (RuntimeException e) {
      answer(exchange, 500, Json.object().put("detail", e.toString()));
    }
  }

  private void route(HttpExchange exchange, String call, String body) throws IOException {
    var uri = exchange.getRequestURI();
    switch (exchange.getRequestMethod() + " " + uri.getPath()) {
      case "GET /api/v1/ledger" -> answer(exchange, 200, ledger());
      case "GET /api/v1/blocks/head" -> answer(exchange, 200, block(chain.head()));
      case "GET /api/v1/blocks" -> answer(exchange, 200, blocks(number(uri.getQuery(), "from")));
      case "GET /api/v1/pool" -> answer(exchange, 200, pool(number(uri.getQuery(), "cursor")));
      case "POST /api/v1/transactions" ->
          take(exchange, SentJson.order(Json.read(body), book.ledger()));
      case "POST /add_transaction/" -> takeSeed(exchange, body);
      case "POST /add_block/" -> takeBlock(exchange, body);
      case "POST /api/v1/blocks/generate" -> generate(exchange);
      default -> {
        if (call.startsWith("GET /api/v1/accounts/")) {
          account(exchange, uri.getPath().substring("/api/v1/accounts/".length()), uri.getQuery());
        } else {
          answer(exchange, 404, Json.object().put("code", "NOT_FOUND").put("detail", "Not here."));
        }
      }
    }
  }

  private static long number(String query, String name) {
    var found = query.replaceFirst(".*\\b" + name + "=([0-9]+).*", "$1");
    return found.equals(query) ? 0 : Long.parseLong(found);
  }

  private ObjectNode ledger() {
    var genesis = book.genesis();
    var fields =
        Json.object()
            .put("name", genesis.name())
            .put("chain", genesis.chain())
            .put("genesis", book.ledger().toString())
            .put("reward", genesis.reward().toString())
            .put("difficulty", genesis.difficulty())
            .put("interval", genesis.intervalMillis())
            .put("blockLimit", genesis.blockLimit())
            .put("operator", genesis.operator().map(Address::shown).orElse(null))
            .put("posts", genesis.posts().name().toLowerCase(Locale.ROOT))
            .put("seedSignatures", genesis.seedSignatures())
            .put("finalDepth", genesis.finalDepth())
            .put("pending", pool.size());
    var assets = fields.putArray("assets");
    genesis
        .assets()
        .forEach(
            a -> assets.addObject().put("code", a.asset().code()).put("decimals", a.decimals()));
    var miners = fields.putArray("miners");
    genesis.miners().forEach(miner -> miners.add(miner.shown()));
    fields
        .putObject("head")
        .put("index", chain.parent().index())
        .put("hash", chain.head().hash().toString());
    return fields;
  }

  private static ObjectNode block(SealedBlock block) {
    var fields = BlockJson.of(block);
    fields.put("headerText", block.header().text()).put("work", "1");
    fields.remove(List.of("transactions", "previous_hash", "timestamp"));
    return fields;
  }

  private ObjectNode blocks(long from) {
    var page = Json.object();
    var items = page.putArray("items");
    chain.blocks.stream().skip(from - 1).limit(PAGE).forEach(b -> items.add(block(b)));
    return page.putNull("next");
  }

  private ObjectNode pool(long from) {
    var page = Json.object();
    var items = page.putArray("items");
    pool.stream().skip(from).limit(PAGE).forEach(t -> items.add(BlockJson.of(t)));
    return from + PAGE < pool.size() ? page.put("next", "" + (from + PAGE)) : page.putNull("next");
  }

  private void account(HttpExchange exchange, String address, String query) throws IOException {
    var asset =
        query != null && query.contains("asset=")
            ? new Asset(query.replaceFirst(".*asset=([A-Z0-9]+).*", "$1"))
            : rules().nativeAsset();
    if (!rules().declares(asset)) {
      answer(exchange, 422, problem(Refusal.ASSET_UNKNOWN.plainly()));
      return;
    }
    var account = Address.parse(address).orElseThrow();
    var standing = chain.standing(new AccountId(account, asset));
    var fields =
        Json.object()
            .put("address", account.shown())
            .put("asset", asset.code())
            .put("valid", standing.spendable().toString());
    if (query == null || !query.contains("at=")) {
      fields
          .put("pendingIn", "0")
          .put("pendingOut", "0")
          .put("balance", standing.spendable().toString())
          .put("available", standing.spendable().toString())
          .put("nextNonce", standing.nextNonce() + pendingOf(account, asset));
    }
    answer(exchange, 200, fields);
  }

  private long pendingOf(Address account, Asset asset) {
    return pool.stream()
        .filter(t -> t.content() instanceof Transfer transfer && isBy(transfer, account, asset))
        .count();
  }

  private static boolean isBy(Transfer transfer, Address account, Asset asset) {
    return transfer.from().equals(account) && transfer.asset().equals(asset);
  }

  private Optional<Refused> judge(Order order) {
    return OrderRules.judge(order, rules());
  }

  private void take(HttpExchange exchange, Order order) throws IOException {
    var refused = judge(order);
    if (refused.isPresent()) {
      answer(exchange, 422, problem(refused.get()));
      return;
    }
    boolean known = pool.stream().anyMatch(t -> t.id().equals(order.id()));
    var transaction = order.acceptedAt(Time.of(Terminal.NOW));
    if (!known) {
      pool.add(transaction);
    }
    answer(exchange, known ? 200 : 201, BlockJson.of(transaction).put("status", "pending"));
  }

  private void takeSeed(HttpExchange exchange, String body) throws IOException {
    var order = SentJson.seedOrder(Json.read(body), book.ledger(), rules().nativeAsset());
    var refused = judge(order);
    if (refused.isPresent()) {
      answer(exchange, 400, failure(refused.get().detail()));
      return;
    }
    pool.add(order.acceptedAt(Time.of(Terminal.NOW)));
    answer(exchange, 200, Json.object().put("success", true).put("id", order.id().toString()));
  }

  private void takeBlock(HttpExchange exchange, String body) throws IOException {
    beforeBlock.run();
    beforeBlock = () -> {};
    var block = SentJson.block(Json.read(body), book.ledger());
    var refused = BlockRules.judge(block, chain, rules(), Time.of(Terminal.NOW));
    if (refused.isPresent()) {
      answer(exchange, 400, failure(said(refused.get())));
      return;
    }
    append(block);
    answer(exchange, 200, Json.object().put("success", true));
  }

  void append(SealedBlock block) {
    chain.append(block);
    pool.removeIf(t -> chain.holds(t.id()));
  }

  private static String said(BlockRefused refused) {
    return refused.rule() + ": " + refused.refused().detail();
  }

  private void generate(HttpExchange exchange) throws IOException {
    if (!"Bearer good.token".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, Json.object().put("code", "UNAUTHORIZED").put("detail", "No token."));
      return;
    }
    answer(exchange, 201, block(chain.head()));
  }

  private static ObjectNode failure(String error) {
    return Json.object().put("success", false).put("error", error);
  }

  private static ObjectNode problem(Refused refused) {
    return Json.object()
        .put("title", refused.code().sentence())
        .put("code", refused.code().name())
        .put("detail", refused.detail());
  }

  private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
    var bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
