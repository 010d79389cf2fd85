package org.ledgerstone.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ledgerstone.protocol.Hash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code verify}: the tables as a whole. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Has a server replay its chain by all rules and compare every table with what follows from"
          + " it. Needs an admin's token.",
      "It goes on from what was verified before. A chain that was rewritten as a whole, or replaced"
          + " by an older copy, shows only against what was kept elsewhere: --head, --checkpoint,"
          + " --peer."
    })
final class Verify implements Callable<Integer> {

  private static final String CALL = "/api/v1/audits";

  private final Outside outside;
  private final Root root;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--full", description = "From genesis on, whatever was verified before.")
  private boolean full;

  @Option(
      names = "--head",
      paramLabel = "HASH",
      description = "A block that has to stand in the chain.")
  private Optional<Hash> head = Optional.empty();

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "A signed checkpoint that the chain has to fit; with --key.")
  private Optional<Path> checkpoint = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "VKEY",
      description = "The key that has signed it: name+id+key.")
  private Optional<String> key = Optional.empty();

  @Option(
      names = "--peer",
      paramLabel = "URL",
      description = "One of the server's peers, whose newest block has to stand in the chain.")
  private Optional<String> peer = Optional.empty();

  @Option(names = "--no-wait", description = "Begin, and do not wait for the end.")
  private boolean away;

  @Mixin private final ServerOptions server;

  Verify(Outside outside, Root root) {
    this.outside = outside;
    this.root = root;
    this.server = new ServerOptions(outside);
  }

  @Override
  public Integer call() {
    var wish = wish();
    var connected = server.connect();
    var begun = connected.post(CALL, wish, OrderDesk.randomHex(outside.random()));
    var path = CALL + "/" + begun.number("id");
    if (away) {
      tellBegun(begun, path);
      return Exit.DONE.code();
    }
    var ended = new AuditWait(spec, connected, Progress.isTold(root)).untilEnd(path);
    if (root.json()) {
      Words.say(spec, ended.node());
    } else {
      AuditWords.tell(spec, ended);
    }
    return exit(ended.text("status")).code();
  }

  private ObjectNode wish() {
    if (checkpoint.isPresent() != key.isPresent()) {
      throw Failure.usage("--checkpoint and --key belong together.");
    }
    var wish = Json.object().put("full", full);
    head.ifPresent(hash -> wish.put("head", hash.toString()));
    checkpoint.ifPresent(
        file -> wish.put("checkpoint", SmallFile.read(outside.directory().resolve(file))));
    key.ifPresent(text -> wish.put("key", text));
    peer.ifPresent(url -> wish.put("peer", url));
    return wish;
  }

  private void tellBegun(Fields begun, String path) {
    if (root.json()) {
      Words.say(spec, begun.node());
    } else {
      Words.say(
          spec, "Audit " + begun.text("id") + " has begun; GET " + path + " tells how far it is.");
    }
  }

  private static Exit exit(String status) {
    return switch (status) {
      case "PASSED" -> Exit.DONE;
      case "FINDINGS" -> Exit.REFUSED;
      default -> Exit.UNREACHABLE;
    };
  }
}
