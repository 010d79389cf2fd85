package org.ledgerstone.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A parser as Jazzer runs it, guided by what its inputs reach. Jazzer is no part of the build;
 * docs/HARDENING.md has the commands. {@code -Dfuzz.parser} names the {@link Target}.
 */
public final class JazzerTarget {

  private static final Parser PARSER =
      Target.valueOf(System.getProperty("fuzz.parser", Target.ORDER.name())).parser();

  private JazzerTarget() {}

  /** Whatever is thrown is a finding. */
  public static void fuzzerTestOneInput(byte[] input) {
    PARSER.reads(input);
  }

  /** Writes the parser's seeds into this directory, a file each, for Jazzer to begin with. */
  public static void main(String[] directory) throws IOException {
    var corpus = Files.createDirectories(Path.of(directory[0]));
    for (var seed : PARSER.seeds()) {
      Files.write(corpus.resolve("seed-" + Math.abs(Arrays.hashCode(seed))), seed);
    }
  }
}
