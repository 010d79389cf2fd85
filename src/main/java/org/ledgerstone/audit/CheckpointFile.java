package org.ledgerstone.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.ledgerstone.protocol.SignedNote;

/**
 * What this node's keys have signed, once more beside the database, so that a copy of that cannot
 * make it forget. Each note is followed by an empty line. The file only ever grows: what an end of
 * the process left half written stays, is closed by the next note, and counts for nothing.
 */
final class CheckpointFile {

  private static final String SIGNATURE = "\u2014 ";
  private static final byte[] SEPARATOR = {'\n', '\n'};

  private final Path path;

  CheckpointFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /** Adds a note. When it returns, the note outlives a loss of power. */
  synchronized void append(SignedNote note) {
    try {
      boolean isNew = Files.notExists(path);
      Files.createDirectories(path.getParent());
      try (var channel =
              FileChannel.open(
                  path,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        channel.position(channel.size());
        write(channel, (endsWell(channel) ? "" : "\n\n") + note.format() + "\n");
        channel.force(true);
      }
      if (isNew) {
        keepName();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The checkpoints in " + path + " cannot be written", e);
    }
  }

  private static boolean endsWell(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < SEPARATOR.length) {
      return size == 0;
    }
    var end = ByteBuffer.allocate(SEPARATOR.length);
    for (int got = 0; got >= 0 && end.hasRemaining(); ) {
      got = channel.read(end, size - end.remaining());
    }
    return end.flip().equals(ByteBuffer.wrap(SEPARATOR));
  }

  private static void write(FileChannel channel, String text) throws IOException {
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** A new file is only safe when its directory is. Not every system can be told so. */
  private void keepName() {
    try (var directory = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException e) {
      // The bytes themselves are safe, and Windows knows no other way.
      return;
    }
  }

  /** Hands out every whole note, in the order in which they were written. */
  synchronized void read(Consumer<SignedNote> each) {
    if (Files.notExists(path)) {
      return;
    }
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    try (var in = Channels.newReader(FileChannel.open(path), decoder, -1);
        var lines = new BufferedReader(in)) {
      read(lines, each);
    } catch (IOException e) {
      throw new UncheckedIOException("The checkpoints in " + path + " cannot be read", e);
    }
  }

  /** A paragraph of signatures belongs to the paragraph before it; any other stands alone. */
  private static void read(BufferedReader lines, Consumer<SignedNote> each) throws IOException {
    var before = "";
    var paragraph = new StringBuilder();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isEmpty()) {
        paragraph.append(line).append('\n');
      } else if (!paragraph.isEmpty()) {
        if (paragraph.indexOf(SIGNATURE) == 0) {
          SignedNote.parse(before + "\n" + paragraph).ifPresent(each);
        }
        before = paragraph.toString();
        paragraph.setLength(0);
      }
    }
  }
}
