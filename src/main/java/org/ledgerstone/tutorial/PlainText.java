package org.ledgerstone.tutorial;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;

/** An answer of one line, as the second and third documents give them: without a line's end. */
final class PlainText {

  /** Its type. */
  static final MediaType TYPE = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

  private PlainText() {}

  /**
   * Writes it, whatever the caller said it accepts.
   *
   * @throws IOException if the client has gone
   */
  static void write(HttpServletResponse response, int status, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(TYPE.toString());
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
