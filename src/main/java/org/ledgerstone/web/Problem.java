package org.ledgerstone.web;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal on its way out, as RFC 9457 tells it. Thrown at the edge, where a request is read or
 * answered; inside a room a refusal is a value. Immutable, without a stack trace.
 */
public final class Problem extends RuntimeException {

  private final int status;
  private final String code;
  private final String title;
  private final String detail;
  private final Map<String, String> headers;

  /**
   * A refusal.
   *
   * @param status the HTTP status
   * @param code the stable name by which clients decide, in upper case with underscores
   * @param title the same sentence whenever this code is answered
   * @param detail what was found and what was expected this time
   */
  public Problem(int status, String code, String title, String detail) {
    this(status, code, title, detail, Map.of());
  }

  private Problem(
      int status, String code, String title, String detail, Map<String, String> headers) {
    super(code + ": " + detail, null, false, false);
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.headers = headers;
  }

  /** 400 {@code MALFORMED}: the request cannot be read. */
  public static Problem malformed(String detail) {
    return malformed("MALFORMED", detail);
  }

  /** 400 under a code of its own: the request cannot be read. */
  public static Problem malformed(String code, String detail) {
    return new Problem(400, code, "The request cannot be read.", detail);
  }

  /** 404 {@code NOT_FOUND}: no such thing here. */
  public static Problem notFound(String detail) {
    return new Problem(404, "NOT_FOUND", "There is no such thing here.", detail);
  }

  /** The same refusal with one more header. */
  public Problem withHeader(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(status, code, title, detail, Map.copyOf(more));
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The stable name by which clients decide. */
  public String code() {
    return code;
  }

  /** The kind of problem in a sentence. */
  public String title() {
    return title;
  }

  /** What was found and what was expected. */
  public String detail() {
    return detail;
  }

  /** Headers that go with the answer, such as {@code Allow} or {@code Retry-After}. */
  public Map<String, String> headers() {
    return headers;
  }
}
