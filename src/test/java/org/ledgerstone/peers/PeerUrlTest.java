package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerUrlTest {

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8001, http://127.0.0.1:8001",
    "http://127.0.0.1:8001/, http://127.0.0.1:8001",
    "127.0.0.1:8001, http://127.0.0.1:8001",
    "HTTP://Node.Example:8001, http://node.example:8001",
    "https://node.example, https://node.example:443",
    "http://node.example, http://node.example:80",
    "node.example, http://node.example:80",
    "my-node-1:8000, http://my-node-1:8000",
    "1st.example:80, http://1st.example:80",
    "http://[::1]:8001, http://[0:0:0:0:0:0:0:1]:8001",
    "http://[2001:DB8::1]/, http://[2001:db8:0:0:0:0:0:1]:80",
    "http://[::ffff:169.254.169.254], http://169.254.169.254:80"
  })
  void hasOneForm(String written, String form) {
    var url = PeerUrl.parse(written).orElseThrow();
    assertThat(url.text()).isEqualTo(form);
    assertThat(PeerUrl.parse(form)).contains(url);
    assertThat(URI.create(form).getPort()).isEqualTo(url.port());
    assertThat(URI.create(form).getHost()).isEqualTo(url.host());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "http://",
        "http:///",
        "file:///etc/passwd",
        "gopher://127.0.0.1:70/",
        "ftp://node.example",
        "javascript:alert(1)",
        "http://user:password@node.example",
        "http://user@node.example:80",
        "http://node.example:80/api",
        "http://node.example:80//",
        "http://node.example:80?x=1",
        "http://node.example:80#x",
        "http://node.example:0",
        "http://node.example:65536",
        "http://node.example:-1",
        "http://node.example:80:80",
        "http://2130706433:80",
        "http://0x7f000001",
        "http://0x7f.0.0.1",
        "http://0177.0.0.1",
        "http://127.1",
        "http://127.0.0.256",
        "http://127.0.0.1.",
        "http://a.127.0.0.1",
        "http://127.0.0.01",
        "http://my_node:80",
        "http://node..example",
        "http://.example",
        "http://-node.example",
        "http://node.example-",
        "http://no de.example",
        "http://node.example\r\nHost: x",
        "http://knoten\u00fc.example",
        "http://\uff11\uff12\uff17.0.0.1",
        "http://[::1",
        "http://[127.0.0.1]:80",
        "http://[fe80::1%eth0]:80",
        "http://[::1]]:80",
        "http://%31%32%37.0.0.1",
        "http://node\\@evil.example"
      })
  void isNothingElse(String written) {
    assertThat(PeerUrl.parse(written)).isEmpty();
  }

  @Test
  void isOfSomeLengthAtMost() {
    assertThat(PeerUrl.parse("a".repeat(63) + ".example")).isPresent();
    assertThat(PeerUrl.parse("a".repeat(64) + ".example")).isEmpty();
    assertThat(PeerUrl.parse("a.".repeat(123) + "example")).isPresent();
    assertThat(PeerUrl.parse("a.".repeat(124) + "example")).isEmpty();
    assertThat(PeerUrl.parse("a".repeat(1_000_000))).isEmpty();
  }

  @Test
  void isMadeOfItsFormOnly() {
    assertThat(new PeerUrl("http://node.example:80").host()).isEqualTo("node.example");
    assertThatThrownBy(() -> new PeerUrl("node.example:80"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
