package org.ledgerstone.ledger;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ledgerstone.web.Body;
import org.ledgerstone.web.IdempotencyKeys;
import org.ledgerstone.web.KeptAnswer;
import org.ledgerstone.web.KeyedRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers that are kept under the request's idempotency key, if it has one. */
@Component
public class Answers {

  private final IdempotencyKeys keys;
  private final JsonMapper mapper;

  Answers(IdempotencyKeys keys, JsonMapper mapper) {
    this.keys = keys;
    this.mapper = mapper;
  }

  /** What keeps the answer to this request. */
  public <T> KeptWith<T> keptWith(
      HttpServletRequest request,
      Body body,
      Function<T, ResponseEntity<Map<String, Object>>> answerTo) {
    return keptWith(
        KeyedRequest.of(request, body),
        (keyed, outcome) -> Optional.of(kept(keyed, answerTo.apply(outcome))));
  }

  /** What keeps of the answer to this request what is said. */
  public <T> KeptWith<T> keptWith(Optional<KeyedRequest> request, KeptWith.Answer<T> answer) {
    return new KeptWith<>(request, keys, answer);
  }

  /** What is kept of an answer. */
  public KeptAnswer kept(KeyedRequest request, ResponseEntity<Map<String, Object>> answer) {
    return KeptAnswer.to(
        request,
        answer.getStatusCode().value(),
        Optional.ofNullable(answer.getHeaders().getLocation()).map(URI::toString),
        mapper.writeValueAsString(answer.getBody()));
  }

  /** 201 with this location. */
  public static ResponseEntity<Map<String, Object>> created(
      String location, Map<String, Object> body) {
    return ResponseEntity.created(URI.create(location)).body(body);
  }

  /** An answer with this status. */
  public static ResponseEntity<Map<String, Object>> of(
      HttpStatus status, Map<String, Object> body) {
    return ResponseEntity.status(status).body(body);
  }
}
