package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.access.TestToken.SECRET;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.Server;

/** LEDGER_READ=token. */
@TestInstance(Lifecycle.PER_CLASS)
class ReadingWithTokenTest {

  private Server server;

  @BeforeAll
  void start() {
    server =
        Server.start(Doors.safe().beans(), "--ledger.secret-key=" + SECRET, "--ledger.read=token");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/ledger",
        "/api/v1/transactions/x",
        "/",
        "/index.html",
        "/blocks/1",
        "/chain",
        "//chain",
        "/pending_tx",
        "/get_balance/?address=x",
        "/unheard-of"
      })
  void letsOnlyReadersRead(String path) {
    assertThat(server.get(path).status()).isEqualTo(401);
    assertThat(server.get(path).code()).isEqualTo("TOKEN_MISSING");
    assertThat(server.ask("HEAD", path, "").status()).isEqualTo(401);
    assertThat(server.get(path, TestToken.reader()).body()).isEqualTo("somebody");
    assertThat(server.get(path, TestToken.admin()).body()).isEqualTo("admin");
    var other = TestToken.header("{\"scope\":\"x\",\"exp\":" + TestToken.FAR_FUTURE + "}");
    assertThat(server.get(path, other).status()).isEqualTo(403);
    assertThat(server.get(path, other).code()).isEqualTo("READER_ONLY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/login",
        "/console/any.css",
        "/favicon.ico",
        "/actuator/health",
        "/v3/api-docs",
        "/swagger-ui/index.html"
      })
  void showsAnybodyWhatHoldsNothingOfTheLedger(String path) {
    assertThat(server.get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/transactions",
        "/api/v1/blocks",
        "/api/v1/gossip/head",
        "/api/v1/gossip/transactions",
        "/api/v1/checkpoint/cosignatures",
        "/add_transaction/"
      })
  void takesWhatIsSignedFromAnybody(String path) {
    assertThat(server.post(path, "{}").body()).isEqualTo("somebody");
    assertThat(server.post(path, "{}", TestToken.reader()).body()).isEqualTo("somebody");
  }
}
