package org.ledgerstone.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.ledgerstone.protocol.Hash;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An export in a file, as far as it can be told whole without judging its blocks: that is for
 * whoever imports it.
 *
 * @param from the index of its first block
 * @param to the index of its last
 * @param head the hash of its last
 */
record ExportFile(long from, long to, Hash head) {

  private static final int BUFFER_BYTES = 64 * 1024;

  /** The first line and the last are short; no more is held of any other. */
  private static final int SHORT_LINE_BYTES_MAX = 4096;

  /** Whether and how a file is whole; empty if it is not. */
  static Optional<ExportFile> read(Path file) {
    try (var in = new GZIPInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      return whole(Ends.of(in));
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<ExportFile> whole(Ends ends) {
    var first = Json.read(ends.first());
    var end = Json.read(ends.last()).path("end");
    var from = first.path("from").asLong(-1);
    var to = first.path("head").path("index").asLong(-1);
    boolean fits =
        first.path("ledgerstone").asString("").equals("export")
            && first.path("version").asInt(0) == 1
            && end.path("index").asLong(-1) == to
            && text(end, "hash").equals(text(first.path("head"), "hash"))
            && ends.isEnded()
            && ends.lines() == to - from + 3;
    return fits
        ? Hash.parse(text(end, "hash")).map(head -> new ExportFile(from, to, head))
        : Optional.empty();
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  /**
   * The first line and the last.
   *
   * @param isEnded whether the last has its line feed
   */
  private record Ends(String first, String last, long lines, boolean isEnded) {

    static Ends of(InputStream in) throws IOException {
      var line = new ByteArrayOutputStream();
      var buffer = new byte[BUFFER_BYTES];
      var first = "";
      var last = "";
      long lines = 0;
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        for (int i = 0; i < got; i++) {
          if (buffer[i] == '\n') {
            lines++;
            last = line.toString(StandardCharsets.UTF_8);
            first = lines == 1 ? last : first;
            line.reset();
          } else if (line.size() < SHORT_LINE_BYTES_MAX) {
            line.write(buffer[i]);
          }
        }
      }
      return new Ends(first, last, lines, line.size() == 0);
    }
  }
}
