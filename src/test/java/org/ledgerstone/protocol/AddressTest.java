package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @ParameterizedTest(name = "{0}, as in EIP-55")
  @ValueSource(
      strings = {
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
        "0xde709f2102306220921060314715629080e2fb77",
        "0x27b1fdb04752bbc536007a920d24acb045561c26",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
      })
  void readsAWalletAccountInThreeForms(String checksummed) {
    var lower = checksummed.toLowerCase(Locale.ROOT);
    var upper = "0x" + checksummed.substring(2).toUpperCase(Locale.ROOT);

    for (var form : List.of(checksummed, lower, upper)) {
      assertThat(Address.parse(form)).as(form).contains(new Address(lower));
      assertThat(Address.parse(form).map(Address::shown)).as(form).contains(checksummed);
      assertThat(Address.parse(form)).as(form).hasSameHashCodeAs(Optional.of(new Address(lower)));
    }
    assertThat(new Address(lower).shown()).isEqualTo(checksummed);
    assertThat(new Address(lower)).hasToString(lower);
    assertThat(new Address(lower).isWallet()).isTrue();
    assertThat(new Address(lower)).isNotEqualTo(new Address("0x" + "0".repeat(40)));
  }

  @Test
  void refusesEveryOtherMixtureOfCases() {
    var right = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    int letters = 0;
    for (int i = 2; i < right.length(); i++) {
      char c = right.charAt(i);
      if (Character.isLetter(c)) {
        letters++;
        char other = Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
        var wrong = right.substring(0, i) + other + right.substring(i + 1);
        assertThat(Address.parse(wrong)).as(wrong).isEmpty();
      }
    }
    assertThat(letters).isGreaterThan(10);
  }

  @Test
  void readsAnAccountOfDigitsOnly() {
    var digits = "0x" + "1234567890".repeat(4);

    assertThat(Address.parse(digits)).contains(new Address(digits));
    assertThat(new Address(digits).shown()).isEqualTo(digits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "0", "9", "treasury", "users:alice", "a.b_c-d:e", "0a", "x0x", "1x", "00x"})
  void readsNames(String name) {
    assertThat(Address.parse(name)).contains(new Address(name));
    assertThat(new Address(name).isWallet()).isFalse();
    assertThat(new Address(name).shown()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "aB",
        ".a",
        "_a",
        ":a",
        "-a",
        "-",
        "a b",
        "a/b",
        "a\n",
        "ä",
        "а",
        "0x",
        "0xyz",
        "0X52908400098527886E0F7030069857D2E4169EE7",
        "0x52908400098527886e0f7030069857d2e4169ee",
        "0x52908400098527886e0f7030069857d2e4169ee71",
        "52908400098527886e0f7030069857d2e4169ee7"
      })
  void readsNothingElse(String text) {
    assertThat(Address.parse(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new Address(text));
  }

  @Test
  void aNameHasAtMost63Characters() {
    assertThat(Address.parse("z".repeat(63))).isPresent();
    assertThat(Address.parse("z".repeat(64))).isEmpty();
  }

  @Test
  void aNameDoesNotLookLikeAHashOrAnAccount() {
    for (int length : new int[] {39, 40, 41, 62, 63}) {
      assertThat(Address.parse("a".repeat(length)).isPresent()).isEqualTo(length != 40);
    }
    assertThat(Address.parse("a".repeat(64))).isEmpty();
    assertThat(Address.parse("g".repeat(40))).isPresent();
  }

  @Test
  void isStoredInLowerCaseOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Address("0x52908400098527886E0F7030069857D2E4169EE7"));
  }

  @Test
  void isOrderedByItsText() {
    assertThat(new Address("a")).isLessThan(new Address("b")).isGreaterThan(new Address("0"));
  }
}
