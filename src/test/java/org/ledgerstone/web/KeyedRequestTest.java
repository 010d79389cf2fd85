package org.ledgerstone.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class KeyedRequestTest {

  private static Optional<KeyedRequest> read(
      String method, String path, String query, String body, String... keys) {
    var request = new MockHttpServletRequest(method, path);
    request.setQueryString(query);
    request.setContent(body.getBytes(UTF_8));
    for (var key : keys) {
      request.addHeader("Idempotency-Key", key);
    }
    return KeyedRequest.of(request, Body.readAnyType(request, 1000));
  }

  @Test
  void readsTheKey() {
    assertThat(read("POST", "/p", null, "b")).isEmpty();
    assertThat(read("POST", "/p", null, "b", "k 1").orElseThrow().key()).isEqualTo("k 1");
    assertThat(read("POST", "/p", null, "b", "~".repeat(128))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "k ", " k", "k\tk", "ké", "k\u0080", "k\u0000"})
  void refusesAnyOtherKey(String key) {
    assertThatThrownBy(() -> read("POST", "/p", null, "b", key))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(400))
        .hasMessageStartingWith("IDEMPOTENCY_KEY_INVALID");
  }

  @Test
  void refusesKeysThatAreTooLongOrTwo() {
    assertThatThrownBy(() -> read("POST", "/p", null, "b", "k".repeat(129)))
        .hasMessageStartingWith("IDEMPOTENCY_KEY_INVALID");
    assertThatThrownBy(() -> read("POST", "/p", null, "b", "k", "k"))
        .hasMessageStartingWith("IDEMPOTENCY_KEY_INVALID");
  }

  @Test
  void tellsRequestsApart() {
    var one = read("POST", "/p", null, "b", "k").orElseThrow();
    assertThat(one).isEqualTo(read("POST", "/p", null, "b", "k").orElseThrow());
    assertThat(one.fingerprint()).matches("[0-9a-f]{64}");
    assertThat(read("PUT", "/p", null, "b", "k").orElseThrow()).isNotEqualTo(one);
    assertThat(read("POST", "/q", null, "b", "k").orElseThrow()).isNotEqualTo(one);
    assertThat(read("POST", "/p", "atomic=true", "b", "k").orElseThrow()).isNotEqualTo(one);
    assertThat(read("POST", "/p", null, "c", "k").orElseThrow()).isNotEqualTo(one);
  }

  @Test
  void judgesARepetition() {
    var request = read("POST", "/p", null, "b", "k").orElseThrow();
    var same = KeptAnswer.to(request, 201, Optional.of("/api/v1/x"), "{}");
    var other = new KeptAnswer("0".repeat(64), 201, Optional.empty(), "{}");
    assertThat(request.judge(Optional.empty())).isEqualTo(new Repetition.Proceed());
    assertThat(request.judge(Optional.of(same))).isEqualTo(new Repetition.Replay(same));
    assertThat(request.judge(Optional.of(other))).isEqualTo(new Repetition.Reused());
    assertThat(new Repetition.Reused().problem().status()).isEqualTo(422);
    assertThat(new Repetition.Reused().problem().code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void answersAgainAsTheFirstTime() {
    var request = read("POST", "/p", null, "b", "k").orElseThrow();
    var answer = KeptAnswer.to(request, 201, Optional.of("/api/v1/x"), "{\"é\":1}").replayed();
    assertThat(answer.getStatusCode().value()).isEqualTo(201);
    assertThat(answer.getHeaders().getFirst("Idempotency-Replayed")).isEqualTo("true");
    assertThat(answer.getHeaders().getFirst("Location")).isEqualTo("/api/v1/x");
    assertThat(answer.getBody()).isEqualTo("{\"é\":1}".getBytes(UTF_8));
  }

  @Test
  void isTheSameHoweverTheBodyIsRead() throws Exception {
    var body = "b".repeat(1_000);
    var whole = read("POST", "/p", "q=1", body, "k").orElseThrow();
    var request = new MockHttpServletRequest("POST", "/p");
    request.setQueryString("q=1");
    request.setContent(body.getBytes(UTF_8));
    request.setContentType("a/b");
    request.addHeader("Idempotency-Key", "k");
    var share = new Quota(100_000, () -> Problem.malformed("no room")).share();
    var stream = BodyStream.open(request, body.length(), Duration.ofMinutes(1), share, "a/b");
    assertThat(stream.readAllBytes()).hasSize(body.length());
    assertThat(stream.keyed()).contains(whole);
  }
}
