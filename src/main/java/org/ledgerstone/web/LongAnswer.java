package org.ledgerstone.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.MediaType;

/** An answer in JSON that is whole before the first byte of it is sent. */
public final class LongAnswer {

  private final int status;
  private final byte[] json;
  private final Map<String, String> headers;

  private LongAnswer(int status, byte[] json, Map<String, String> headers) {
    this.status = status;
    this.json = json;
    this.headers = headers;
  }

  /** An answer of this text in UTF-8, which is not to be changed any more. */
  public static LongAnswer of(int status, byte[] json) {
    return new LongAnswer(status, json, Map.of());
  }

  /** An answer once more, marked as such. */
  public static LongAnswer again(KeptAnswer kept) {
    return new LongAnswer(
        kept.status(),
        kept.body().getBytes(StandardCharsets.UTF_8),
        Map.of(KeptAnswer.REPLAYED, "true"));
  }

  /** How many bytes its text has. */
  public int length() {
    return json.length;
  }

  /**
   * Writes it.
   *
   * @throws IOException if the client has gone
   */
  public void write(HttpServletResponse response) throws IOException {
    response.setStatus(status);
    headers.forEach(response::setHeader);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setContentLength(json.length);
    var out = response.getOutputStream();
    out.write(json);
    out.flush();
  }
}
