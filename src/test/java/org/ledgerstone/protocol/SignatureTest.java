package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

  private static final BigInteger ORDER = CustomNamedCurves.getByName("secp256k1").getN();
  private static final BigInteger HALF = ORDER.shiftRight(1);
  private static final byte[] DIGEST = Hash.ofText("what is signed").bytes();
  private static final Signature GOOD = BlockFixture.ALICE.sign(DIGEST);

  @Test
  void isReadBackFromEveryForm() {
    var hex = GOOD.toString();
    var upper = "0x" + hex.substring(2).toUpperCase(Locale.ROOT);
    var base64 = Base64.getEncoder().encodeToString(GOOD.bytes());

    assertThat(Signature.parse(GOOD.bytes())).contains(GOOD);
    assertThat(Signature.fromHex(hex)).contains(GOOD);
    assertThat(Signature.fromHex(upper)).contains(GOOD);
    assertThat(Signature.handedIn(hex)).contains(GOOD);
    assertThat(Signature.handedIn(base64)).contains(GOOD);
    assertThat(GOOD.signerOf(DIGEST)).contains(BlockFixture.ALICE.address());
  }

  @Test
  void takesBase64FromClientsOnly() {
    assertThat(Signature.fromHex(Base64.getEncoder().encodeToString(GOOD.bytes()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {27, 28})
  void mapsAnOldRecoveryNumberFromClientsOnly(int v) {
    var bytes = with(GOOD, v);
    var old = with(GOOD, v - 27);
    var oldHex = "0x" + HexFormat.of().formatHex(old);
    var expected = Signature.parse(bytes);

    assertThat(expected).isPresent();
    assertThat(Signature.handedIn(oldHex)).isEqualTo(expected);
    assertThat(Signature.handedIn(Base64.getEncoder().encodeToString(old))).isEqualTo(expected);
    assertThat(Signature.fromHex(oldHex)).isEmpty();
    assertThat(Signature.parse(old)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 26, 29, 30, 31, 128, 155, 255})
  void refusesEveryOtherRecoveryNumber(int v) {
    refuses(with(GOOD, v));
  }

  @Test
  void refusesOtherLengths() {
    refuses(new byte[0]);
    refuses(Arrays.copyOf(GOOD.bytes(), 64));
    refuses(Arrays.copyOf(GOOD.bytes(), 66));
  }

  @Test
  void keepsRBetweenOneAndTheOrder() {
    refuses(signature(BigInteger.ZERO, HALF));
    takes(signature(BigInteger.ONE, HALF));
    takes(signature(ORDER.subtract(BigInteger.ONE), HALF));
    refuses(signature(ORDER, HALF));
    refuses(signature(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE), HALF));
  }

  @Test
  void keepsSBetweenOneAndHalfTheOrder() {
    refuses(signature(BigInteger.TWO, BigInteger.ZERO));
    takes(signature(BigInteger.TWO, BigInteger.ONE));
    takes(signature(BigInteger.TWO, HALF));
    refuses(signature(BigInteger.TWO, HALF.add(BigInteger.ONE)));
    refuses(signature(BigInteger.TWO, ORDER));
  }

  @Test
  void refusesTheOtherSignatureOfTheSameMessage() {
    var s = new BigInteger(1, GOOD.bytes(), 32, 32);
    var high = GOOD.bytes();
    System.arraycopy(word(ORDER.subtract(s)), 0, high, 32, 32);
    high[64] = (byte) (55 - high[64]);

    refuses(high);
  }

  @Test
  void hasNoSignerWhereRIsNoAbscissa() {
    // x = 5 gives x^3 + 7 = 132, which is no square modulo the field's prime.
    var signature = takes(signature(BigInteger.valueOf(5), BigInteger.TWO));

    assertThat(signature.signerOf(DIGEST)).isEmpty();
  }

  @Test
  void hasNoSignerWhereThePointIsAtInfinity() {
    // With R = k·G and s·k = e the recovered key r^-1 (s·R − e·G) is the point at infinity.
    var curve = CustomNamedCurves.getByName("secp256k1");
    var k = BigInteger.valueOf(1234567);
    var point = curve.getG().multiply(k).normalize();
    var r = point.getAffineXCoord().toBigInteger();
    int v = point.getAffineYCoord().toBigInteger().testBit(0) ? 28 : 27;
    var s = BigInteger.valueOf(987654321);
    var bytes = signature(r, s);
    bytes[64] = (byte) v;
    var digest = word(s.multiply(k).mod(ORDER));
    var signature = takes(bytes);

    assertThat(signature.signerOf(digest)).isEmpty();
    digest[31] ^= 1;
    assertThat(signature.signerOf(digest)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "0x00", "=", "not a signature", "0xzz"})
  void readsNoOtherText(String text) {
    assertThat(Signature.handedIn(text)).isEmpty();
    assertThat(Signature.fromHex(text)).isEmpty();
  }

  @Test
  void readsNoHexWithoutItsPrefixOrWithAnything() {
    var hex = GOOD.toString();

    for (var text :
        new String[] {hex.substring(2), hex + "\n", " " + hex, "0X" + hex.substring(2)}) {
      assertThat(Signature.handedIn(text)).isEmpty();
      assertThat(Signature.fromHex(text)).isEmpty();
    }
  }

  @Test
  void readsNoOtherBase64() {
    var base64 = Base64.getEncoder().encodeToString(GOOD.bytes());

    assertThat(Signature.handedIn(base64.replace("=", ""))).isEmpty();
    assertThat(Signature.handedIn(base64 + "\n")).isEmpty();
    assertThat(Signature.handedIn("_" + base64.substring(1))).isEmpty();
    assertThat(Signature.handedIn(Base64.getEncoder().encodeToString(new byte[66]))).isEmpty();
    assertThat(Signature.handedIn(Base64.getEncoder().encodeToString(new byte[64]))).isEmpty();
  }

  @Test
  void keepsItsBytesToItself() {
    var handedOut = GOOD.bytes();
    handedOut[0] ^= 1;

    assertThat(GOOD.bytes()).isNotEqualTo(handedOut);
  }

  private static void refuses(byte[] bytes) {
    var hex = "0x" + HexFormat.of().formatHex(bytes);
    assertThat(Signature.parse(bytes)).as(hex).isEmpty();
    assertThat(Signature.fromHex(hex)).as(hex).isEmpty();
    assertThat(Signature.handedIn(hex)).as(hex).isEmpty();
    assertThat(Signature.handedIn(Base64.getEncoder().encodeToString(bytes))).as(hex).isEmpty();
    assertThat(
            Authorization.of(Scheme.TYPED_DATA.number(), bytes).flatMap(Authorization::signature))
        .as(hex)
        .isEqualTo(Optional.empty());
  }

  private static Signature takes(byte[] bytes) {
    var taken = Signature.parse(bytes);
    assertThat(taken).isPresent();
    assertThat(taken.get().bytes()).isEqualTo(bytes);
    return taken.get();
  }

  private static byte[] with(Signature signature, int v) {
    var bytes = signature.bytes();
    bytes[64] = (byte) v;
    return bytes;
  }

  private static byte[] signature(BigInteger r, BigInteger s) {
    var bytes = new byte[65];
    System.arraycopy(word(r), 0, bytes, 0, 32);
    System.arraycopy(word(s), 0, bytes, 32, 32);
    bytes[64] = 27;
    return bytes;
  }

  private static byte[] word(BigInteger number) {
    return HexFormat.of().parseHex(String.format("%064x", number));
  }
}
