package org.ledgerstone.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code export}: the chain in a file. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the server's chain into a file, gzip of JSON lines, for \"import\" or for anybody"
          + " else to check.",
      "The file has its name only when it is whole; until then it ends in .part."
    })
final class Export implements Callable<Integer> {

  private final Outside outside;
  private final Root root;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A new file, such as ledger.jsonl.gz.")
  @SuppressWarnings("NullAway.Init") // picocli insists on it
  private Path file;

  @Option(
      names = "--from",
      paramLabel = "INDEX",
      defaultValue = "1",
      description = "The first block (default: ${DEFAULT-VALUE}).")
  private long from;

  @Mixin private final ServerOptions server;

  Export(Outside outside, Root root) {
    this.outside = outside;
    this.root = root;
    this.server = new ServerOptions(outside);
  }

  @Override
  public Integer call() {
    var connected = server.connect();
    var progress = Progress.of(spec, outside, root, "received");
    try (var part = PartFile.of(outside.directory().resolve(file))) {
      try (var body = connected.stream("GET", "/api/v1/export?from=" + from)) {
        part.fill(body, progress);
      } catch (IOException e) {
        throw brokenOff();
      }
      progress.ended();
      var whole = ExportFile.read(part.path()).orElseThrow(Export::brokenOff);
      part.keep();
      tell(whole);
    }
    return Exit.DONE.code();
  }

  private static Failure brokenOff() {
    return Failure.unreachable(
        "The server broke off before the end, perhaps since its chain changed. Nothing is kept;"
            + " try again.");
  }

  private void tell(ExportFile whole) {
    if (root.json()) {
      var head = Json.object().put("index", whole.to()).put("hash", whole.head().toString());
      Words.say(spec, Json.object().put("from", whole.from()).set("head", head));
    } else {
      Words.say(
          spec,
          "Blocks %d to %d, the last one %s".formatted(whole.from(), whole.to(), whole.head()));
    }
  }
}
