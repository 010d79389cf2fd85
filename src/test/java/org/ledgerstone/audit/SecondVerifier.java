package org.ledgerstone.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/verify/verify_proof.py}, asked again and again by one process: starting Python takes
 * longer than most proofs do.
 */
final class SecondVerifier implements AutoCloseable {

  /** The script itself. */
  static final Path SCRIPT = Path.of("docs/verify/verify_proof.py");

  private static final JsonMapper MAPPER = new JsonMapper();

  /**
   * A fault of the script ends it, and is never taken for a refusal. What is pure and slow is
   * worked out once: most of a proof stays the same when one thing in it is altered.
   */
  private static final String LOOP =
      """
      import contextlib, functools, io, json, sys
      sys.path.insert(0, 'docs/verify')
      import verify_proof
      verify_proof.signer = functools.lru_cache(None)(verify_proof.signer)
      verify_proof.keccak = functools.lru_cache(None)(verify_proof.keccak)
      for line in sys.stdin:
          said = io.StringIO()
          with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
              try:
                  status = verify_proof.main(json.loads(line))
              except SystemExit as end:
                  status = end.code
          print(json.dumps([status, said.getvalue()]), flush=True)
      """;

  /**
   * What came of it.
   *
   * @param status 0, 1 or 2
   * @param said all that was printed
   */
  record Answer(int status, String said) {}

  private final Process process;
  private final BufferedWriter asked;
  private final BufferedReader answers;
  private final Path file;

  private SecondVerifier(Process process, Path file) {
    this.process = process;
    this.asked = process.outputWriter(UTF_8);
    this.answers = process.inputReader(UTF_8);
    this.file = file;
  }

  /** Starts it. */
  static SecondVerifier start() {
    try {
      var process =
          new ProcessBuilder("python3", "-B", "-c", LOOP)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return new SecondVerifier(process, Files.createTempFile("proof", ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has it verify this proof with these options. */
  Answer verify(@Nullable Object proof, String... options) {
    return verify(MAPPER.writeValueAsBytes(proof), options);
  }

  /** Has it verify a file that holds these bytes. */
  Answer verify(byte[] bytes, String... options) {
    try {
      Files.write(file, bytes);
      var words = new ArrayList<>(List.of(file.toString()));
      words.addAll(List.of(options));
      return ask(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Calls it with these words. */
  Answer ask(List<String> words) throws IOException {
    asked.write(MAPPER.writeValueAsString(words) + "\n");
    asked.flush();
    var line = answers.readLine();
    if (line == null) {
      throw new AssertionError("The verifier broke down at " + Files.readString(file));
    }
    JsonNode answer = MAPPER.readTree(line);
    return new Answer(answer.get(0).asInt(), answer.get(1).asString());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
