package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalletKeyTest {

  private static final String SECRET = "1f".repeat(32);

  @Test
  void readsHexWithAndWithoutItsPrefix() {
    var key = WalletKey.parse(SECRET).orElseThrow();

    for (var form : new String[] {"0x" + SECRET, SECRET.toUpperCase(Locale.ROOT)}) {
      assertThat(WalletKey.parse(form).orElseThrow().address()).isEqualTo(key.address());
    }
    assertThat(key.secret()).isEqualTo("0x" + SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364142",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "111111111111111111111111111111111111111111111111111111111111111",
        "11111111111111111111111111111111111111111111111111111111111111111",
        "0X1111111111111111111111111111111111111111111111111111111111111111",
        " 1111111111111111111111111111111111111111111111111111111111111111",
        "111111111111111111111111111111111111111111111111111111111111111g"
      })
  void refusesWhatIsNoKeyOfTheCurve(String text) {
    assertThat(WalletKey.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000001",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140"
      })
  void takesTheFirstAndTheLastKey(String text) {
    assertThat(WalletKey.parse(text)).isPresent();
  }

  @Test
  void showsItsAddressAndNoSecret() {
    var key = WalletKey.parse(SECRET).orElseThrow();

    assertThat(key).hasToString("WalletKey[" + key.address().shown() + "]");
    assertThat(key.toString()).doesNotContain(SECRET);
  }

  @Test
  void drawsAnotherKeyEveryTime() {
    var random = new SecureRandom();

    assertThat(WalletKey.random(random).address()).isNotEqualTo(WalletKey.random(random).address());
  }

  @Test
  void whatItSignsLeadsBackToItsAddress() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var digest = new byte[32];
    for (int i = 0; i < 200; i++) {
      random.nextBytes(digest);
      var key = WalletKey.parse(Hash.of(digest).toString()).orElseThrow();
      var signature = key.sign(digest);

      assertThat(signature.signerOf(digest)).as("seed " + seed).contains(key.address());
      assertThat(Signature.parse(signature.bytes())).contains(signature);
      assertThat(key.sign(digest)).isEqualTo(signature);
      digest[i % 32] ^= 1;
      assertThat(signature.signerOf(digest)).isNotEqualTo(Optional.of(key.address()));
    }
  }
}
