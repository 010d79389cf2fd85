package org.ledgerstone.bench;

import fr.acinq.secp256k1.Secp256k1;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.WalletKey;

/**
 * Numbered accounts whose keys follow from their numbers, the same in every run. As nobody's money
 * depends on these keys, they share a few points k·G, worked out beforehand: a signature then costs
 * two multiplications instead of one of a curve point, and checking it costs what it always does.
 */
final class Wallets {

  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
  private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);
  private static final BigInteger FIRST_KEY =
      new BigInteger(1, Hash.ofText("the first key of the bench").bytes()).shiftRight(1);
  private static final int POINTS = 256;

  /** A point k·G: its abscissa r, whether its ordinate is odd, and 1/k. */
  private record Point(BigInteger r, boolean odd, BigInteger inverse) {

    static Point of(int number) {
      var k = new BigInteger(1, Hash.ofText("a point of the bench " + number).bytes()).mod(ORDER);
      var point = Secp256k1.Companion.get().pubkeyCreate(bytes32(k));
      var x = new BigInteger(1, Arrays.copyOfRange(point, 1, 33));
      return new Point(x.mod(ORDER), (point[64] & 1) == 1, k.modInverse(ORDER));
    }
  }

  private final Address[] addresses;
  private final String[] shown;
  private final Point[] points;

  /** The accounts 0 … count − 1. */
  Wallets(int count) {
    addresses = new Address[count];
    shown = new String[count];
    IntStream.range(0, count)
        .parallel()
        .forEach(i -> {
          addresses[i] = key(i).address();
          shown[i] = addresses[i].shown();
        });
    points = IntStream.range(0, POINTS).mapToObj(Point::of).toArray(Point[]::new);
  }

  int count() {
    return addresses.length;
  }

  Address address(int number) {
    return addresses[number];
  }

  /** The address as wallets write it. */
  String shown(int number) {
    return shown[number];
  }

  static WalletKey key(int number) {
    return WalletKey.parse(HexFormat.of().formatHex(bytes32(secret(number)))).orElseThrow();
  }

  private static BigInteger secret(int number) {
    return FIRST_KEY.add(BigInteger.valueOf(number));
  }

  /** The account's signature of a 32-byte digest. */
  Signature sign(int number, byte[] digest) {
    var point = points[Math.floorMod(number * 31 + digest[0], POINTS)];
    var s =
        new BigInteger(1, digest)
            .add(point.r().multiply(secret(number)))
            .multiply(point.inverse())
            .mod(ORDER);
    boolean odd = point.odd();
    if (s.compareTo(HALF_ORDER) > 0) {
      s = ORDER.subtract(s);
      odd = !odd;
    }
    var bytes = new byte[Signature.LENGTH];
    System.arraycopy(bytes32(point.r()), 0, bytes, 0, 32);
    System.arraycopy(bytes32(s), 0, bytes, 32, 32);
    bytes[64] = (byte) (odd ? 28 : 27);
    return Signature.parse(bytes).orElseThrow();
  }

  private static byte[] bytes32(BigInteger number) {
    var bytes = number.toByteArray();
    var word = new byte[32];
    int from = Math.max(0, bytes.length - 32);
    System.arraycopy(bytes, from, word, 32 - bytes.length + from, bytes.length - from);
    return word;
  }
}
