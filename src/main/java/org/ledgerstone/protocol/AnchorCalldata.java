package org.ledgerstone.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a transaction of Ethereum carries as its input where an anchor needs no contract: {@code
 * LSA1} in ASCII, the genesis hash, the index (8 bytes, the most significant first) and the head's
 * hash; 76 bytes, neither more nor less.
 *
 * @param ledger the genesis hash
 * @param index of the head in its ledger, 1 … 2^53 − 1
 * @param head its hash, which commits to every block before
 */
public record AnchorCalldata(Hash ledger, long index, Hash head) {

  /** How many bytes there are. */
  public static final int LENGTH = 4 + Hash.LENGTH + Long.BYTES + Hash.LENGTH;

  private static final byte[] MARK = "LSA1".getBytes(StandardCharsets.US_ASCII);

  /**
   * What is anchored.
   *
   * @throws IllegalArgumentException if no block can have this index
   */
  public AnchorCalldata {
    if (!isIndex(index)) {
      throw new IllegalArgumentException("No block has the index " + index);
    }
  }

  /** The anchor of a head, whatever its index is; empty if no block can have that. */
  public static Optional<AnchorCalldata> of(Hash ledger, long index, Hash head) {
    return isIndex(index) ? Optional.of(new AnchorCalldata(ledger, index, head)) : Optional.empty();
  }

  private static boolean isIndex(long index) {
    return index > 0 && index <= Transfer.NONCE_MAX;
  }

  /** The 76 bytes. */
  public byte[] encode() {
    return ByteBuffer.allocate(LENGTH)
        .put(MARK)
        .put(ledger.bytes())
        .putLong(index)
        .put(head.bytes())
        .array();
  }

  /** What these bytes anchor. What comes back has exactly these bytes; empty for all others. */
  public static Optional<AnchorCalldata> decode(byte[] bytes) {
    if (bytes.length != LENGTH) {
      return Optional.empty();
    }
    var in = ByteBuffer.wrap(bytes);
    var mark = taken(in, MARK.length);
    var ledger = Hash.wrap(taken(in, Hash.LENGTH));
    long index = in.getLong();
    var head = Hash.wrap(taken(in, Hash.LENGTH));
    return Arrays.equals(mark, MARK) ? of(ledger, index, head) : Optional.empty();
  }

  private static byte[] taken(ByteBuffer in, int length) {
    var bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
