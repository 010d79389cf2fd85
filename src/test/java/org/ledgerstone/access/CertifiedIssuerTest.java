package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.access.TestToken.SECRET;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.ledgerstone.Server;
import org.ledgerstone.tools.NeedsTool;
import tools.jackson.databind.json.JsonMapper;

/** The tokens of a provider that is not ours, as a client with a password gets them from it. */
@NeedsTool({"node", "src/test/node/node_modules/oidc-provider"})
@TestInstance(Lifecycle.PER_CLASS)
class CertifiedIssuerTest {

  private static final String CLIENT = "dGlsbDphJTIwcGFzc3dvcmQlMjBvZiUyMHRoZSUyMHRlc3Q=";

  private Process process;
  private String issuer;
  private Server server;

  @BeforeAll
  void start() throws IOException {
    process =
        new ProcessBuilder("node", "issuer.mjs")
            .directory(Path.of("src/test/node").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    issuer = process.inputReader().readLine();
    server =
        Server.start(
            Doors.safe().beans(),
            "--ledger.secret-key=" + SECRET,
            "--ledger.read=token",
            "--ledger.oidc-issuer=" + issuer);
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
    process.destroy();
  }

  private String header(String scope, String ledger) throws IOException, InterruptedException {
    var form = "grant_type=client_credentials&scope=" + scope + "&resource=urn:ledger:" + ledger;
    var request =
        HttpRequest.newBuilder(URI.create(issuer + "/token"))
            .header("Authorization", "Basic " + CLIENT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request, BodyHandlers.ofString()).body();
      var token = new JsonMapper().readTree(answer).path("access_token").asString();
      return "Authorization: Bearer " + token;
    }
  }

  @Test
  void areTakenAsFarAsTheyReach() throws IOException, InterruptedException {
    var admin = header("admin", Doors.GENESIS);
    assertThat(server.ask("POST", "/api/v1/audits", "", admin).body()).isEqualTo("admin");
    var reader = header("reader", Doors.GENESIS);
    assertThat(server.ask("GET", "/chain", "", reader).body()).isEqualTo("somebody");
    assertThat(server.ask("POST", "/api/v1/audits", "", reader).code()).isEqualTo("ADMIN_ONLY");
    var other = header("other", Doors.GENESIS);
    assertThat(server.ask("GET", "/chain", "", other).code()).isEqualTo("READER_ONLY");
    var elsewhere = header("admin", "cd".repeat(32));
    assertThat(server.ask("GET", "/chain", "", elsewhere).code()).isEqualTo("TOKEN_INVALID");
  }
}
