package org.ledgerstone.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a person filled in: the body of a request as browsers send forms. */
public final class Form {

  private static final int BYTES_MAX = 64 * 1024;
  private static final String TYPE = "application/x-www-form-urlencoded";

  private Form() {}

  /**
   * Reads the fields, in their order; those of the query come first. An empty body has none,
   * whatever its type.
   *
   * @throws Problem 400 {@code MALFORMED}, 413 {@code BODY_TOO_LARGE}, 415 {@code
   *     MEDIA_TYPE_UNSUPPORTED}
   */
  public static Map<String, String[]> read(HttpServletRequest request) {
    var body = Body.readAnyType(request, BYTES_MAX);
    if (!body.isEmpty()) {
      Body.requireType(body.mediaType(), TYPE);
    }
    var fields = new LinkedHashMap<String, List<String>>();
    // The body has been read, so what is left for the server to find are those of the query.
    request
        .getParameterMap()
        .forEach((name, values) -> fields.put(name, new ArrayList<>(List.of(values))));
    for (var pair : body.text().split("&", -1)) {
      if (!pair.isEmpty()) {
        int end = pair.indexOf('=');
        var name = decode(end < 0 ? pair : pair.substring(0, end));
        var value = end < 0 ? "" : decode(pair.substring(end + 1));
        fields.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
      }
    }
    var read = new LinkedHashMap<String, String[]>();
    fields.forEach((name, values) -> read.put(name, values.toArray(String[]::new)));
    return Collections.unmodifiableMap(read);
  }

  private static String decode(String text) {
    var bytes = new ByteArrayOutputStream(text.length());
    var encoded = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < encoded.length; i++) {
      switch (encoded[i]) {
        case '+' -> bytes.write(' ');
        case '%' -> {
          bytes.write(hex(encoded, i + 1) << 4 | hex(encoded, i + 2));
          i += 2;
        }
        default -> bytes.write(encoded[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  private static int hex(byte[] encoded, int at) {
    int digit = at < encoded.length ? Character.digit(encoded[at], 16) : -1;
    if (digit < 0) {
      throw malformed();
    }
    return digit;
  }

  private static Problem malformed() {
    return Problem.malformed("A field of the form is not percent-encoded UTF-8.");
  }
}
