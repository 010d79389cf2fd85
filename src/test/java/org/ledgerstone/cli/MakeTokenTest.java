package org.ledgerstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.settings.GenesisFile;

/** {@code token}. */
class MakeTokenTest {

  @TempDir private Path directory;
  private Terminal terminal;

  @BeforeEach
  void begin() throws IOException {
    terminal = Terminal.in(directory).offline().with("LEDGER_SECRET_KEY", Terminal.SECRET);
  }

  private static SignedJWT verified(String text) throws Exception {
    var token = SignedJWT.parse(text.strip());
    assertTrue(token.verify(new MACVerifier(Terminal.SECRET.getBytes(StandardCharsets.UTF_8))));
    assertEquals("HS256", token.getHeader().getAlgorithm().getName());
    return token;
  }

  @Test
  void signsWhatTheServerVerifies() throws Exception {
    var claims = verified(terminal.run("token").out()).getJWTClaimsSet();
    var now = Terminal.NOW.truncatedTo(ChronoUnit.SECONDS);
    assertEquals("admin", claims.getStringClaim("scope"));
    assertEquals(Date.from(now.plus(Duration.ofDays(30))), claims.getExpirationTime());
    assertEquals(List.of(), claims.getAudience());
  }

  @Test
  void keepsToScopeDaysAndLedger() throws Exception {
    var ledger = "ab".repeat(32);
    var said =
        terminal.run("token", "--scope", "reader", "--days", "1", "--ledger", ledger, "--json");
    var claims = verified(said.json().path("token").asString()).getJWTClaimsSet();
    var now = Terminal.NOW.truncatedTo(ChronoUnit.SECONDS);
    assertEquals("reader", claims.getStringClaim("scope"));
    assertEquals(Date.from(now.plus(Duration.ofDays(1))), claims.getExpirationTime());
    assertEquals(List.of(ledger), claims.getAudience());
  }

  @Test
  void namesTheLedgerOfTheGenesisFile() throws Exception {
    terminal.run("init", "l");
    var genesis = GenesisFile.read(directory.resolve("l/genesis.yaml"));
    terminal.with("LEDGER_GENESIS", "l/genesis.yaml");
    var claims = verified(terminal.run("token").out()).getJWTClaimsSet();
    assertEquals(List.of(genesis.block().hash().toString()), claims.getAudience());
  }

  @Test
  void refusesWithoutAGoodSecret() throws IOException {
    assertEquals(4, terminal.with("LEDGER_SECRET_KEY", "too short").run("token").code());
    assertEquals(4, terminal.with("LEDGER_SECRET_KEY", "").run("token").code());
  }

  @Test
  void refusesABrokenGenesisFile() throws IOException {
    Files.writeString(directory.resolve("g.yaml"), "name: 1");
    terminal.with("LEDGER_GENESIS", "g.yaml");
    assertEquals(4, terminal.run("token").code());
  }

  @Test
  void refusesOddWishes() throws IOException {
    assertEquals(2, terminal.run("token", "--days", "0").code());
    assertEquals(2, terminal.run("token", "--days", "3651").code());
    assertEquals(2, terminal.run("token", "--scope", "owner").code());
  }
}
