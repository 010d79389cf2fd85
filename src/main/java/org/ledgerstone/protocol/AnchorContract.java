package org.ledgerstone.protocol;

import java.util.Optional;

/** Where {@code contracts/LedgerstoneAnchor.sol} keeps what, and what its code is. */
public final class AnchorContract {

  /** The Keccak-256 of the contract's code, as it is at its address. */
  public static final Word CODE_HASH =
      Word.parse("0x55a22f78b55016ec5d3c79357c5f35cf3106cd3849a23d3c25ba03af4b3b3d3d")
          .orElseThrow();

  /** Where the contract keeps its only mapping. */
  private static final Word KEPT = Word.ZERO;

  private static final byte[] PADDING = new byte[12];

  private AnchorContract() {}

  /**
   * The slot that holds the index of the newest head; the slot after it holds the head. Solidity
   * puts what a mapping has under a key at the hash of the key and of the mapping's own place
   * (https://docs.soliditylang.org/en/latest/internals/layout_in_storage.html).
   *
   * @param by who has anchored it; empty comes back if this is no wallet account
   * @param ledger the genesis hash
   */
  public static Optional<Word> indexSlot(Address by, Hash ledger) {
    return by.walletBytes()
        .map(bytes -> Word.keccak(PADDING, bytes, KEPT.bytes()))
        .map(ofSender -> Word.keccak(ledger.bytes(), ofSender.bytes()));
  }
}
