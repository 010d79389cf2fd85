package org.ledgerstone.cli;

import java.util.Map;
import java.util.Optional;
import org.ledgerstone.protocol.WalletKey;

/** Settings by their names: {@code NAME}, and for secrets also {@code NAME_FILE}. */
final class Settings {

  private final Outside outside;
  private final Map<String, String> values;

  private Settings(Outside outside, Map<String, String> values) {
    this.outside = outside;
    this.values = values;
  }

  static Settings of(Outside outside) {
    return new Settings(outside, outside.environment());
  }

  static Settings ofEnvironment(Outside outside) {
    return new Settings(outside, outside.environment());
  }

  /** The wallet's key, if the settings hold or name one. */
  Optional<WalletKey> walletKey() {
    return secret("WALLET_PRIVATE_KEY")
        .map(text ->
            WalletKey.parse(text)
                .orElseThrow(() ->
                    Failure.file("WALLET_PRIVATE_KEY is no key: 64 hex digits are expected.")));
  }

  /** The value; empty if it is not set or blank. */
  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** The value, or the content of the file that {@code NAME_FILE} names. */
  Optional<String> secret(String name) {
    return value(name)
        .or(() ->
            value(name + "_FILE")
                .map(file -> SmallFile.read(outside.directory().resolve(file)).strip()));
  }
}
