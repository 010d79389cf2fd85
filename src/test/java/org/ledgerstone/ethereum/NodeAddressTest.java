package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the port goes, what is no URL of a node, and what of one is shown. */
class NodeAddressTest {

  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private static OptionalInt port(String text) {
    return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }

  @ParameterizedTest
  @CsvSource({
    "https://mainnet.infura.io/v3/KEY, 443, https://mainnet.infura.io:443/v3/KEY",
    "https://mainnet.infura.io/v3/KEY, , https://mainnet.infura.io:443/v3/KEY",
    "https://mainnet.infura.io/v3/KEY, 8443, https://mainnet.infura.io:8443/v3/KEY",
    "http://127.0.0.1, 8545, http://127.0.0.1:8545/",
    "http://127.0.0.1:8545, , http://127.0.0.1:8545/",
    "http://127.0.0.1:8545, 8545, http://127.0.0.1:8545/",
    "http://localhost, , http://localhost:80/",
    "http://[::1], 8545, http://[::1]:8545/",
    "HTTPS://Node.Example/Path/?key=A%2Fb, 1, https://node.example:1/Path/?key=A%2Fb",
    "https://node.example?key=a, 65535, https://node.example:65535/?key=a",
  })
  void putsThePortIntoTheAuthority(String uri, String port, String url) {
    assertThat(NodeAddress.parse(uri, port(port)).orElseThrow().url()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mainnet.infura.io/v3/KEY",
        "localhost:8545",
        "ws://localhost:8545",
        "file:///tmp/geth.ipc",
        "/tmp/geth.ipc",
        "http:localhost",
        "http://",
        "http:///v3",
        "http://name:password@localhost",
        "http://name@localhost",
        "http://localhost/#here",
        "http://local host/",
        "http://localhost/ü",
        "http://localhost:0",
        "http://localhost:65536",
        "http://localhost:port",
        "http://local_host",
      })
  void takesNothingElse(String uri) {
    assertThat(NodeAddress.parse(uri, OptionalInt.empty())).isEmpty();
  }

  @Test
  void takesNoTwoPorts() {
    assertThat(NodeAddress.parse("http://localhost:8545", OptionalInt.of(8546))).isEmpty();
  }

  @Test
  void takesNoEndlessUrl() {
    assertThat(NodeAddress.parse("http://localhost/" + "a".repeat(2_000), OptionalInt.empty()))
        .isEmpty();
  }

  @Test
  void showsNothingBehindThePort() {
    var address =
        NodeAddress.parse("https://mainnet.infura.io/v3/" + KEY, OptionalInt.of(443)).orElseThrow();
    assertThat(address.shown()).isEqualTo("https://mainnet.infura.io:443");
    assertThat(address).hasToString("https://mainnet.infura.io:443");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v3/", "/v3?apikey=", "/", "/?key="})
  void hidesItsSecretInWhatANodeSays(String before) {
    var address =
        NodeAddress.parse("https://node.example" + before + KEY, OptionalInt.empty()).orElseThrow();
    assertThat(address.hideIn("project " + KEY + " at " + address.url() + " of v3 unknown"))
        .doesNotContain(KEY)
        .startsWith("project … at https://node.example:443")
        .endsWith(" of v3 unknown");
  }
}
