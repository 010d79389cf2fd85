package org.ledgerstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.protocol.WalletKey;

/** {@code wallet new} and {@code wallet show}. */
class WalletTest {

  @TempDir private Path directory;
  private Terminal terminal;

  @BeforeEach
  void begin() throws IOException {
    terminal = Terminal.in(directory).offline();
  }

  @Test
  void makesAKeyThatOnlyItsOwnerReads() throws IOException {
    var said = terminal.run("wallet", "new");
    var file = directory.resolve("wallet.key");
    var key = WalletKey.parse(Files.readString(file).strip()).orElseThrow();
    assertEquals(0, said.code());
    assertTrue(said.out().startsWith(key.address().shown() + System.lineSeparator()));
    assertTrue(said.out().contains(file.toString()));
    assertEquals("", said.err());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void neverOverwrites() throws IOException {
    Files.writeString(directory.resolve("wallet.key"), "precious");
    assertEquals(4, terminal.run("wallet", "new").code());
    assertEquals("precious", Files.readString(directory.resolve("wallet.key")));
  }

  @Test
  void neverWritesThroughALink() throws IOException {
    Files.createSymbolicLink(directory.resolve("link.key"), directory.resolve("elsewhere"));
    assertEquals(4, terminal.run("wallet", "new", "--out", "link.key").code());
    assertFalse(Files.exists(directory.resolve("elsewhere")));
  }

  @Test
  void saysThatAFolderIsMissing() throws IOException {
    var said = terminal.run("wallet", "new", "--out", "no/such/folder.key");
    assertEquals(4, said.code());
    assertTrue(said.err().startsWith("There is no folder"), said.err());
  }

  @Test
  void answersInJson() throws IOException {
    var said = terminal.run("wallet", "new", "--json", "--out", "a.key").json();
    var shown = terminal.run("wallet", "show", "--key-file", "a.key", "--json").json();
    assertEquals(directory.resolve("a.key").toString(), said.path("file").asString());
    assertEquals(said.path("address"), shown.path("address"));
  }

  @Test
  void readsTheKeyFromAFileFirst() throws IOException {
    Files.writeString(directory.resolve("m.key"), Terminal.MINER_KEY.toUpperCase() + "\r\n");
    terminal.with("WALLET_PRIVATE_KEY", "0x" + Terminal.ALICE_KEY);
    assertEquals(
        Terminal.MINER, terminal.run("wallet", "show", "--key-file", "m.key").out().strip());
    assertEquals(Terminal.ALICE, terminal.run("wallet", "show").out().strip());
  }

  @Test
  void readsTheKeyFromTheSettingsFile() throws IOException {
    Files.writeString(
        directory.resolve(".env"), "export WALLET_PRIVATE_KEY='0x" + Terminal.ALICE_KEY + "'\n");
    assertEquals(Terminal.ALICE, terminal.run("wallet", "show").out().strip());
  }

  @Test
  void looksForTheUsualFileLast() throws IOException {
    assertEquals(4, terminal.run("wallet", "show").code());
    var made = terminal.run("wallet", "new").out().lines().findFirst();
    assertEquals(made, terminal.run("wallet", "show").out().lines().findFirst());
  }

  @Test
  void refusesABrokenKeyWithoutShowingIt() throws IOException {
    Files.writeString(directory.resolve("b.key"), Terminal.ALICE_KEY + "1");
    assertEquals(4, terminal.run("wallet", "show", "--key-file", "b.key").code());
    assertEquals(4, terminal.run("wallet", "show", "--key-file", "none.key").code());
    terminal.with("WALLET_PRIVATE_KEY", Terminal.ALICE_KEY + "1");
    assertEquals(4, terminal.run("wallet", "show", "--verbose", "--json").code());
  }

  @Test
  void refusesTwoKeysAtOnce() throws IOException {
    terminal.withKey(Terminal.ALICE_KEY).with("WALLET_PRIVATE_KEY", Terminal.MINER_KEY);
    assertEquals(4, terminal.run("wallet", "show").code());
  }

  @Test
  void takesNoKeyAsAnArgument() throws IOException {
    assertEquals(2, terminal.run("wallet", "show", "0x" + Terminal.ALICE_KEY).code());
    assertEquals(2, terminal.run("wallet", "show", "--key", Terminal.ALICE_KEY).code());
    assertEquals(2, terminal.run("balance", Terminal.ALICE_KEY).code());
  }
}
