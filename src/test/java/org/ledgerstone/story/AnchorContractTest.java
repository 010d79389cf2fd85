package org.ledgerstone.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.ledgerstone.tools.NeedsTool;
import tools.jackson.databind.json.JsonMapper;

/** What is committed of the anchor contract is what its source compiles to. */
class AnchorContractTest {

  private static final Path COMMITTED = Path.of("contracts/LedgerstoneAnchor.json");

  @Test
  @NeedsTool({"node", "src/test/node/node_modules/solc"})
  void compilesToWhatIsCommitted() throws Exception {
    assertThat(compiled()).isEqualTo(Files.readString(COMMITTED));
  }

  @Test
  void endsTheCreatingCodeWithTheCodeThatStays() throws Exception {
    var committed = new JsonMapper().readTree(Files.readString(COMMITTED));
    var stays = committed.get("deployedBytecode").asString();

    assertThat(stays).matches("0x([0-9a-f]{2})+");
    assertThat(committed.get("bytecode").asString()).endsWith(stays.substring(2));
  }

  private static String compiled() throws Exception {
    var process =
        new ProcessBuilder("node", "compile.mjs")
            .directory(Path.of("src/test/node").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return printed;
  }
}
