package org.ledgerstone.ethereum;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.settings.StartRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/**
 * Where the key for Ethereum comes from: a setting, an encrypted keystore, or for trying out the
 * node's own.
 */
final class EthereumKeys {

  private static final Logger log = LoggerFactory.getLogger(EthereumKeys.class);

  private EthereumKeys() {}

  /**
   * The key, if the settings have one.
   *
   * @throws StartRefused if one of them is no key, or if they name two
   */
  static Optional<WalletKey> read(Environment environment) {
    var key = EthereumSettings.text(environment, "ethereum.private-key");
    var keystore = EthereumSettings.text(environment, "ethereum.keystore");
    var password = EthereumSettings.text(environment, "ethereum.keystore-password");
    if (key.isPresent() && keystore.isPresent()) {
      throw new StartRefused(
          "ETHEREUM_PRIVATE_KEY and ETHEREUM_KEYSTORE are both set. Keep one, so that it is plain"
              + " which key is meant.");
    }
    if (keystore.isPresent() != password.isPresent()) {
      throw new StartRefused(
          "ETHEREUM_KEYSTORE and its password belong together: name the file that holds the"
              + " password by ETHEREUM_KEYSTORE_PASSWORD_FILE.");
    }
    return keystore
        .map(file -> Keystore.read(path(file), password.orElseThrow()))
        .or(() -> key.map(text -> parse(text, "ETHEREUM_PRIVATE_KEY")))
        .or(() -> ofTheNode(environment));
  }

  private static Optional<WalletKey> ofTheNode(Environment environment) {
    var key =
        EthereumSettings.text(environment, "wallet.private-key")
            .map(text -> parse(text, "WALLET_PRIVATE_KEY"));
    key.ifPresent(own ->
        log.warn(
            "On Ethereum too, {} is this node's account, by WALLET_PRIVATE_KEY. That is for trying"
                + " out: for real use set ETHEREUM_KEYSTORE, a key of its own in an encrypted"
                + " file.",
            own.address().shown()));
    return key;
  }

  private static WalletKey parse(String text, String setting) {
    return WalletKey.parse(text)
        .orElseThrow(
            () -> new StartRefused(setting + " holds no key: 64 hex digits are expected."));
  }

  private static Path path(String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new StartRefused("ETHEREUM_KEYSTORE is no path.");
    }
  }
}
