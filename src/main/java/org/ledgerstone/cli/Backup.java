package org.ledgerstone.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.zip.ZipFile;
import org.ledgerstone.settings.PostgresPrograms;
import org.ledgerstone.settings.StartRefused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backup}: the whole database in a file. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the database into a file while the ledger is in use.",
      "Where DATABASE_URL names PostgreSQL: by pg_dump, for pg_restore. Otherwise the server makes"
          + " a zip of its H2 database; that needs an admin's token.",
      "The file has its name only when it is whole; until then it ends in .part."
    })
final class Backup implements Callable<Integer> {

  private final Outside outside;
  private final Root root;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A new file.")
  @SuppressWarnings("NullAway.Init") // picocli insists on it
  private Path file;

  @Mixin private final ServerOptions server;

  Backup(Outside outside, Root root) {
    this.outside = outside;
    this.root = root;
    this.server = new ServerOptions(outside);
  }

  @Override
  public Integer call() {
    var target = outside.directory().resolve(file);
    try (var part = PartFile.of(target)) {
      var postgres = PostgresPrograms.environment(outside.settings());
      if (postgres.isPresent()) {
        PgDump.write(part.path(), postgres.get(), outside, line -> Words.warn(spec, line));
      } else {
        copy(part);
      }
      part.keep();
    } catch (StartRefused refused) {
      throw Failure.file(String.valueOf(refused.getMessage()));
    }
    if (root.json()) {
      Words.say(spec, Json.object().put("file", target.toString()));
    } else {
      Words.say(spec, "Backed up into " + target);
    }
    return Exit.DONE.code();
  }

  private void copy(PartFile part) {
    var progress = Progress.of(spec, outside, root, "received");
    try (var body = server.connect().stream("POST", "/api/v1/backup")) {
      part.fill(body, progress);
    } catch (IOException e) {
      throw brokenOff();
    }
    progress.ended();
    if (!isZip(part.path())) {
      throw brokenOff();
    }
  }

  private static boolean isZip(Path path) {
    try (var zip = new ZipFile(path.toFile())) {
      return zip.stream().anyMatch(entry -> entry.getName().endsWith(".mv.db"));
    } catch (IOException e) {
      return false;
    }
  }

  private static Failure brokenOff() {
    return Failure.unreachable("The server broke off before the end. Nothing is kept; try again.");
  }
}
