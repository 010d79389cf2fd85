package org.ledgerstone.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: the chain from a file. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Hands a file that \"export\" wrote to a server, which judges every block of it. Needs an"
          + " admin's token.",
      "The server's ledger is empty, or its newest block is in the file: then it goes on from"
          + " there."
    })
final class Import implements Callable<Integer> {

  private static final String CALL = "/api/v1/import";
  private static final String GZIP = "application/gzip";

  private final Outside outside;
  private final Root root;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The file.")
  @SuppressWarnings("NullAway.Init") // picocli insists on it
  private Path file;

  @Mixin private final ServerOptions server;

  Import(Outside outside, Root root) {
    this.outside = outside;
    this.root = root;
    this.server = new ServerOptions(outside);
  }

  @Override
  public Integer call() {
    var path = outside.directory().resolve(file);
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      throw Failure.file("There is no file " + path + " that can be read.");
    }
    var progress = Progress.of(spec, outside, root, "sent");
    var done = send(server.connect(), path, progress);
    progress.ended();
    if (root.json()) {
      Words.say(spec, done.node());
    } else {
      Words.say(
          spec,
          "%s blocks with %s transactions taken, %s were here; the head is block %s %s"
              .formatted(
                  done.text("blocks"),
                  done.text("transactions"),
                  done.text("skipped"),
                  done.object("head").text("index"),
                  done.object("head").text("hash")));
    }
    return Exit.DONE.code();
  }

  private static Fields send(Server connected, Path path, Progress progress) {
    try {
      return connected.upload(CALL, GZIP, body(path, progress));
    } catch (IOException e) {
      sayWhyNothingIsTaken(connected);
      throw Failure.unreachable(
          "The connection broke off. What has been taken stays; the same command goes on from"
              + " there.");
    }
  }

  /** A server that takes nothing from this caller may end the connection before it is heard. */
  private static void sayWhyNothingIsTaken(Server connected) {
    try {
      connected.upload(CALL, GZIP, BodyPublishers.noBody());
    } catch (IOException e) {
      // Then nobody is there.
    } catch (Failure failure) {
      if (!failure.code().equals("EXPORT_INCOMPLETE")) {
        throw failure;
      }
    }
  }

  private static BodyPublisher body(Path path, Progress progress) throws IOException {
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> open(path, progress)), Files.size(path));
  }

  private static InputStream open(Path path, Progress progress) {
    try {
      return new Counted(Files.newInputStream(path), progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells the progress what is read. */
  private static final class Counted extends FilterInputStream {

    private final Progress progress;

    Counted(InputStream in, Progress progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int got = super.read(buffer, offset, length);
      progress.came(Math.max(0, got));
      return got;
    }
  }
}
