package org.ledgerstone.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code generate}: the server seals what is pending. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = "Lets the server seal what is pending into a block. Needs an admin's token.")
final class Generate implements Callable<Integer> {

  private final Outside outside;
  private final Root root;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--data", paramLabel = "TEXT", description = "What to write into the block.")
  private Optional<String> data = Optional.empty();

  @Mixin private final ServerOptions server;

  Generate(Outside outside, Root root) {
    this.outside = outside;
    this.root = root;
    this.server = new ServerOptions(outside);
  }

  @Override
  public Integer call() {
    var wish = Json.object();
    data.ifPresent(text -> wish.put("data", text));
    var key = OrderDesk.randomHex(outside.random());
    var block = server.connect().post("/api/v1/blocks/generate", wish, key);
    if (root.json()) {
      Words.say(spec, block.node());
    } else {
      Words.say(
          spec,
          "Block %s %s with %s transactions"
              .formatted(block.text("index"), block.text("hash"), block.text("transactionCount")));
    }
    return Exit.DONE.code();
  }
}
