package org.ledgerstone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that is long in the making: it has its name only when it is whole, and goes if it never
 * is. Meanwhile it is called the same with {@code .part} behind it.
 */
final class PartFile implements AutoCloseable {

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path target;
  private final Path part;

  private PartFile(Path target, Path part) {
    this.target = target;
    this.part = part;
  }

  /** Begins, for its owner alone; what is left of an earlier attempt goes. */
  static PartFile of(Path target) {
    if (Files.exists(target)) {
      throw exists(target);
    }
    var part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.deleteIfExists(part);
      FileChannel.open(part, NEW, ownerOnly(part)).close();
      return new PartFile(target, part);
    } catch (NoSuchFileException e) {
      throw Failure.file("There is no folder for " + target + ".");
    } catch (IOException e) {
      throw cannotWrite(target);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static Failure exists(Path target) {
    return Failure.file(target + " exists already and is left as it is.");
  }

  private static Failure cannotWrite(Path target) {
    return Failure.file(target + " cannot be written.");
  }

  /** Where it is while it is being made. */
  Path path() {
    return part;
  }

  /**
   * Takes everything that comes.
   *
   * @throws IOException if that breaks off; if the file cannot be written, it is a {@link Failure}
   */
  void fill(InputStream in, Progress progress) throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        write(channel, ByteBuffer.wrap(buffer, 0, got));
        progress.came(got);
      }
    }
  }

  private void write(FileChannel channel, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw cannotWrite(target);
    }
  }

  /** It is whole: from now on it has its name, and is on the disk. */
  void keep() {
    try {
      try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, target);
    } catch (FileAlreadyExistsException e) {
      throw exists(target);
    } catch (IOException e) {
      throw cannotWrite(target);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw cannotWrite(target);
    }
  }
}
