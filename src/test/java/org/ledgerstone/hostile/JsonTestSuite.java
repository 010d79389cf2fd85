package org.ledgerstone.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The files of JSONTestSuite, see the NOTICE beside them. */
final class JsonTestSuite {

  /**
   * One of its files.
   *
   * @param name which begins with {@code y_} for JSON, {@code n_} for what is none, {@code i_} for
   *     what a parser may take or not
   * @param bytes one character each
   */
  record File(String name, String bytes) {

    boolean isJson() {
      return name.startsWith("y_");
    }

    boolean isNone() {
      return name.startsWith("n_");
    }
  }

  private JsonTestSuite() {}

  static List<File> files() {
    var stream = JsonTestSuite.class.getResourceAsStream("/hostile/vectors/json-test-suite.txt");
    try (var lines =
        new BufferedReader(new InputStreamReader(Objects.requireNonNull(stream), UTF_8))) {
      return lines.lines().map(line -> line.split(" ", 2)).map(JsonTestSuite::file).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static File file(String[] line) {
    var bytes =
        Arrays.stream(line[1].split("\\+(?=[0-9]+\\*)"))
            .map(JsonTestSuite::part)
            .collect(Collectors.joining());
    return new File(line[0], bytes);
  }

  private static String part(String written) {
    var part = written.split("\\*", 2);
    var once = new String(Base64.getDecoder().decode(part[1]), ISO_8859_1);
    return once.repeat(Integer.parseInt(part[0]));
  }
}
