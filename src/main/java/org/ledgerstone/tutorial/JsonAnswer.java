package org.ledgerstone.tutorial;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Consumer;
import org.springframework.http.MediaType;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** An answer in JSON that is sent while it is written, whatever its length. */
final class JsonAnswer {

  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonAnswer() {}

  /**
   * Writes it, whatever the caller said it accepts. If the writing fails, so does this, and what
   * has been sent has no end.
   *
   * @throws IOException if the client has gone
   */
  static void write(HttpServletResponse response, Consumer<JsonGenerator> writing)
      throws IOException {
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    // Not closed where the writing fails: that would add the end that it lacks.
    var json = FACTORY.createGenerator(ObjectWriteContext.empty(), response.getOutputStream());
    try {
      writing.accept(json);
      json.close();
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }
}
