package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedElementTest {

  /** Examples of RFC 7239, and what differs only in form. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=\"_gazonk\" | _gazonk",
        "For=\"[2001:db8:cafe::17]:4711\" | [2001:db8:cafe::17]:4711",
        "for=192.0.2.60;proto=http;by=203.0.113.43 | 192.0.2.60",
        "proto=https ; for=192.0.2.60 | 192.0.2.60",
        "for=192.0.2.43, for=198.51.100.17 | 192.0.2.43 198.51.100.17",
        "for=192.0.2.43,for=\"[2001:db8:cafe::17]\",for=unknown | 192.0.2.43 [2001:db8:cafe::17]"
            + " unknown",
        ", for=192.0.2.43,, | 192.0.2.43",
        "for=\"a,b;c\\\"d\" | a,b;c\"d"
      })
  void namesTheClients(String header, String clients) {
    var elements = ForwardedElement.parse(header).orElseThrow();
    assertThat(elements.stream().map(element -> element.client().orElseThrow()))
        .containsExactly(clients.split(" "));
  }

  @Test
  void namesSchemeAndHost() {
    var element =
        ForwardedElement.parse("for=192.0.2.1;HOST=\"ledger.example:8443\";proto=https")
            .orElseThrow()
            .getFirst();
    assertThat(element.scheme()).contains("https");
    assertThat(element.host()).contains("ledger.example:8443");
    assertThat(ForwardedElement.parse("by=203.0.113.43").orElseThrow().getFirst().client())
        .isEmpty();
  }

  /** Each character of it would take a part of the stack if the form were read with ways back. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "\\\\\\\""})
  void readsAQuotedValueOfAnyLength(String part) {
    var quoted = "for=\"" + part.repeat(100_000);
    assertThat(ForwardedElement.parse(quoted + "\"").orElseThrow().getFirst().client())
        .contains(part.replaceAll("\\\\(.)", "$1").repeat(100_000));
    assertThat(ForwardedElement.parse(quoted)).isEmpty();
    assertThat(ForwardedElement.parse(" ".repeat(100_000) + "x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "for",
        "for=",
        "for=a b",
        "for=\"a",
        "for=[2001:db8::1]",
        "for=a;for=b",
        "for =a",
        "=a",
        ",;,",
        "for=a, x"
      })
  void refusesWhatIsMalformed(String header) {
    assertThat(ForwardedElement.parse(header)).isEmpty();
  }
}
