package org.ledgerstone.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.ProofOfWork;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node that a test has made: it speaks as nodes speak to each other and has the chain that it is
 * given. Each of its answers can be made a lie.
 */
final class MadeNode implements AutoCloseable {

  /** Writes an answer in a way of its own. */
  interface Answering {
    void answer(HttpExchange call) throws IOException, InterruptedException;
  }

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern QUERY = Pattern.compile("from=([0-9]+)&limit=([0-9]+)");

  private static final Pattern BODIES = Pattern.compile("from=([0-9]+)&to=([0-9a-f]{64})");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger answering = new AtomicInteger();
  private volatile List<SealedBlock> blocks;

  /** The head that it says it has. */
  private volatile Optional<Claim> claim = Optional.empty();

  /** What becomes of a block before its header is shown. */
  volatile UnaryOperator<SealedBlock> shown = UnaryOperator.identity();

  /** What becomes of a block before it is handed out whole. */
  volatile UnaryOperator<SealedBlock> whole = UnaryOperator.identity();

  /** How it answers who asks for headers. */
  volatile Answering headers = this::headers;

  /** A head that nobody has to have. */
  private record Claim(long index, Hash hash, BigInteger work) {}

  /**
   * A node with this chain.
   *
   * @param blocks genesis first
   */
  MadeNode(List<SealedBlock> blocks) throws IOException {
    this.blocks = List.copyOf(blocks);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** From now on it has this chain. */
  void has(List<SealedBlock> chain) {
    blocks = List.copyOf(chain);
  }

  /** Says that its chain is longer by so many blocks than it is. */
  void claims(int more) {
    var work = ProofOfWork.of(blocks.getLast().header().difficulty());
    claim =
        Optional.of(
            new Claim(
                blocks.size() + more,
                Hash.ofText("claimed"),
                work().add(work.multiply(BigInteger.valueOf(more)))));
  }

  private BigInteger work() {
    return blocks.stream()
        .skip(1)
        .map(block -> ProofOfWork.of(block.header().difficulty()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      var path = call.getRequestURI().getPath();
      call.getRequestBody().readAllBytes();
      switch (path) {
        case "/api/v1/ledger" -> say(call, facts());
        case "/api/v1/blocks" -> answerHeaders(call);
        case "/api/v1/blocks/common" -> common(call);
        case "/api/v1/gossip/head" -> say(call, Map.of("wanted", false));
        case "/api/v1/gossip/transactions" -> say(call, Map.of());
        case "/api/v1/blocks/bodies" -> bodies(call);
        default -> call.sendResponseHeaders(404, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answerHeaders(HttpExchange call) throws IOException, InterruptedException {
    answering.incrementAndGet();
    try {
      headers.answer(call);
    } finally {
      answering.decrementAndGet();
    }
  }

  /** Whether it is telling somebody of headers at this moment. */
  boolean isAnswering() {
    return answering.get() > 0;
  }

  private Map<String, Object> facts() {
    var head = blocks.getLast();
    var said = claim.orElseGet(() -> new Claim(head.header().index(), head.hash(), work()));
    var fields = new LinkedHashMap<String, Object>();
    fields.put("protocol", 1);
    fields.put("node", "made " + server.getAddress().getPort());
    fields.put("genesis", blocks.getFirst().hash().toString());
    fields.put(
        "head",
        Map.of(
            "index", said.index(), "hash", said.hash().toString(), "work", said.work().toString()));
    return fields;
  }

  private void headers(HttpExchange call) throws IOException {
    var query = QUERY.matcher(call.getRequestURI().getQuery());
    if (!query.matches()) {
      throw new IOException("Nobody asks so: " + call.getRequestURI());
    }
    var page =
        blocks.stream()
            .skip(Long.parseLong(query.group(1)) - 1)
            .limit(Long.parseLong(query.group(2)))
            .map(block -> {
              var fields = Wire.block(shown.apply(block));
              fields.remove("transactions");
              return fields;
            })
            .toList();
    say(call, Map.of("items", page));
  }

  private void common(HttpExchange call) throws IOException {
    var query = call.getRequestURI().getQuery();
    var found =
        Arrays.stream(query.substring("hashes=".length()).split(","))
            .flatMap(hash -> find(hash).stream())
            .findFirst();
    if (found.isEmpty()) {
      call.sendResponseHeaders(404, -1);
    } else {
      var point = found.get();
      say(call, Map.of("index", point.header().index(), "hash", point.hash().toString()));
    }
  }

  private void bodies(HttpExchange call) throws IOException {
    var query = BODIES.matcher(call.getRequestURI().getQuery());
    if (!query.matches()) {
      throw new IOException("Nobody asks so: " + call.getRequestURI());
    }
    var last = find(query.group(2));
    if (last.isEmpty()) {
      call.sendResponseHeaders(404, -1);
    } else {
      var from = Integer.parseInt(query.group(1)) - 1;
      var to = (int) last.get().header().index();
      var bodies = blocks.subList(from, to).stream().map(whole).map(Wire::body).toList();
      say(call, Map.of("bodies", bodies));
    }
  }

  private Optional<SealedBlock> find(String hash) {
    return blocks.stream()
        .filter(block -> shown.apply(block).hash().toString().equals(hash))
        .findFirst();
  }

  private static void say(HttpExchange call, Map<String, Object> json) throws IOException {
    var body = JSON.writeValueAsString(json).getBytes(UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json");
    call.sendResponseHeaders(200, body.length);
    call.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
