package org.ledgerstone.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeadsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/blocks?before=3",
        "/accounts/users:carol",
        "/accounts/0x00?asset=COIN&before=5.1",
        "/search?q=a+b%20c"
      })
  void leadsBackToAPageOfThisServer(String path) {
    assertThat(Leads.back(path)).isEqualTo("redirect:" + path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "//example.org",
        "/\\example.org",
        "https://example.org",
        "/{x}",
        "/a\r\nb",
        "/:x",
        "/+"
      })
  void leadsNowhereElse(String path) {
    assertThat(Leads.back(path)).isEqualTo("redirect:/");
  }
}
