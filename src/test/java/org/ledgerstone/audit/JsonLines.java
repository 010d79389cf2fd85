package org.ledgerstone.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A process that answers each line of JSON with another: starting one takes long. */
final class JsonLines implements AutoCloseable {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Process process;
  private final BufferedWriter asked;
  private final BufferedReader answers;

  private JsonLines(Process process) {
    this.process = process;
    this.asked = process.outputWriter(UTF_8);
    this.answers = process.inputReader(UTF_8);
  }

  /** Starts it; what it says of its own faults goes where the test's go. */
  static JsonLines start(ProcessBuilder builder) {
    try {
      return new JsonLines(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer to this; an error if it broke down instead. */
  JsonNode ask(Object question) {
    var line = MAPPER.writeValueAsString(question);
    try {
      asked.write(line + "\n");
      asked.flush();
      var answer = answers.readLine();
      if (answer == null) {
        throw new AssertionError("It broke down at " + line);
      }
      return MAPPER.readTree(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
