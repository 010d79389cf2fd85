package org.ledgerstone.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Where {@code contracts/LedgerstoneAnchor.sol} keeps what, how it is called, what its code is. */
public final class AnchorContract {

  /** The Keccak-256 of the contract's code, as it is at its address. */
  public static final Word CODE_HASH =
      Word.parse("0x55a22f78b55016ec5d3c79357c5f35cf3106cd3849a23d3c25ba03af4b3b3d3d")
          .orElseThrow();

  private static final Word ANCHORED =
      Word.keccak("Anchored(address,bytes32,uint64,bytes32)".getBytes(US_ASCII));

  private static final byte[] ANCHOR =
      Word.keccak("anchor(bytes32,uint64,bytes32)".getBytes(US_ASCII)).bytes();

  private static final int SELECTOR_LENGTH = 4;

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

  /**
   * The input of a transaction that has the contract keep a head: the selector of {@code anchor}
   * and its arguments, a word each (https://docs.soliditylang.org/en/latest/abi-spec.html).
   *
   * @param ledger the genesis hash
   */
  public static byte[] call(Hash ledger, long index, Hash head) {
    return ByteBuffer.allocate(SELECTOR_LENGTH + 3 * Word.LENGTH)
        .put(ANCHOR, 0, SELECTOR_LENGTH)
        .put(ledger.bytes())
        .put(number(index).bytes())
        .put(head.bytes())
        .array();
  }

  /** The data of the event that tells of a head being kept: the arguments that are no topics. */
  public static byte[] eventData(long index, Hash head) {
    return ByteBuffer.allocate(2 * Word.LENGTH)
        .put(number(index).bytes())
        .put(head.bytes())
        .array();
  }

  /**
   * The topics of that event.
   *
   * @param by who anchors; empty comes back if this is no wallet account
   */
  public static Optional<List<Word>> eventTopics(Address by, Hash ledger) {
    return by.walletBytes()
        .map(bytes -> List.of(ANCHORED, Word.ofNumber(new BigInteger(1, bytes)), Word.of(ledger)));
  }

  private static Word number(long index) {
    return Word.ofNumber(BigInteger.valueOf(index));
  }
}
