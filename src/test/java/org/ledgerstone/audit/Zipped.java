package org.ledgerstone.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.json.JsonMapper;

/** Exports as bytes: unzipped for a test to look at or to change, or written by hand. */
final class Zipped {

  private static final JsonMapper MAPPER = new JsonMapper();

  private Zipped() {}

  static byte[] of(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static String text(byte[] zipped) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(byte[] zipped) {
    return text(zipped).lines().toList();
  }

  static Map<?, ?> json(String line) {
    return MAPPER.readValue(line, Map.class);
  }

  static String text(Object json) {
    return MAPPER.writeValueAsString(json);
  }

  /** The same export with other lines. */
  static byte[] changed(byte[] zipped, Consumer<List<String>> change) {
    var lines = new ArrayList<>(lines(zipped));
    change.accept(lines);
    return of(String.join("\n", lines) + "\n");
  }

  /**
   * An export of these blocks as somebody else would write it, behind what a true one begins with.
   */
  static byte[] byHand(byte[] genuine, List<SealedBlock> blocks, Hash head) {
    var begin = lines(genuine);
    var index = blocks.getLast().header().index();
    var end = Map.of("index", index, "hash", head.toString());
    var first = begin.getFirst().replaceFirst("\"head\":\\{.*?}", "\"head\":" + text(end));
    var last = Map.of("index", index, "hash", head.toString(), "work", "0");
    return of(
        Stream.of(
                Stream.of(first, begin.get(1)),
                blocks.stream().map(Wire::block).map(Zipped::text),
                Stream.of(text(Map.of("end", last))))
            .flatMap(lines -> lines)
            .reduce("", (before, line) -> before + line + "\n"));
  }
}
