package org.ledgerstone.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A successful answer that is kept under an idempotency key.
 *
 * @param fingerprint of the request that it answered
 * @param status the HTTP status
 * @param location the header Location, if it had one
 * @param body the JSON text
 */
public record KeptAnswer(String fingerprint, int status, Optional<String> location, String body) {

  /** The header that marks an answer which was given before. */
  static final String REPLAYED = "Idempotency-Replayed";

  /** The answer to this request. */
  public static KeptAnswer to(
      KeyedRequest request, int status, Optional<String> location, String body) {
    return new KeptAnswer(request.fingerprint(), status, location, body);
  }

  /** The same answer once more, marked with {@code Idempotency-Replayed: true}. */
  public ResponseEntity<byte[]> replayed() {
    var headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_JSON);
    headers.set(REPLAYED, "true");
    location.ifPresent(text -> headers.setLocation(URI.create(text)));
    return ResponseEntity.status(status)
        .headers(headers)
        .body(body.getBytes(StandardCharsets.UTF_8));
  }
}
