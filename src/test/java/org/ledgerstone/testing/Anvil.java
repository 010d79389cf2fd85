package org.ledgerstone.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.ledgerstone.protocol.WalletKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real node of an Ethereum chain of its own, on the loopback address. */
public final class Anvil implements AutoCloseable {

  /** What a test needs to be here, for {@link org.ledgerstone.tools.NeedsTool}. */
  public static final String TOOL = "src/test/node/node_modules/@foundry-rs/anvil";

  /** The number of its chain unless a test says another. */
  public static final long CHAIN_ID = 31_337;

  /** The first of the keys that its chain has endowed, the same on every anvil. */
  public static final WalletKey RICH =
      WalletKey.parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80")
          .orElseThrow();

  private static final Duration CALL_MAX = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 5;
  private static final long ENDING_SECONDS = 30;
  private static final JsonMapper MAPPER = new JsonMapper();

  private final int port;
  private final Path log;
  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();

  private Anvil(int port, List<String> options) throws IOException {
    this.port = port;
    this.log = Files.createTempFile("anvil", ".log");
    var command = new ArrayList<>(List.of(program().toString(), "--host", "127.0.0.1"));
    command.addAll(List.of("--port", Integer.toString(port)));
    if (!options.contains("--chain-id")) {
      command.addAll(List.of("--chain-id", Long.toString(CHAIN_ID)));
    }
    command.addAll(options);
    this.process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** The program itself: the script beside it would have to be stopped together with it. */
  private static Path program() throws IOException {
    try (var builds = Files.newDirectoryStream(Path.of(TOOL).getParent(), "anvil-*")) {
      for (var build : builds) {
        for (var name : List.of("anvil", "anvil.exe")) {
          if (Files.exists(build.resolve("bin").resolve(name))) {
            return build.resolve("bin").resolve(name);
          }
        }
      }
    }
    throw new IllegalStateException(
        "@foundry-rs/anvil is here without a program for this machine: run ./setup-tests");
  }

  /** Starts one on a port that nobody has. */
  public static Anvil start(String... options) {
    for (int attempt = 1; ; attempt++) {
      try {
        return startAt(freePort(), options);
      } catch (IllegalStateException e) {
        if (attempt == ATTEMPTS) {
          throw e; // Somebody else may have taken the port meanwhile, but not each time.
        }
      }
    }
  }

  /**
   * Starts one on this port.
   *
   * @throws IllegalStateException if it ends before it answers, with what it said
   */
  public static Anvil startAt(int port, String... options) {
    try {
      var anvil = new Anvil(port, List.of(options));
      Patience.until("anvil answers", () -> !anvil.process.isAlive() || anvil.isThere());
      if (!anvil.process.isAlive()) {
        throw new IllegalStateException("anvil has ended: " + Files.readString(anvil.log));
      }
      return anvil;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isThere() {
    try {
      return send("eth_chainId").has("result");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Its port. */
  public int port() {
    return port;
  }

  /** Where it answers. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** What it answers to a call, which has to succeed. */
  public JsonNode call(String method, Object... parameters) {
    var answer = send(method, parameters);
    assertThat(answer.has("result")).as(answer.toString()).isTrue();
    return answer.get("result");
  }

  private JsonNode send(String method, Object... parameters) {
    return answer(
        MAPPER.valueToTree(
            Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", parameters)));
  }

  /** What it answers to a whole call, error or result. */
  public JsonNode answer(JsonNode call) {
    var request =
        HttpRequest.newBuilder(URI.create(url()))
            .timeout(CALL_MAX)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(call)))
            .build();
    try {
      return MAPPER.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes so many blocks. */
  public void mine(int blocks) {
    call("anvil_mine", "0x" + Integer.toHexString(blocks));
  }

  /** Has the rich account send something, and waits until it is in a block. Its hash. */
  public String sendIntoABlock(Map<String, String> more) {
    var hash = send(more);
    Patience.until("it is in a block", () -> receipt(hash).isPresent());
    return hash;
  }

  /** Has the rich account send something, which may not be in a block yet. Its hash. */
  public String send(Map<String, String> more) {
    var transaction = new HashMap<>(more);
    transaction.put("from", RICH.address().text());
    return call("eth_sendTransaction", transaction).stringValue();
  }

  /** The receipt of a transaction, where there is one. */
  public Optional<JsonNode> receipt(String hash) {
    return Optional.of(call("eth_getTransactionReceipt", hash)).filter(found -> !found.isNull());
  }

  /** Ends it; what it had is gone. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
