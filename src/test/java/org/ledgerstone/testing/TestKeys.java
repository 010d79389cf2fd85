package org.ledgerstone.testing;

import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.WalletKey;

/** Keys and accounts that are the same in every run. */
public final class TestKeys {

  private TestKeys() {}

  /** The key whose number this is, 1 …. */
  public static WalletKey key(int number) {
    return WalletKey.parse(String.format("%064x", number)).orElseThrow();
  }

  /** The wallet account of that key. */
  public static Address wallet(int number) {
    return key(number).address();
  }

  /** An account of that address. */
  public static AccountId account(Address address, String asset) {
    return new AccountId(address, new Asset(asset));
  }
}
