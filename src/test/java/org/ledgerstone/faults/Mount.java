package org.ledgerstone.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.ledgerstone.testing.Scratch;

/** A file system of a test's own, gone when it is closed. */
public final class Mount implements AutoCloseable {

  private static final int PIECE_BYTES = 64 << 10;
  private static final String BALLAST = "ballast";

  private final Path directory;

  private Mount(Path directory) {
    this.directory = directory;
  }

  /** One in memory with so much room and no more. */
  public static Mount memory(int megabytes) {
    var directory = Scratch.directory("mounted");
    Shell.run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", "" + directory);
    return new Mount(directory);
  }

  /** The ext4 in this image, on which nothing is written down before somebody asks for it. */
  public static Mount image(Path image) {
    var directory = Scratch.directory("mounted");
    Shell.run("mount", "-o", "loop,commit=300", image.toString(), directory.toString());
    return new Mount(directory);
  }

  /** A new image of that size with an empty ext4 in it. */
  public static Path newImage(int megabytes) {
    var image = Scratch.directory("image").resolve("image");
    Shell.run("truncate", "-s", megabytes + "M", image.toString());
    Shell.run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0", image.toString());
    return image;
  }

  /** Where it begins. */
  public Path directory() {
    return directory;
  }

  /** Takes all room but for so much. */
  public void fill(long bytesLeft) {
    try (var file =
        Files.newByteChannel(
            directory.resolve(BALLAST), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      var store = Files.getFileStore(directory);
      while (store.getUsableSpace() > bytesLeft + PIECE_BYTES) {
        file.write(ByteBuffer.allocate(PIECE_BYTES));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the room back. */
  public void free() {
    try {
      Files.delete(directory.resolve(BALLAST));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on nothing can be written to it. */
  public void readOnly() {
    Shell.run("mount", "-o", "remount,ro", directory.toString());
  }

  /** Writes down everything that is to be written down. */
  public void sync() {
    Shell.run("sync", "-f", directory.toString());
  }

  /** Takes it away, also where somebody still has a file of it open. */
  @Override
  public void close() {
    Shell.run("umount", "-l", directory.toString());
  }
}
