package org.ledgerstone.audit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.ledgerstone.web.Problem;

/** The lines of an export as they come, unzipped: each up to a length, all of them together any. */
final class ImportLines {

  private static final int BUFFER_BYTES = 64 * 1024;

  /** Reads, and may fail. */
  private interface Reading<T> {
    T read() throws IOException;
  }

  private final InputStream in;
  private final int lineBytesMax;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int filled;
  private long number;

  private ImportLines(InputStream in, int lineBytesMax) {
    this.in = in;
    this.lineBytesMax = lineBytesMax;
  }

  /**
   * Begins.
   *
   * @throws Problem 400 if this is no gzip
   */
  static ImportLines open(InputStream zipped, int lineBytesMax) {
    return new ImportLines(guarded(() -> new GZIPInputStream(zipped, BUFFER_BYTES)), lineBytesMax);
  }

  /** How many lines have been read. */
  long number() {
    return number;
  }

  /**
   * The next line; empty after the last.
   *
   * @throws Problem 400 {@code EXPORT_INCOMPLETE} if it breaks off, 400 {@code MALFORMED} if it is
   *     no gzip, 413 {@code EXPORT_LINE_TOO_LONG}
   */
  Optional<byte[]> next() {
    var line = new ByteArrayOutputStream();
    while (true) {
      if (at == filled && !isFilled()) {
        if (line.size() > 0) {
          throw incomplete("it ends within a line");
        }
        return Optional.empty();
      }
      int end = end();
      if (line.size() + end - at > lineBytesMax) {
        throw tooLong();
      }
      line.write(buffer, at, end - at);
      at = end;
      if (end < filled) {
        at++;
        number++;
        return Optional.of(line.toByteArray());
      }
    }
  }

  /** Where the line that is being read ends in the buffer, or the buffer does. */
  private int end() {
    int end = at;
    while (end < filled && buffer[end] != '\n') {
      end++;
    }
    return end;
  }

  private boolean isFilled() {
    at = 0;
    filled = Math.max(0, guarded(() -> in.read(buffer)));
    return filled > 0;
  }

  private static <T> T guarded(Reading<T> reading) {
    try {
      return reading.read();
    } catch (ZipException e) {
      throw Problem.malformed("The body is no gzip, or its bytes were changed on the way.");
    } catch (EOFException e) {
      throw incomplete("it ends within its gzip");
    } catch (IOException e) {
      throw incomplete("it cannot be read to its end");
    }
  }

  /** 400: the end is missing. */
  static Problem incomplete(String how) {
    return Problem.malformed(
        "EXPORT_INCOMPLETE", "The export is not whole: " + how + ". Export it again.");
  }

  private Problem tooLong() {
    return new Problem(
        413,
        "EXPORT_LINE_TOO_LONG",
        "A line of the export is too long.",
        "Line "
            + (number + 1)
            + " is longer than a block of this ledger can be: "
            + lineBytesMax
            + " bytes.");
  }
}
