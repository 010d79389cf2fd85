package org.ledgerstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.audit.ProofJson;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.ProofFixture;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The files in the documentation are proofs, of the head that stands there. */
class ExampleProofsTest {

  private static final Path DOCS = Path.of("docs");
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final ChainInMemory chain = ProofFixture.chain();
  private final String head = chain.head().hash().toString();

  @TempDir private Path directory;

  private static void isDocumented(String file, Map<String, Object> proof) throws IOException {
    assertThat(DOCS.resolve("verify").resolve(file))
        .hasContent(MAPPER.writeValueAsString(proof) + "\n");
  }

  @Test
  void areThoseOfAChain() throws IOException {
    isDocumented("inclusion.json", ProofJson.write(ProofFixture.inclusion(chain, 5, 1, 9)));
    isDocumented("consistency.json", ProofJson.write(ProofFixture.consistency(chain, 5, 9)));
    assertThat(Files.readString(DOCS.resolve("PROOFS.md"))).contains("`" + head + "`");
  }

  /** The evidence is of a development chain that is gone; it holds for whoever trusts its block. */
  @Test
  void oneIsAnchored() throws IOException {
    var file = DOCS.resolve("verify/anchored.json");
    var read = (ObjectNode) MAPPER.readTree(Files.readString(file));
    var evidence = read.remove("ethereum");
    var block = evidence.path("block").path("hash").asString();
    var contract = evidence.path("contract").asString();
    var plain = ProofJson.write(ProofFixture.inclusion(chain, 5, 1, 9));
    assertThat(MAPPER.writeValueAsString(read)).isEqualTo(MAPPER.writeValueAsString(plain));
    assertThat(Files.readString(DOCS.resolve("PROOFS.md")))
        .contains("`" + block + "`")
        .contains("`" + contract + "`");
    var words =
        new String[] {
          "verify-proof",
          file.toAbsolutePath().toString(),
          "--ethereum-block",
          block,
          "--contract",
          contract
        };
    assertThat(Terminal.in(directory).offline().run(words).code()).isZero();
  }

  @Test
  void hold() throws IOException {
    var terminal = Terminal.in(directory).offline();
    for (var file : new String[] {"inclusion.json", "consistency.json", "anchored.json"}) {
      var path = DOCS.resolve("verify").resolve(file).toAbsolutePath().toString();
      assertThat(terminal.run("verify-proof", path, "--head", head).code()).as(file).isZero();
    }
  }
}
