package org.ledgerstone.ledger.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.ledgerstone.ledger.Recorded;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.web.KeptAnswer;
import org.ledgerstone.web.KeyedRequest;
import org.ledgerstone.web.LongAnswer;
import org.ledgerstone.web.Problem;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The answer to a batch, written result by result into bytes. */
final class BatchAnswer {

  private static final JsonFactory FACTORY = new JsonFactory();

  /** What is written around the results at most. */
  static final int BYTES_AROUND = 100;

  /** What the result of an order takes at most; details of refusals are one sentence. */
  static final int BYTES_OF_AN_ORDER = 400;

  /** What most results take. */
  private static final int BYTES_OF_MOST = 100;

  private static final int BYTES_OF_A_CHARACTER = 3;

  private final ByteArrayOutputStream bytes;
  private final JsonGenerator json;
  private final int status;

  BatchAnswer(int accepted, int refused, boolean allOrNone) {
    this.status = allOrNone && refused > 0 ? 422 : 200;
    this.bytes = new ByteArrayOutputStream(BYTES_AROUND + BYTES_OF_MOST * (accepted + refused));
    this.json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);
    json.writeStartObject();
    json.writeNumberProperty("accepted", accepted);
    json.writeNumberProperty("refused", refused);
    json.writeArrayPropertyStart("results");
  }

  static long bytesOf(Problem problem) {
    return BYTES_AROUND + (long) BYTES_OF_A_CHARACTER * problem.detail().length();
  }

  void accepted(Hash id, Recorded.Status standing) {
    json.writeStartObject();
    json.writeStringProperty("id", id.toString());
    json.writeStringProperty("status", standing.name().toLowerCase(Locale.ROOT));
    json.writeEndObject();
  }

  void refused(Hash id, Refused refused) {
    json.writeStartObject();
    json.writeStringProperty("id", id.toString());
    why(refused.code().name(), refused.detail());
  }

  void refused(String code, String detail) {
    json.writeStartObject();
    why(code, detail);
  }

  private void why(String code, String detail) {
    json.writeStringProperty("status", "refused");
    json.writeStringProperty("code", code);
    json.writeStringProperty("detail", detail);
    json.writeEndObject();
  }

  /** All results are written. */
  BatchAnswer end() {
    json.writeEndArray();
    json.writeEndObject();
    json.close();
    return this;
  }

  LongAnswer whole() {
    return LongAnswer.of(status, bytes.toByteArray());
  }

  /** What is kept of it under the request's key: nothing if it was refused as a whole. */
  Optional<KeptAnswer> kept(KeyedRequest request) {
    return status == 200
        ? Optional.of(
            KeptAnswer.to(
                request, status, Optional.empty(), bytes.toString(StandardCharsets.UTF_8)))
        : Optional.empty();
  }
}
