package org.ledgerstone.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.MediaType;

/**
 * A request's body, read once and as it came: up to a limit, past Spring's converters. Its bytes
 * are what an {@link KeyedRequest} is known by.
 */
public final class Body {

  /** What one transaction takes at most. */
  public static final int ONE_TRANSACTION_BYTES = 64 * 1024;

  private final byte[] bytes;
  private final String mediaType;

  private Body(byte[] bytes, String mediaType) {
    this.bytes = bytes;
    this.mediaType = mediaType;
  }

  /**
   * Reads a body whose type has to be one of these.
   *
   * @throws Problem 408 {@code BODY_TOO_SLOW}, 413 {@code BODY_TOO_LARGE}, 415 {@code
   *     MEDIA_TYPE_UNSUPPORTED}, 429 {@code BODIES_TOO_MANY}
   */
  public static Body read(HttpServletRequest request, int bytesMax, String... mediaTypes) {
    var body = readAnyType(request, bytesMax);
    requireType(body.mediaType, mediaTypes);
    return body;
  }

  static void requireType(String mediaType, String... mediaTypes) {
    if (!List.of(mediaTypes).contains(mediaType)) {
      throw unsupported("Send " + String.join(" or ", mediaTypes) + " in UTF-8.")
          .withHeader("Accept", String.join(", ", mediaTypes));
    }
  }

  /** Reads the body of a call under {@code /api/v1}, which has to be {@code application/json}. */
  public static Body readJson(HttpServletRequest request, int bytesMax) {
    return read(request, bytesMax, "application/json");
  }

  /**
   * Reads a body whatever its type says.
   *
   * @throws Problem 408 {@code BODY_TOO_SLOW}, 413 {@code BODY_TOO_LARGE}, 429 {@code
   *     BODIES_TOO_MANY}
   */
  public static Body readAnyType(HttpServletRequest request, int bytesMax) {
    requirePlain(request, bytesMax);
    try {
      var waited = FirstBytes.waited(request);
      var bytes = BodyLimits.of(request).read(FirstBytes.stream(request), waited, bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw tooLarge(bytesMax);
      }
      return new Body(bytes, mediaType(request));
    } catch (IOException e) {
      throw BodyLimits.isTimeout(e) ? BodyLimits.of(request).tooSlow() : brokenOff();
    }
  }

  /** Refuses what can be seen before the first byte: an encoding, and a length beyond the limit. */
  static void requirePlain(HttpServletRequest request, int bytesMax) {
    requireNoEncoding(request);
    if (request.getContentLengthLong() > bytesMax) {
      throw tooLarge(bytesMax);
    }
  }

  static void requireNoEncoding(HttpServletRequest request) {
    var encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw unsupported("Send the body without a Content-Encoding.");
    }
  }

  static Problem brokenOff() {
    return Problem.malformed("The body ended before it was complete.");
  }

  /** The type that was named, in lower case and without parameters; empty if none can be read. */
  public String mediaType() {
    return mediaType;
  }

  /** Whether nothing was sent. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** What was sent, not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * The text in the body.
   *
   * @throws Problem 400 {@code MALFORMED} unless it is UTF-8
   */
  public String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Problem.malformed("The body is no UTF-8.");
    }
  }

  /** The JSON value in the body. */
  public Json json() {
    return StrictJson.read(bytes);
  }

  /** The JSON object that the body has to be. */
  public JsonObject object() {
    return object(json());
  }

  /**
   * The JSON object that the body has to be, where many of its values are short.
   *
   * @param valuesFree so many values are read however short they are
   */
  public JsonObject object(int valuesFree) {
    return object(StrictJson.read(bytes, valuesFree));
  }

  private static JsonObject object(Json json) {
    if (json instanceof JsonObject object) {
      return object;
    }
    throw Problem.malformed("The body has to be an object, not " + json.kind() + ".");
  }

  /** The named type without its parameters; empty where it is none, or in another charset. */
  static String mediaType(HttpServletRequest request) {
    try {
      var type = MediaType.parseMediaType(String.valueOf(request.getContentType()));
      var charset = type.getCharset();
      return charset == null || charset.equals(StandardCharsets.UTF_8)
          ? type.getType() + "/" + type.getSubtype()
          : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  static Problem tooLarge(int bytesMax) {
    return new Problem(
        413,
        "BODY_TOO_LARGE",
        "The body is too large.",
        "This call takes up to " + bytesMax + " bytes.");
  }

  static Problem unsupported(String detail) {
    return new Problem(415, "MEDIA_TYPE_UNSUPPORTED", "The body's type is not supported.", detail);
  }
}
