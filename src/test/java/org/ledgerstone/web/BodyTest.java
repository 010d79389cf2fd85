package org.ledgerstone.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class BodyTest {

  private static MockHttpServletRequest request(String type, String body) {
    var request = new MockHttpServletRequest("POST", "/api/v1/x");
    request.setContent(body.getBytes(UTF_8));
    if (type != null) {
      request.addHeader("Content-Type", type);
    }
    return request;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        "application/json ; x=y"
      })
  void takesJson(String type) {
    var body = Body.readJson(request(type, "{\"a\":\"é\"}"), 100);
    assertThat(body.object().text("a")).isEqualTo("é");
    assertThat(body.mediaType()).isEqualTo("application/json");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/problem+json",
        "json",
        "",
        "application/json; charset=latin1",
        "application/json; charset=nonsense",
        "a/b/c",
        "*/*"
      })
  void takesNothingElseForJson(String type) {
    assertThatThrownBy(() -> Body.readJson(request(type, "{}"), 100))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(415);
              assertThat(problem.headers()).containsEntry("Accept", "application/json");
            });
    assertThat(Body.readAnyType(request(type, "{}"), 100).object().fields()).isEmpty();
  }

  @Test
  void keepsToTheLimit() {
    assertThat(Body.readJson(request("application/json", "[1,2]"), 5).json().kind())
        .isEqualTo("an array");
    assertTooLarge(request("application/json", "[1,2,]"));
    var withoutLength = request("application/json", "");
    withoutLength.setContent("123456".getBytes(UTF_8));
    withoutLength.removeHeader("Content-Length");
    assertTooLarge(withoutLength);
  }

  private static void assertTooLarge(MockHttpServletRequest request) {
    assertThatThrownBy(() -> Body.readJson(request, 5))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(413);
              assertThat(problem.code()).isEqualTo("BODY_TOO_LARGE");
              assertThat(problem.detail()).isEqualTo("This call takes up to 5 bytes.");
            });
  }

  @Test
  void takesNoPackedBody() {
    var request = request("application/json", "{}");
    request.addHeader("Content-Encoding", "gzip");
    assertThatThrownBy(() -> Body.readAnyType(request, 100))
        .hasMessageStartingWith("MEDIA_TYPE_UNSUPPORTED");
  }
}
