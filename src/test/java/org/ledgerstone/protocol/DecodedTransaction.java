package org.ledgerstone.protocol;

import fr.acinq.secp256k1.Secp256k1;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A signed transaction of type 2 (EIP-1559) as its bytes say, and who has signed it: read without
 * the library that signs.
 *
 * @param to empty where it makes a contract
 * @param data hex digits, two a byte
 * @param accesses how many entries its access list has
 */
public record DecodedTransaction(
    BigInteger chainId,
    BigInteger nonce,
    BigInteger tip,
    BigInteger maxFee,
    BigInteger gas,
    String to,
    BigInteger value,
    String data,
    int accesses,
    BigInteger parity,
    BigInteger r,
    BigInteger s,
    Address from) {

  private static final byte TYPE = 2;
  private static final int FIELDS = 12;
  private static final int UNSIGNED = 9;

  /** Half the order of the curve: a signature with a higher s is refused (EIP-2). */
  public static final BigInteger S_MAX =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16)
          .shiftRight(1);

  /** What these bytes are, {@code 0x} and hex digits; empty if they are no such transaction. */
  public static Optional<DecodedTransaction> of(String raw) {
    var bytes = RlpFixture.hex(raw);
    return bytes[0] == TYPE
        ? Rlp.decodeList(Arrays.copyOfRange(bytes, 1, bytes.length))
            .filter(fields -> fields.size() == FIELDS)
            .map(DecodedTransaction::of)
        : Optional.empty();
  }

  private static DecodedTransaction of(List<Rlp> fields) {
    return new DecodedTransaction(
        number(fields, 0),
        number(fields, 1),
        number(fields, 2),
        number(fields, 3),
        number(fields, 4),
        text(fields, 5),
        number(fields, 6),
        text(fields, 7),
        fields.get(8).list().orElseThrow().size(),
        number(fields, 9),
        number(fields, 10),
        number(fields, 11),
        signer(fields));
  }

  private static BigInteger number(List<Rlp> fields, int at) {
    return fields.get(at).number(Word.LENGTH).orElseThrow();
  }

  private static String text(List<Rlp> fields, int at) {
    return HexFormat.of().formatHex(fields.get(at).text().orElseThrow());
  }

  /** Of the same bytes without the signature, written anew; their access list has to be empty. */
  private static Address signer(List<Rlp> fields) {
    var unsigned = new byte[UNSIGNED][];
    for (int i = 0; i < UNSIGNED; i++) {
      unsigned[i] = fields.get(i).text().map(RlpFixture::text).orElseGet(RlpFixture::list);
    }
    var digest = Word.keccak(new byte[] {TYPE}, RlpFixture.list(unsigned)).bytes();
    var signature =
        RlpFixture.joined(
            Word.ofNumber(number(fields, 10)).bytes(), Word.ofNumber(number(fields, 11)).bytes());
    return Address.ofPublicKey(
        Secp256k1.Companion.get()
            .ecdsaRecover(signature, digest, number(fields, 9).intValueExact()));
  }
}
