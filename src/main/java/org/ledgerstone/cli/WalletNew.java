package org.ledgerstone.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ledgerstone.protocol.WalletKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wallet new}: makes a key and keeps it in a file that only its owner reads. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    description =
        "Makes a key file and prints its address. Keep the file: nobody can make that key again.")
final class WalletNew implements Callable<Integer> {

  private final Outside outside;
  private final Root root;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = KeyOptions.USUAL_FILE,
      description = "Where to put it (default: ${DEFAULT-VALUE}). Never overwrites.")
  private Path file = Path.of(KeyOptions.USUAL_FILE);

  WalletNew(Outside outside, Root root) {
    this.outside = outside;
    this.root = root;
  }

  @Override
  public Integer call() {
    var place = outside.directory().resolve(file);
    var key = WalletKey.random(outside.random());
    NewFile.writeSecret(place, key.secret() + "\n");
    var address = key.address().shown();
    if (root.json()) {
      Words.say(spec, Json.object().put("address", address).put("file", place.toString()));
    } else {
      Words.say(spec, address, "The key is in " + place + ". Keep it: it cannot be made again.");
    }
    return Exit.DONE.code();
  }
}
