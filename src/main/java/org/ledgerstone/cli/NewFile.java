package org.ledgerstone.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Creates files, and never touches one that is there already. */
final class NewFile {

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private NewFile() {}

  /** For everybody to read, as far as the process's mask allows. */
  static void write(Path file, String text) {
    create(file, text);
  }

  /** For its owner alone from the moment it exists, where the file system knows owners. */
  static void writeSecret(Path file, String text) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    create(file, text, posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0]);
  }

  private static void create(Path file, String text, FileAttribute<?>... attributes) {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(file, options, attributes)) {
      fill(channel, file, text);
    } catch (FileAlreadyExistsException e) {
      throw Failure.file(file + " exists already and is left as it is.");
    } catch (NoSuchFileException e) {
      throw Failure.file("There is no folder for " + file + ".");
    } catch (IOException e) {
      throw Failure.file(file + " cannot be written.");
    }
  }

  /** On the disk when it returns; a file that could not be filled is taken away again. */
  private static void fill(FileChannel channel, Path file, String text) throws IOException {
    try {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }
}
