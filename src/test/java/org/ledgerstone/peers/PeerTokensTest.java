package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.settings.StartRefused;

/** LEDGER_PEER_TOKENS. */
class PeerTokensTest {

  private static final String ONE = "eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6InJlYWRlciJ9.a-b_c";

  private static PeerUrl url(String text) {
    return PeerUrl.parse(text).orElseThrow();
  }

  @Test
  void readsPairsInOneLine() {
    var tokens = PeerTokens.parse(" http://ONE.example:8080/ " + ONE + " ,, https://two x~y+/== ,");
    assertThat(tokens.of(url("one.example:8080"))).contains(ONE);
    assertThat(tokens.of(url("https://two:443"))).contains("x~y+/==");
  }

  @Test
  void readsAPairALineWithComments() {
    var text = "# one\nhttp://one:1 " + ONE + "\r\n\n  # http://three:3 z\rhttp://two:2 y\n";
    var tokens = PeerTokens.parse(text);
    assertThat(tokens.of(url("one:1"))).contains(ONE);
    assertThat(tokens.of(url("two:2"))).contains("y");
    assertThat(tokens.of(url("three:3"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://one:8080", "http://one:8081", "http://one.example:8080", "http://one"})
  void hasNoneForAnyOtherUrl(String other) {
    assertThat(PeerTokens.parse("http://one:8080 x").of(url(other))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", "#", "# http://one:1 x", "\n\n"})
  void takesNothingForNone(String text) {
    assertThat(PeerTokens.parse(text).of(url("one:1"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "http://one:1",
        "http://one:1  secret",
        "http://one:1\tsecret",
        "http://one:1=secret",
        "http://one:1 Bearer secret",
        "http://one:1/path secret",
        "http://user:secret@one:1 x",
        "ftp://one:1 secret",
        "secret http://one:1",
        "http://one:1 secret;x",
        "http://one:1 secret\u00e4",
        "http://one:1 <secret>",
        "http://one:1 =secret",
        "http://one:1 \"secret\""
      })
  void refusesWhatIsNoPairAndSaysWhereButNotWhat(String pair) {
    refuses("http://zero:1 fine," + pair, "is not understood in pair 2.");
    refuses("# fine\n\nhttp://zero:1 fine\n" + pair, "is not understood in line 4, pair 1.");
  }

  private static void refuses(String text, String why) {
    assertThatThrownBy(() -> PeerTokens.parse(text))
        .isInstanceOf(StartRefused.class)
        .hasMessageStartingWith("LEDGER_PEER_TOKENS " + why)
        .hasMessageNotContainingAny("secret", "fine", "one:1", "zero");
  }

  @ParameterizedTest
  @CsvSource({"4096, true", "4097, false"})
  void takesATokenThatFitsIntoAHeader(int length, boolean fits) {
    var pair = "http://one:1 " + "x".repeat(length);
    if (fits) {
      assertThat(PeerTokens.parse(pair).of(url("one:1"))).isPresent();
    } else {
      refuses(pair, "is not understood in pair 1.");
    }
  }

  @Test
  void refusesASecondTokenForTheSameNode() {
    refuses("http://one:1 x,ONE:1/ fine", "names a node for the second time in pair 2.");
  }

  @Test
  void showsNothingOfThem() {
    assertThat(PeerTokens.parse("http://one:1 secret")).hasToString("PeerTokens");
  }
}
