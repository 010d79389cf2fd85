package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.ethereum.SubmittingServer.API;
import static org.ledgerstone.ethereum.SubmittingServer.BOB;
import static org.ledgerstone.ethereum.SubmittingServer.payment;

import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.Server;
import org.ledgerstone.access.TestToken;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

/** Every reason not to write to Ethereum, as who asks is told it; and who may ask. */
@NeedsTool(Anvil.TOOL)
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class SubmissionRefusalsTest {

  private static final Map<String, Object> CONTRACT_CALL =
      Map.of("to", BOB, "value", "0", "data", "0x01", "idempotencyKey", "a");

  @Parameter private TestDatabase.Kind kind;

  private SubmittingServer server;

  @BeforeParameterizedClassInvocation
  void start() throws IOException {
    server =
        SubmittingServer.on(
            kind, Map.of("LEDGER_SECRET_KEY", TestToken.SECRET, "LEDGER_READ", "open"));
  }

  @AfterParameterizedClassInvocation
  void stop() {
    server.close();
  }

  @AfterEach
  void end(CapturedOutput output) {
    server.hasShownNothing(output.getAll());
  }

  private static String[] admin() {
    return header(TestToken.admin());
  }

  private static String[] header(String line) {
    return line.split(": ", 2);
  }

  /** What has to be the case for a refusal, and the order that meets it then. */
  private Map<String, Object> meet(EthereumRefusal code) {
    switch (code) {
      case ETHEREUM_LOCKED -> server.begin("--chain-id", "1");
      default -> server.begin();
    }
    switch (code) {
      case ETHEREUM_AWAY -> rule("eth_chainId", (method, call, real) -> Optional.empty());
      case ETHEREUM_OTHER_CHAIN ->
          rule("eth_chainId", (method, call, real) -> Wiretap.result(call, "\"0x5\""));
      case ETHEREUM_SYNCING ->
          rule("eth_syncing", (method, call, real) -> Wiretap.result(call, "true"));
      case ETHEREUM_BEHIND -> server.clock.advance(600_000);
      case ETHEREUM_REFUSED ->
          rule("eth_getBalance", (method, call, real) -> Wiretap.error(call, -32_601, "no"));
      case ETHEREUM_NO_BASE_FEE ->
          rule(
              "eth_getBlockByNumber",
              (method, call, real) ->
                  Optional.of(
                      new JsonMapper()
                          .readTree(real.get().toString().replace("baseFeePerGas", "anything"))));
      case ETHEREUM_ACCOUNT_BUSY -> server.anvil().send(Map.of("to", BOB, "value", "0x1"));
      case ETHEREUM_HALTED -> {
        pay(0);
        server.anvil().send(Map.of("to", BOB, "value", "0x1"));
        server.anvil().send(Map.of("to", BOB, "value", "0x1"));
        server.anvil().mine(1);
      }
      case ETHEREUM_BUSY -> {
        for (int i = 0; i < Submissions.OPEN_MAX; i++) {
          pay(i);
        }
      }
      case ETHEREUM_GAS -> gas(13_421_774);
      case ETHEREUM_REVERTS ->
          rule(
              "eth_estimateGas",
              (method, call, real) -> Wiretap.error(call, 3, "execution reverted"));
      default -> {}
    }
    return switch (code) {
      case ETHEREUM_DAILY_CAP -> payment("a", "100000000000000000");
      case ETHEREUM_FUNDS -> payment("a", "10000000000000000000000");
      case ETHEREUM_REVERTS -> CONTRACT_CALL;
      default -> payment("a", "1");
    };
  }

  private void gas(long used) {
    rule(
        "eth_estimateGas",
        (method, call, real) -> Wiretap.result(call, "\"0x" + Long.toHexString(used) + "\""));
  }

  private void rule(String method, Wiretap.Rule rule) {
    server.wire.rule(method, rule);
    server.nextLook();
  }

  private void pay(int number) {
    server.post("/transactions", payment("k" + number, "1"), admin()).with(202);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ETHEREUM_OFF", "ETHEREUM_NO_KEY"})
  void refuses(EthereumRefusal code) {
    var order = meet(code);
    var reply = server.post("/transactions", order, admin()).isProblem(code.status(), code.name());
    assertThat(reply.header("Retry-After").isPresent())
        .as("may be asked again")
        .isEqualTo(code.status() == 503 || code.status() == 429);
    assertThat(reply.text("title")).isEqualTo(code.title());
    assertThat(server.get("/submissions").items())
        .extracting(one -> one.get("idempotencyKey"))
        .doesNotContain("a");
  }

  @Test
  void hasTheStatusThatSaysWhatToDo() {
    var statuses = new EnumMap<EthereumRefusal, Integer>(EthereumRefusal.class);
    for (var code : EnumSet.allOf(EthereumRefusal.class)) {
      statuses.put(code, code.status());
    }
    assertThat(statuses)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry(EthereumRefusal.ETHEREUM_OFF, 409),
                Map.entry(EthereumRefusal.ETHEREUM_AWAY, 503),
                Map.entry(EthereumRefusal.ETHEREUM_OTHER_CHAIN, 503),
                Map.entry(EthereumRefusal.ETHEREUM_SYNCING, 503),
                Map.entry(EthereumRefusal.ETHEREUM_BEHIND, 503),
                Map.entry(EthereumRefusal.ETHEREUM_REFUSED, 503),
                Map.entry(EthereumRefusal.ETHEREUM_NO_KEY, 409),
                Map.entry(EthereumRefusal.ETHEREUM_LOCKED, 409),
                Map.entry(EthereumRefusal.ETHEREUM_NO_BASE_FEE, 409),
                Map.entry(EthereumRefusal.ETHEREUM_ACCOUNT_BUSY, 409),
                Map.entry(EthereumRefusal.ETHEREUM_HALTED, 409),
                Map.entry(EthereumRefusal.ETHEREUM_BUSY, 429),
                Map.entry(EthereumRefusal.ETHEREUM_DAILY_CAP, 409),
                Map.entry(EthereumRefusal.ETHEREUM_FUNDS, 409),
                Map.entry(EthereumRefusal.ETHEREUM_GAS, 422),
                Map.entry(EthereumRefusal.ETHEREUM_REVERTS, 422)));
  }

  @Test
  void takesAsMuchGasAsATransactionMayUse() {
    server.begin();
    gas(13_421_773); // A quarter more is 2^24.
    server.post("/transactions", payment("a", "1"), admin()).isProblem(409, "ETHEREUM_DAILY_CAP");
  }

  @Test
  void spendsOnlyForAnAdmin() {
    server.begin();
    for (var path : List.of("/transactions", "/submitter/resume")) {
      var body = payment("a", "1");
      server.post(path, body).with(401);
      assertThat(server.post(path, body).text("code")).isEqualTo("TOKEN_MISSING");
      assertThat(server.post(path, body, header(TestToken.reader())).with(403).text("code"))
          .isEqualTo("ADMIN_ONLY");
    }
    assertThat(server.get("/submissions").items()).isEmpty();
    var kept = server.post("/transactions", payment("a", "1"), admin()).with(202);
    assertThat(server.get("/submissions").items()).hasSize(1);
    server.get("/submissions/" + kept.json().get("id")).with(200);
    server.get("").with(200);
    server.post("/submitter/resume", "", admin()).with(200);
  }

  @Test
  void showsNothingToWhoMayNotReadWhereReadingIsClosed() throws IOException {
    try (var closed =
        SubmittingServer.on(
            kind, Map.of("LEDGER_SECRET_KEY", TestToken.SECRET, "LEDGER_READ", "token"))) {
      closed.begin();
      for (var path : List.of("", "/submissions", "/submissions/1")) {
        closed.get(path).with(401);
      }
      closed.get("/submissions", header(TestToken.reader())).with(200);
      closed.get("", header(TestToken.reader())).with(200);
    }
  }

  @Test
  void cannotWithoutANode() {
    try (var node = HttpNode.start(kind)) {
      node.post(API + "/transactions", payment("a", "1")).isProblem(409, "ETHEREUM_OFF");
      node.post(API + "/submitter/resume", "").isProblem(409, "ETHEREUM_OFF");
      assertThat(node.get(API + "/submissions").items()).isEmpty();
      node.get(API + "/submissions/1").isProblem(404, "NOT_FOUND");
    }
  }

  @Test
  void cannotWithoutAKey() {
    server.begin();
    try (var keyless = Server.start("--ethereum.node-uri=" + server.wire.url())) {
      var order = new JsonMapper().writeValueAsString(payment("a", "1"));
      var path = API + "/transactions";
      var refused = keyless.post(path, order, "Content-Type: application/json");
      assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
      assertThat(refused.code()).isEqualTo("ETHEREUM_NO_KEY");
      assertThat(keyless.get(API + "/submissions").status()).isEqualTo(200);
      assertThat(keyless.get(API + "/submissions/1").code()).isEqualTo("NOT_FOUND");
      assertThat(keyless.post(API + "/submitter/resume", "").code()).isEqualTo("ETHEREUM_NO_KEY");
      assertThat(keyless.get(API).body()).contains("READY").doesNotContain("submitter", "wallet");
    }
  }
}
