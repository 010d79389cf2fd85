package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.RequestDispatcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class AskedPageTest {

  @ParameterizedTest
  @CsvSource({
    "/posts, /posts",
    "/posts/mine, /posts",
    "/node/peers/remove, /node",
    "/login, /login",
    "/logout, /",
    "/language, /",
    "/, /"
  })
  void aFormWasOnItsPage(String path, String page) {
    var request = new MockHttpServletRequest("POST", path);
    request.setQueryString("x=1");
    assertThat(AskedPage.of(request)).isEqualTo(page);
  }

  @Test
  void aPageIsAskedForWithItsQuery() {
    var request = new MockHttpServletRequest("GET", "/blocks/12");
    assertThat(AskedPage.of(request)).isEqualTo("/blocks/12");
    request.setQueryString("from=1&x=%2F");
    assertThat(AskedPage.of(request)).isEqualTo("/blocks/12?from=1&x=%2F");
  }

  @Test
  void whatIsForwardedWasAskedForAsItCame() {
    var request = new MockHttpServletRequest("GET", "/refused");
    request.setAttribute(RequestDispatcher.FORWARD_REQUEST_URI, "/node/peers");
    request.setAttribute(RequestDispatcher.FORWARD_QUERY_STRING, "a=b");
    assertThat(AskedPage.of(request)).isEqualTo("/node/peers?a=b");
    request.setMethod("POST");
    assertThat(AskedPage.of(request)).isEqualTo("/node");
  }
}
