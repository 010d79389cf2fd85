package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WayBackTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/blocks",
        "/blocks/12?from=1&x=%2F%2F",
        "/logins",
        "/search?q=a+b#c",
        "/a:b"
      })
  void leadsToAPageHere(String path) {
    assertThat(WayBack.to(path)).isEqualTo(path);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "blocks",
        "http://example.org/",
        "https:example.org",
        "//example.org",
        "///example.org",
        "/a//example.org",
        "/\\example.org",
        "\\\\example.org",
        "/a\\b",
        "/\t/example.org",
        "/\n/example.org",
        "/a b",
        "/é",
        " /blocks",
        "@example.org",
        "javascript:alert(1)",
        "/login",
        "/login?to=/",
        "/login/x",
        "/logout"
      })
  void leadsNowhereElse(String path) {
    assertThat(WayBack.to(path)).isEqualTo("/");
  }

  @ParameterizedTest
  @ValueSource(ints = {2001, 2002})
  void leadsAlongNoEndlessPath(int length) {
    var path = "/" + "x".repeat(length - 1);
    assertThat(WayBack.to(path)).isEqualTo(length == 2001 ? path : "/");
  }
}
