package org.ledgerstone.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.settings.StartRefused;

/** Which words start the server. */
class ServerWordsTest {

  @Test
  void noWordsStartTheServer() {
    assertArrayEquals(new String[0], Commands.forServer().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-p 8081", "--port 8081", "--port=8081", "--server.port=8081"})
  void aPortStartsTheServer(String words) {
    assertArrayEquals(
        new String[] {"--server.port=8081"}, Commands.forServer(words.split(" ")).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--debug", "--LEDGER_READ=open", "--logging.level.org.ledgerstone=DEBUG"})
  void propertiesStartTheServer(String word) {
    assertArrayEquals(new String[] {word}, Commands.forServer(word).orElseThrow());
  }

  @Test
  void aPropertyOfAnyLengthStartsTheServer() {
    var word = "--a" + ".b".repeat(50_000) + "=1";
    assertArrayEquals(new String[] {word}, Commands.forServer(word).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wallet new",
        "--help",
        "-h",
        "-V",
        "--version",
        "frobnicate",
        "-p",
        "-p x",
        "-x",
        "--server.port=1 frobnicate",
        "--json balance treasury",
        "--server=http://x balance a",
        "--hepl",
        "--json",
        "-p 8081 wallet new",
        " "
      })
  void anythingElseDoesNot(String words) {
    assertTrue(Commands.forServer(words.split(" ", -1)).isEmpty());
  }

  @Test
  void refusesAPortThatIsNone() {
    assertThrows(StartRefused.class, () -> Commands.forServer("-p", "65536"));
  }
}
