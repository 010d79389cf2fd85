package org.ledgerstone.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What a node answered to a call. */
public record Reply(int status, Map<String, List<String>> headers, String body) {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  static Reply of(HttpResponse<String> response) {
    return new Reply(response.statusCode(), response.headers().map(), response.body());
  }

  /** The value of a header that came once. */
  public Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(header -> String.join(", ", header.getValue()))
        .findFirst();
  }

  /** This answer, which has to have that status. */
  public Reply with(int expected) {
    assertThat(status).as(body).isEqualTo(expected);
    return this;
  }

  /** The object that was answered. */
  public Map<String, Object> json() {
    return MAPPER.readValue(body, OBJECT);
  }

  /** A text in it. */
  public String text(String name) {
    return (String) json().get(name);
  }

  /** The list under this name. */
  @SuppressWarnings("unchecked")
  public List<Map<String, Object>> list(String name) {
    return (List<Map<String, Object>>) json().get(name);
  }

  /** The object under this name. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> object(String name) {
    return (Map<String, Object>) json().get(name);
  }

  /** The items of a page. */
  public List<Map<String, Object>> items() {
    with(200);
    assertThat(json()).containsOnlyKeys("items", "next");
    return list("items");
  }

  /** Checks that this is a problem as RFC 9457 has it, with this status and code. */
  public Reply isProblem(int expected, String code) {
    with(expected);
    assertThat(header("Content-Type")).hasValue("application/problem+json");
    assertThat(json()).containsOnlyKeys("type", "title", "status", "detail", "instance", "code");
    assertThat(json()).as(body).containsEntry("code", code).containsEntry("status", expected);
    saysNothingOfTheInside();
    return this;
  }

  /** Checks that this is just this text, and that nobody takes it for a page. */
  public void isPlainText(int expected, String text) {
    assertThat(body).isEqualTo(text);
    with(expected);
    assertThat(header("Content-Type")).hasValue("text/plain;charset=UTF-8");
    assertThat(header("X-Content-Type-Options")).hasValue("nosniff");
  }

  /** Checks that no name of a class and no text of an exception is in the answer. */
  public void saysNothingOfTheInside() {
    assertThat(body)
        .doesNotContainIgnoringCase("exception")
        .doesNotContain("java.", "org.springframework", "org.ledgerstone", "jackson", "tomcat")
        .doesNotContain("\tat ", "SQL", "jdbc", "null pointer");
  }
}
