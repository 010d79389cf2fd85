package org.ledgerstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.access.TestToken;
import org.ledgerstone.settings.Settings;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestNode;
import tools.jackson.databind.JsonNode;

/** What {@code init} has written is a ledger that is not open to everybody, seen from outside. */
class InitialLedgerTest {

  private static final List<String> NAMES =
      List.of("LEDGER_SECRET_KEY", "LEDGER_READ", "LEDGER_BLOCK_INTERVAL", "WALLET_PRIVATE_KEY");

  @TempDir private Path directory;

  private Map<String, String> init() throws IOException {
    var terminal = Terminal.in(directory).offline();
    assertThat(terminal.run("init", "ledger", "--supply", "1000").code()).isZero();
    var place = directory.resolve("ledger");
    var file = place.resolve(".env");
    var key = "\"" + place.resolve("wallet.key") + "\"";
    Files.writeString(file, Files.readString(file).replace("\"wallet.key\"", key));
    var written = Settings.load(file, Map.of());
    var settings = new HashMap<String, String>();
    NAMES.forEach(name -> settings.put(name, written.find(name).orElseThrow()));
    settings.put("LEDGER_GENESIS", place.resolve("genesis.yaml").toString());
    return settings;
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode read(URI uri, String token) {
    var answer = send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.read(answer.body());
  }

  @Test
  void isAsAServerShowsIt() throws IOException {
    var settings = init();
    var secret = settings.get("LEDGER_SECRET_KEY");
    var reader = TestToken.of("reader", secret);
    var clock = Clock.fixed(Terminal.NOW.plusSeconds(60), ZoneOffset.UTC);
    try (var node =
        TestNode.start(
            TestDatabase.of(TestDatabase.Kind.H2),
            settings,
            beans ->
                beans.registerBean(
                    "testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)))) {
      var uri = node.uri("/api/v1/ledger");
      assertThat(send(HttpRequest.newBuilder(uri)).statusCode()).isEqualTo(401);
      var ledger = read(uri, reader);
      var wallet = ledger.path("wallet").asString();
      assertThat(ledger.path("operator").asString()).isEqualTo(wallet);
      assertThat(ledger.path("miners").toString()).isEqualTo("[\"" + wallet + "\"]");
      assertThat(ledger.path("reward").asString()).isEqualTo("0");
      assertThat(ledger.path("posts").asString()).isEqualTo("signed");
      assertThat(ledger.path("seedSignatures").asBoolean()).isFalse();
      var treasury = read(node.uri("/api/v1/accounts/treasury"), reader);
      assertThat(treasury.path("valid").asString()).isEqualTo("1000");

      var order = "{\"kind\":\"transfer\",\"from\":\"treasury\",\"to\":\"shop\",\"amount\":\"1\"}";
      var paid =
          send(
              HttpRequest.newBuilder(node.uri("/api/v1/transactions"))
                  .header("Authorization", "Bearer " + TestToken.of("admin", secret))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(order)));
      assertThat(paid.statusCode()).as(paid.body()).isEqualTo(201);
      // Nobody asks for a block: it makes one each second by itself.
      Patience.until(
          "it is in a block",
          () ->
              read(node.uri("/api/v1/accounts/shop"), reader).path("valid").asString().equals("1"));
    }
  }
}
