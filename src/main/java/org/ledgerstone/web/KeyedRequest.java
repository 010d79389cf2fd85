package org.ledgerstone.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A changing request that names itself by an {@code Idempotency-Key}, so that it can be sent again
 * without being carried out again.
 *
 * @param key what the caller calls it, 1 … 128 printable ASCII characters
 * @param fingerprint the SHA-256 of method, path with query, and body, in hex
 */
public record KeyedRequest(String key, String fingerprint) {

  /** The header that names a request. */
  public static final String HEADER = "Idempotency-Key";

  /**
   * Reads the key of this request, if it has one.
   *
   * @throws Problem 400 {@code IDEMPOTENCY_KEY_INVALID}
   */
  public static Optional<KeyedRequest> of(HttpServletRequest request, Body body) {
    return key(request)
        .map(key -> {
          var digest = fingerprintOf(request);
          digest.update(body.bytes());
          return of(key, digest);
        });
  }

  /** The request of this name whose fingerprint is that of all its bytes. */
  static KeyedRequest of(String key, MessageDigest fingerprint) {
    return new KeyedRequest(key, HexFormat.of().formatHex(fingerprint.digest()));
  }

  static Optional<String> key(HttpServletRequest request) {
    var keys = request.getHeaders(HEADER);
    if (!keys.hasMoreElements()) {
      return Optional.empty();
    }
    var key = keys.nextElement();
    if (keys.hasMoreElements() || !key.matches("[!-~](?:[ -~]{0,126}[!-~])?")) {
      throw Problem.malformed(
          "IDEMPOTENCY_KEY_INVALID",
          "An Idempotency-Key is one header of 1 to 128 printable ASCII characters.");
    }
    return Optional.of(key);
  }

  /** A fingerprint to which the body is still to be added. */
  static MessageDigest fingerprintOf(HttpServletRequest request) {
    var query = request.getQueryString();
    var line =
        request.getMethod() + "\n" + request.getRequestURI() + (query == null ? "" : "?" + query);
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** What to do with this request, given what is kept under its key. */
  public Repetition judge(Optional<KeptAnswer> kept) {
    return kept.<Repetition>map(answer ->
            answer.fingerprint().equals(fingerprint)
                ? new Repetition.Replay(answer)
                : new Repetition.Reused())
        .orElseGet(Repetition.Proceed::new);
  }
}
