package org.ledgerstone.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.settings.OwnersFile;
import org.ledgerstone.settings.StartRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the node's key comes from: the settings, or a file in the data directory that is made at
 * the first start and that only its owner can read.
 *
 * @param privateKey 64 hex digits, or empty
 * @param address the account that the key must belong to, or empty
 */
record WalletSettings(String privateKey, String address, Path dataDirectory) {

  private static final Logger log = LoggerFactory.getLogger(WalletSettings.class);
  private static final String FILE = "wallet.key";

  /**
   * The node's key.
   *
   * @throws StartRefused if the settings hold no key, or the key of another account
   */
  WalletKey key(SecureRandom random) {
    if (!privateKey.isEmpty()) {
      return checked(parse(privateKey, "WALLET_PRIVATE_KEY"));
    }
    if (!address.isEmpty() && !Files.exists(file())) {
      throw new StartRefused(
          "WALLET_ADDRESS is set without its key: set WALLET_PRIVATE_KEY as well, or neither.");
    }
    return checked(keyInFile(random));
  }

  private WalletKey keyInFile(SecureRandom random) {
    try {
      if (Files.exists(file())) {
        return parse(Files.readString(file()).strip(), file().toString());
      }
      return create(random);
    } catch (IOException e) {
      throw new UncheckedIOException("The wallet " + file() + " cannot be read or made", e);
    }
  }

  private WalletKey create(SecureRandom random) throws IOException {
    var key = WalletKey.random(random);
    if (!OwnersFile.create(file(), key.secret())) {
      return parse(Files.readString(file()).strip(), file().toString());
    }
    log.info("Made a wallet for this node: {}, its key in {}", key.address().shown(), file());
    return key;
  }

  private Path file() {
    return dataDirectory.resolve(FILE);
  }

  private static WalletKey parse(String text, String source) {
    return WalletKey.parse(text)
        .orElseThrow(() -> new StartRefused(source + " holds no key: 64 hex digits are expected."));
  }

  private WalletKey checked(WalletKey key) {
    if (!address.isEmpty() && !Address.parse(address).equals(Optional.of(key.address()))) {
      throw new StartRefused(
          "WALLET_ADDRESS is not the address of the node's key, which is "
              + key.address().shown()
              + ".");
    }
    return key;
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "WalletSettings[" + dataDirectory + "]";
  }
}
