package org.ledgerstone.protocol;

import java.nio.charset.StandardCharsets;

/**
 * What a wallet signs under scheme 1, as the first document has it: sender, receiver and amount
 * with nothing between. It binds no ledger and never ends: for teaching only.
 */
public final class SeedText {

  private SeedText() {}

  /** The exact text that is signed: both accounts in shown form and the amount's digits. */
  public static String of(Transfer transfer) {
    return transfer.from().shown() + transfer.to().shown() + transfer.amount();
  }

  /** The 32-byte digest of that text under EIP-191, version 0x45 ({@code personal_sign}). */
  public static byte[] digest(Transfer transfer) {
    var text = of(transfer).getBytes(StandardCharsets.UTF_8);
    var prefix = "\u0019Ethereum Signed Message:\n" + text.length;
    return Keccak.hash(prefix.getBytes(StandardCharsets.UTF_8), text);
  }
}
