package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetTest {

  @ParameterizedTest
  @ValueSource(strings = {"AA", "ZZ", "A0", "Z9", "COIN", "ABCDEFGHIJKL", "A12345678901"})
  void readsCodesOfTwoToTwelve(String code) {
    assertThat(Asset.parse(code)).contains(new Asset(code));
    assertThat(new Asset(code)).hasToString(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "ABCDEFGHIJKLM",
        "0A",
        "9A",
        "@A",
        "[A",
        "A@",
        "A[",
        "A/",
        "A:",
        "coin",
        "aA",
        "Aa",
        " AA",
        "AA ",
        "AA\n",
        "ÄA",
        "AÄ",
        "A٣"
      })
  void readsNothingElse(String code) {
    assertThat(Asset.parse(code)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new Asset(code));
  }
}
