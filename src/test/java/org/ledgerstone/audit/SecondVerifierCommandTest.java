package org.ledgerstone.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.tools.NeedsTool;
import tools.jackson.databind.json.JsonMapper;

/** How {@code verify_proof.py} is called, and what it leaves with. */
@NeedsTool("python3")
class SecondVerifierCommandTest {

  @TempDir private Path directory;

  private static SecondVerifier.Answer run(String... words) throws Exception {
    var command = new ArrayList<>(List.of("python3", "-B", SecondVerifier.SCRIPT.toString()));
    command.addAll(List.of(words));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new SecondVerifier.Answer(process.waitFor(), said);
  }

  private String file(byte[] bytes) throws Exception {
    return Files.write(directory.resolve("proof.json"), bytes).toString();
  }

  @Test
  void leavesWithWhatItFound() throws Exception {
    var chain = new ChainInMemory(BlockFixture.genesis());
    var head = chain.accept(chain.next().block()).head().hash().toString();
    var proof = ProofFile.inclusion(chain.blocks(), 2, 0, 2);
    var file = file(new JsonMapper().writeValueAsBytes(proof));

    var holds = run(file, "--head", head);
    assertThat(holds.status()).as(holds.said()).isZero();
    assertThat(holds.said()).contains("holds: head: it is " + head).endsWith("Everything holds.\n");
    var other = run(file, "--head", "0".repeat(64));
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.said()).contains("DOES NOT HOLD: head: it is " + "0".repeat(64));
  }

  @Test
  void refusesToBeCalledWrongly() throws Exception {
    try (var verifier = SecondVerifier.start()) {
      var head = "0".repeat(64);
      var calls =
          List.of(
              List.<String>of(),
              List.of("file"),
              List.of("--head", head),
              List.of("file", "--head"),
              List.of("file", "--head", head.substring(1)),
              List.of("file", "--head", "A".repeat(64)),
              List.of("file", "more", "--head", head),
              List.of("file", "--head", head, "--other"),
              List.of("file", "--hea", head),
              List.of("file", "--head", head, "--first", "1"),
              List.of("file", "--head", head, "--genesis", ""),
              List.of("file", "--head", head, "--operator", "treasury"),
              List.of(
                  "file",
                  "--head",
                  head,
                  "--operator",
                  BlockFixture.ALICE.address().shown().replace('E', 'e')));
      for (var words : calls) {
        var answer = verifier.ask(words);
        assertThat(answer.status()).as("%s: %s", words, answer.said()).isEqualTo(2);
        assertThat(answer.said()).contains("usage:");
      }
      assertThat(verifier.ask(List.of("--help")).status()).isZero();
      var missing = directory.resolve("none").toString();
      assertThat(verifier.ask(List.of(missing, "--head", head)).status()).isEqualTo(2);
      assertThat(verifier.ask(List.of(directory.toString(), "--head", head)).status()).isEqualTo(2);
    }
  }

  @Test
  void refusesFilesThatAreNoProof() {
    try (var verifier = SecondVerifier.start()) {
      var head = "0".repeat(64);
      for (var text : List.of("", "{", "proof", "{\"version\":1} x", "[".repeat(100_000))) {
        assertThat(verifier.verify(text.getBytes(UTF_8), "--head", head).status()).isEqualTo(2);
      }
      assertThat(verifier.verify(new byte[] {'"', (byte) 0xff, '"'}, "--head", head).status())
          .isEqualTo(2);
      for (var text :
          List.of(
              "null",
              "1",
              "\"proof\"",
              "[]",
              "{}",
              "{\"version\":1}",
              "{\"version\":1,\"version\":1}",
              "{\"version\":1,\"first\":1}",
              "{\"version\":1,\"transaction\":{}}",
              "{\"version\":1,\"\\ud800\":{}}")) {
        var answer = verifier.verify(text.getBytes(UTF_8), "--head", head);
        assertThat(answer.status()).as("%s: %s", text, answer.said()).isEqualTo(1);
      }
    }
  }
}
