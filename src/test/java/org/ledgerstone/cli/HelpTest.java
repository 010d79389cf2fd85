package org.ledgerstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, version and words that nobody knows. */
class HelpTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "init ",
        "wallet ",
        "wallet new ",
        "wallet show ",
        "sign ",
        "send ",
        "balance ",
        "generate ",
        "block ",
        "verify ",
        "token ",
        "export ",
        "import ",
        "backup "
      })
  void everyCommandExplainsItself(String command) throws IOException {
    var said = Terminal.in(directory).offline().run((command + "--help").split(" "));
    assertEquals(0, said.code());
    assertTrue(said.out().startsWith("Usage: ledgerstone " + command), said.out());
    assertTrue(said.out().contains("1   the ledger refused it"), said.out());
    assertEquals("", said.err());
  }

  @Test
  void tellsItsVersion() throws IOException {
    assertTrue(Terminal.in(directory).run("-V").out().startsWith("ledgerstone "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"frobnicate", "wallet", "--json", "balance", "send --frob", "-p x"})
  void wordsThatMakeNoSenseAreTwo(String words) throws IOException {
    var said = Terminal.in(directory).offline().run(words.split(" "));
    assertEquals(2, said.code());
    assertTrue(said.err().contains("Usage: ledgerstone"), said.err());
    assertEquals("", said.out());
  }
}
