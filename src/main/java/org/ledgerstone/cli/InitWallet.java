package org.ledgerstone.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.ledgerstone.protocol.WalletKey;
import picocli.CommandLine.Option;

/** Which key a new ledger begins with: one that is there, or a new one. */
final class InitWallet {

  private enum Origin {
    NAMED,
    ENVIRONMENT,
    FOUND,
    MADE
  }

  private final Outside outside;
  private Origin origin = Origin.MADE;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "The file with the key. Otherwise WALLET_PRIVATE_KEY or WALLET_PRIVATE_KEY_FILE from the"
              + " environment, then DIR/wallet.key; where there is none it is made.")
  private Optional<Path> file = Optional.empty();

  InitWallet(Outside outside) {
    this.outside = outside;
  }

  /** The key; nothing is written yet. */
  WalletKey find(Path directory) {
    if (file.isPresent()) {
      origin = Origin.NAMED;
      return KeyOptions.read(outside.directory().resolve(file.get()));
    }
    var set = KeyOptions.inEnvironment(outside);
    if (set.isPresent()) {
      origin = Origin.ENVIRONMENT;
      return set.get();
    }
    var usual = directory.resolve(KeyOptions.USUAL_FILE);
    if (Files.exists(usual)) {
      origin = Origin.FOUND;
      return KeyOptions.read(usual);
    }
    origin = Origin.MADE;
    return WalletKey.random(outside.random());
  }

  /** Writes the key where it is new. */
  void keep(Path directory, WalletKey key) {
    if (origin == Origin.MADE) {
      NewFile.writeSecret(directory.resolve(KeyOptions.USUAL_FILE), key.secret() + "\n");
    }
  }

  /** The lines for {@code .env} that name the key's file. */
  String setting() {
    return switch (origin) {
      case NAMED -> line(outside.directory().resolve(file.orElseThrow()).toAbsolutePath());
      case ENVIRONMENT -> "# The node's key comes from the environment, as it did for \"init\".\n";
      case FOUND, MADE -> line(Path.of(KeyOptions.USUAL_FILE));
    };
  }

  private static String line(Path key) {
    var quoted = key.normalize().toString().replace("\\", "\\\\").replace("\"", "\\\"");
    return "# The file with the node's key.\nWALLET_PRIVATE_KEY_FILE=\"" + quoted + "\"\n";
  }

  /** What to name among the files that were written. */
  String written() {
    return origin == Origin.MADE ? ", " + KeyOptions.USUAL_FILE : "";
  }
}
