package org.ledgerstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.Ledgerstone;
import org.ledgerstone.audit.ProofJson;
import org.ledgerstone.protocol.AnchorFixture;
import org.ledgerstone.protocol.ProofFixture;
import tools.jackson.databind.json.JsonMapper;

/** Commands run before Spring is there: in a process of their own, watched while it loads. */
class WithoutSpringTest {

  private static final Pattern SLOW =
      Pattern.compile(
          "org\\.springframework\\.(?!boot\\.loader)|JsonMapper|jdk\\.internal\\.net\\.http");

  @TempDir private Path directory;

  private record Ended(int code, String shown) {}

  private Ended run(List<String> options, String... words) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Ledgerstone.class.getName()));
    command.addAll(List.of(words));
    return end(command);
  }

  private Ended end(List<String> command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var shown = new String(process.getInputStream().readAllBytes());
    assertEquals(true, process.waitFor(60, TimeUnit.SECONDS));
    return new Ended(process.exitValue(), shown);
  }

  @Test
  void makesAWalletWithoutLoadingAnythingSlow() throws Exception {
    var ended = run(List.of("-Xlog:class+load:stdout:tags"), "wallet", "new");
    assertEquals(0, ended.code(), ended.shown());
    assertEquals(List.of(), ended.shown().lines().filter(SLOW.asPredicate()).toList());
  }

  @Test
  void anUnknownWordStartsNoServer() throws Exception {
    assertEquals(2, run(List.of(), "frobnicate").code());
    assertEquals(2, run(List.of(), "-p", "65536").code());
  }

  /** No logging is set up here, so whatever a library logged would be printed, the URL too. */
  @Test
  void asksANodeOfEthereumAndPrintsItsOwnWordsOnly() throws Exception {
    var proof = ProofFixture.inclusion(ProofFixture.chain(), 5, 1, 9);
    var fields = ProofJson.write(proof, Optional.of(AnchorFixture.inTransaction()));
    Files.write(directory.resolve("proof.json"), new JsonMapper().writeValueAsBytes(fields));
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
          }
        });
    server.start();
    try {
      var node = "http://127.0.0.1:" + server.getAddress().getPort();
      var url = node + "/v3/a-secret-of-the-owner";
      var ended = run(List.of(), "verify-proof", "proof.json", "--ethereum-rpc", url);
      assertEquals(3, ended.code(), ended.shown());
      assertEquals(1, ended.shown().lines().count(), ended.shown());
      assertEquals(true, ended.shown().startsWith("The node " + node + " cannot be asked. "));
    } finally {
      server.stop(0);
    }
  }
}
