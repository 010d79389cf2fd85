package org.ledgerstone.audit;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.settings.StartRefused;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;

/**
 * What the owner has said about checkpoints.
 *
 * @param file what has been signed, beside the database
 * @param every how often this node signs its newest final block; empty for never
 * @param witnessed keys of logs that are co-signed, beside those of the peers
 */
record CheckpointSettings(Path file, Optional<Duration> every, List<NoteKey> witnessed) {

  /** The longest key that is taken. */
  static final int KEY_LENGTH_MAX = 300;

  private static final int WITNESSED_MAX = 200;
  private static final String OFF = "off";

  /**
   * Reads the settings.
   *
   * @throws StartRefused if one of them is no setting
   */
  static CheckpointSettings read(Environment environment) {
    var data = environment.getProperty("ledger.data-dir", "data");
    return new CheckpointSettings(
        file(environment.getProperty("ledger.checkpoint-file", data + "/checkpoints.txt")),
        every(environment.getProperty("ledger.checkpoint-every", "10s")),
        witnessed(environment.getProperty("ledger.witnessed-keys", "")));
  }

  private static Path file(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new StartRefused("LEDGER_CHECKPOINT_FILE is no path.");
    }
  }

  private static Optional<Duration> every(String text) {
    if (text.equals(OFF)) {
      return Optional.empty();
    }
    return Optional.of(text)
        .filter(written -> written.matches("[0-9]{1,9}[a-z]{1,2}"))
        .map(CheckpointSettings::duration)
        .filter(Duration::isPositive)
        .or(() -> {
          throw new StartRefused(
              "LEDGER_CHECKPOINT_EVERY is off or a duration such as 500ms, 10s or 5m.");
        });
  }

  private static Duration duration(String text) {
    try {
      return DurationStyle.SIMPLE.parse(text);
    } catch (IllegalArgumentException e) {
      return Duration.ZERO;
    }
  }

  private static List<NoteKey> witnessed(String text) {
    var keys =
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(key -> !key.isEmpty())
            .map(CheckpointSettings::key)
            .distinct()
            .toList();
    if (keys.size() > WITNESSED_MAX) {
      throw new StartRefused("LEDGER_WITNESSED_KEYS names more than " + WITNESSED_MAX + " keys.");
    }
    return keys;
  }

  private static NoteKey key(String text) {
    return Optional.of(text)
        .filter(written -> written.length() <= KEY_LENGTH_MAX)
        .flatMap(NoteKey::parse)
        .filter(key -> key.use() == NoteKey.Use.NOTE)
        .orElseThrow(() ->
            new StartRefused(
                "LEDGER_WITNESSED_KEYS holds what is no key of a log: name+id+key, as GET"
                    + " /api/v1/checkpoint/keys names it."));
  }
}
