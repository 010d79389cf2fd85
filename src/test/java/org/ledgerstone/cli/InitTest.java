package org.ledgerstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Posts;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.settings.GenesisFile;
import org.ledgerstone.settings.Settings;

/** {@code init}. */
class InitTest {

  @TempDir private Path directory;
  private Terminal terminal;
  private Path place;

  @BeforeEach
  void begin() throws IOException {
    terminal = Terminal.in(directory).offline();
    place = directory.resolve("new/ledger");
  }

  private Genesis genesis() {
    return GenesisFile.read(place.resolve("genesis.yaml"));
  }

  private String address() throws IOException {
    var file = place.resolve("wallet.key").toString();
    return terminal.run("wallet", "show", "--key-file", file).out().strip();
  }

  @Test
  void writesAGenesisThatTheServerReads() throws IOException {
    var said =
        terminal.run(
            "init",
            "new/ledger",
            "--name",
            "acme points",
            "--asset",
            "PTS",
            "--decimals",
            "3",
            "--supply",
            "50000000000000000000000000000000000000");
    assertEquals(0, said.code(), said.err());
    var genesis = genesis();
    var wallet = Ledgers.address(address());
    assertEquals("acme points", genesis.name());
    assertEquals(List.of(new Genesis.DeclaredAsset(Ledgers.PTS, 3)), genesis.assets());
    assertEquals(BigInteger.ZERO, genesis.reward());
    assertEquals(0, genesis.difficulty());
    assertEquals(1000, genesis.intervalMillis());
    assertEquals(Optional.of(wallet), genesis.operator());
    assertEquals(List.of(wallet), genesis.miners());
    assertEquals(Posts.SIGNED, genesis.posts());
    assertFalse(genesis.seedSignatures());
    assertEquals(Time.of(Terminal.NOW), genesis.time());
    var all = Amount.parse("50000000000000000000000000000000000000").orElseThrow();
    assertEquals(
        List.of(new Genesis.Share(Ledgers.PTS, Ledgers.address("treasury"), all)),
        genesis.allocations());
    assertTrue(said.out().contains(genesis.block().hash().toString()), said.out());
    assertTrue(
        Files.readString(place.resolve("genesis.yaml")).contains(genesis.block().hash() + ""));
  }

  @Test
  void drawsAnotherChainEachTime() throws IOException {
    var first = terminal.run("init", "new/ledger", "--json").json();
    var chain = genesis().chain();
    assertTrue(chain >= 1 && chain <= 1L << 52);
    assertEquals(genesis().block().hash().toString(), first.path("genesis").asString());
    assertEquals(address(), first.path("address").asString());
    assertEquals(place.toString(), first.path("directory").asString());
    place = directory.resolve("other");
    terminal.run("init", "other");
    assertNotEquals(chain, genesis().chain());
  }

  @Test
  void writesSettingsThatTheServerReads() throws IOException {
    var said = terminal.run("init", "new/ledger");
    var file = place.resolve(".env");
    var text = Files.readString(file);
    // Relative paths in it are meant from its own folder.
    var moved = text.replace("\"wallet.key\"", "\"" + place.resolve("wallet.key") + "\"");
    Files.writeString(file, moved);
    var settings = Settings.load(file, Map.of());
    assertEquals(Optional.of("genesis.yaml"), settings.find("LEDGER_GENESIS"));
    assertEquals(Optional.of("token"), settings.find("LEDGER_READ"));
    assertEquals(Optional.of("1s"), settings.find("LEDGER_BLOCK_INTERVAL"));
    var secret = settings.find("LEDGER_SECRET_KEY").orElseThrow();
    assertTrue(secret.matches("[0-9a-f]{64}"));
    assertFalse(said.out().contains(secret));
    assertEquals(
        Optional.of(Files.readString(place.resolve("wallet.key")).strip()),
        settings.find("WALLET_PRIVATE_KEY"));
    for (var name : List.of(".env", "wallet.key")) {
      var mode = Files.getPosixFilePermissions(place.resolve(name));
      assertEquals("rw-------", PosixFilePermissions.toString(mode), name);
    }
  }

  @Test
  void neverOverwrites() throws IOException {
    for (var name : List.of(".env", "genesis.yaml")) {
      place = directory.resolve("with" + name);
      Files.createDirectories(place);
      Files.writeString(place.resolve(name), "precious");
      assertEquals(4, terminal.run("init", place.toString()).code());
      assertEquals("precious", Files.readString(place.resolve(name)));
      try (var files = Files.list(place)) {
        assertEquals(1, files.count());
      }
    }
  }

  @Test
  void takesAKeyThatIsThere() throws IOException {
    Files.createDirectories(place);
    Files.writeString(place.resolve("wallet.key"), Terminal.ALICE_KEY);
    terminal.run("init", "new/ledger");
    assertEquals(Optional.of(Ledgers.address(Terminal.ALICE)), genesis().operator());
    assertEquals(Terminal.ALICE_KEY, Files.readString(place.resolve("wallet.key")));
  }

  @Test
  void takesAKeyThatIsNamed() throws IOException {
    Files.writeString(directory.resolve("m.key"), Terminal.MINER_KEY);
    assertEquals(0, terminal.run("init", "new/ledger", "--key-file", "m.key").code());
    assertEquals(Optional.of(Ledgers.address(Terminal.MINER)), genesis().operator());
    assertFalse(Files.exists(place.resolve("wallet.key")));
    var settings = Settings.load(place.resolve(".env"), Map.of());
    assertEquals(Optional.of(Terminal.MINER_KEY), settings.find("WALLET_PRIVATE_KEY"));
  }

  @Test
  void leavesAKeyOfTheEnvironmentThere() throws IOException {
    terminal.with("WALLET_PRIVATE_KEY", Terminal.ALICE_KEY).run("init", "new/ledger");
    assertEquals(Optional.of(Ledgers.address(Terminal.ALICE)), genesis().operator());
    assertFalse(Files.exists(place.resolve("wallet.key")));
    assertFalse(Files.readString(place.resolve(".env")).contains(Terminal.ALICE_KEY));
  }

  @Test
  void refusesWhatDescribesNoLedgerBeforeItWritesAnything() throws IOException {
    var tooMuch = "50000000000000000000000000000000000001";
    assertEquals(2, terminal.run("init", "new/ledger", "--supply", tooMuch).code());
    assertEquals(2, terminal.run("init", "new/ledger", "--decimals", "37").code());
    assertEquals(2, terminal.run("init", "new/ledger", "--name", "a\nb").code());
    assertEquals(2, terminal.run("init", "new/ledger", "--asset", "coin").code());
    assertFalse(Files.exists(place));
  }
}
