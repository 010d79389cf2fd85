package org.ledgerstone.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.ledgerstone.protocol.WalletKey;
import picocli.CommandLine.Option;

/** Where a key comes from: a file or the settings, never an argument. */
final class KeyOptions {

  /** Where {@code wallet new} puts a key, and where one is looked for last. */
  static final String USUAL_FILE = "wallet.key";

  private final Outside outside;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "The file with the key. Otherwise WALLET_PRIVATE_KEY or WALLET_PRIVATE_KEY_FILE from the"
              + " environment or .env, then ./"
              + USUAL_FILE
              + ".")
  private Optional<Path> file = Optional.empty();

  KeyOptions(Outside outside) {
    this.outside = outside;
  }

  /** The key that the options, the settings or the usual file name. */
  WalletKey key() {
    return file.map(outside.directory()::resolve)
        .map(KeyOptions::read)
        .or(this::fromSettings)
        .or(this::fromUsualFile)
        .orElseThrow(() ->
            Failure.file(
                "There is no key. Make one with \"wallet new\", or name its file with"
                    + " --key-file."));
  }

  private Optional<WalletKey> fromSettings() {
    return outside.settings().find("WALLET_PRIVATE_KEY").map(KeyOptions::parse);
  }

  private static WalletKey parse(String text) {
    return WalletKey.parse(text.strip())
        .orElseThrow(
            () -> Failure.file("WALLET_PRIVATE_KEY is no key: 64 hex digits are expected."));
  }

  /** The key that the environment alone holds or names. */
  static Optional<WalletKey> inEnvironment(Outside outside) {
    var environment = outside.environment();
    return Optional.ofNullable(environment.get("WALLET_PRIVATE_KEY"))
        .filter(text -> !text.isBlank())
        .map(KeyOptions::parse)
        .or(() ->
            Optional.ofNullable(environment.get("WALLET_PRIVATE_KEY_FILE"))
                .filter(text -> !text.isBlank())
                .map(named -> read(outside.directory().resolve(named))));
  }

  private Optional<WalletKey> fromUsualFile() {
    var usual = outside.directory().resolve(USUAL_FILE);
    return Files.exists(usual) ? Optional.of(read(usual)) : Optional.empty();
  }

  /** Reads a key file: 64 hex digits, with or without 0x. */
  static WalletKey read(Path file) {
    return WalletKey.parse(SmallFile.read(file).strip())
        .orElseThrow(() -> Failure.file(file + " holds no key: 64 hex digits are expected."));
  }
}
