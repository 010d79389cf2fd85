package org.ledgerstone.ethereum;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.settings.StartRefused;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Wallet;
import org.web3j.crypto.WalletFile;
import org.web3j.crypto.exception.CipherException;
import org.web3j.utils.Numeric;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** An encrypted key in a file of the form "Web3 Secret Storage", version 3, as geth writes it. */
final class Keystore {

  private static final long BYTES_MAX = 64 << 10;
  private static final int VERSION = 3;
  private static final int KEY_DIGITS = 64;
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Keystore() {}

  /**
   * Decrypts the file, which takes about a second and, as geth makes it, 256 MB for that time.
   *
   * @throws StartRefused if it cannot be read, or not with this password
   */
  static WalletKey read(Path file, String password) {
    var wallet = parse(text(file));
    var key = key(decrypt(wallet, password));
    if (!isOf(wallet.getAddress(), key)) {
      throw refused("names another address than that of the key it holds.");
    }
    return key;
  }

  private static String text(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > BYTES_MAX) {
        throw refused("does not exist or is no small file.");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw refused("cannot be read. Look at its permissions.");
    }
  }

  private static WalletFile parse(String text) {
    try {
      var wallet = MAPPER.readValue(text, WalletFile.class);
      if (wallet == null || wallet.getVersion() != VERSION) {
        throw noKeystore();
      }
      return wallet;
    } catch (JacksonException e) {
      throw noKeystore();
    }
  }

  private static ECKeyPair decrypt(WalletFile wallet, String password) {
    try {
      return Wallet.decrypt(password, wallet);
    } catch (CipherException e) {
      throw refused("does not open: the password is another one, or the file is damaged.");
    } catch (RuntimeException e) {
      throw noKeystore(); // web3j stumbles over whatever is missing there.
    }
  }

  private static WalletKey key(ECKeyPair pair) {
    return WalletKey.parse(Numeric.toHexStringNoPrefixZeroPadded(pair.getPrivateKey(), KEY_DIGITS))
        .orElseThrow(Keystore::noKeystore);
  }

  /** It may be left out, and may stand there without 0x. */
  private static boolean isOf(@Nullable String address, WalletKey key) {
    return address == null
        || Address.parse(address.startsWith("0x") ? address : "0x" + address)
            .equals(Optional.of(key.address()));
  }

  private static StartRefused noKeystore() {
    return refused("is no keystore of version 3.");
  }

  private static StartRefused refused(String why) {
    return new StartRefused("The file that ETHEREUM_KEYSTORE names " + why);
  }
}
