package org.ledgerstone.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** The files that settings stand in: the list of them, and one for each secret kept apart. */
final class SettingsFile {

  private static final long BYTES_MAX = 1 << 20;

  private SettingsFile() {}

  /** What the file says; nothing where the default file is missing. */
  static Map<String, String> read(Path file) {
    if (file.equals(Settings.DEFAULT_FILE) && !Files.exists(file)) {
      return Map.of();
    }
    return DotEnv.read(text(file, "The settings file " + file), file.toString());
  }

  /**
   * Puts the text of the file that {@code NAME_FILE} names under {@code NAME}, without the line end
   * that editors leave behind.
   */
  static void readSecret(String name, Map<String, String> values) {
    var fileVariable = name + "_FILE";
    var file = values.get(fileVariable);
    if (file == null) {
      return;
    }
    if (values.containsKey(name)) {
      throw new StartRefused(
          name
              + " and "
              + fileVariable
              + " are both set. Keep one, so that it is plain which key"
              + " is meant.");
    }
    var subject = "The file that " + fileVariable + " names";
    var secret = withoutLineEnds(text(path(file, subject), subject));
    if (secret.isBlank()) {
      throw new StartRefused(subject + " is empty.");
    }
    values.put(name, secret);
  }

  private static String withoutLineEnds(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\n') {
      end -= end > 1 && text.charAt(end - 2) == '\r' ? 2 : 1;
    }
    return text.substring(0, end);
  }

  private static Path path(String file, String subject) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new StartRefused(subject + " cannot be: that is no path.");
    }
  }

  private static String text(Path file, String subject) {
    try {
      if (!Files.exists(file)) {
        throw new StartRefused(subject + " does not exist.");
      }
      if (Files.isDirectory(file) || Files.size(file) > BYTES_MAX) {
        throw new StartRefused(subject + " is no small text file.");
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new StartRefused(subject + " is not UTF-8 text.");
    } catch (IOException e) {
      throw new StartRefused(subject + " cannot be read. Look at its permissions.");
    }
  }
}
