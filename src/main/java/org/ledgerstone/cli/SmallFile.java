package org.ledgerstone.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that a person wrote, and no more of it than a person would write. */
final class SmallFile {

  private static final int BYTES_MAX = 1 << 20;

  private SmallFile() {}

  static String read(Path file) {
    try (var stream = Files.newInputStream(file)) {
      var bytes = stream.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw Failure.file(file + " is too large.");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw Failure.file("There is no file " + file + ".");
    } catch (IOException e) {
      throw Failure.file(file + " cannot be read.");
    }
  }
}
