package org.ledgerstone.audit.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ledgerstone.audit.Import;
import org.ledgerstone.audit.ImportReport;
import org.ledgerstone.web.LongBody;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.Quota;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes the chain from a file. For admins, as the access rules say. */
@RestController
class ImportController {

  private final Quota atOnce = new Quota(1, ImportController::isRunning);
  private final Import imports;
  private final Duration bodyTime;

  ImportController(Import imports, @Value("${ledger.body-time}") Duration bodyTime) {
    this.imports = imports;
    this.bodyTime = bodyTime;
  }

  private static Problem isRunning() {
    return new Problem(
            429, "IMPORT_RUNNING", "Another import is running.", "Send it again when it has ended.")
        .withHeader("Retry-After", "10");
  }

  /** Takes over every block that is not here yet, each judged as one from a stranger. */
  @Operation(
      summary = "Takes the chain from a file",
      description =
          "Into an empty ledger, or one whose head is in the file: then it goes on from there, so"
              + " it may be sent again after a break. Each block is judged by all rules; the first"
              + " that is refused ends it, and those before stay. 409 OTHER_LEDGER,"
              + " IMPORT_OTHER_CHAIN, IMPORT_GAP or IMPORT_OVERTAKEN, 400 EXPORT_INCOMPLETE or"
              + " EXPORT_CHECKPOINT_WRONG. An"
              + " Idempotency-Key is not looked at: sent twice, it takes the same blocks once.")
  @RequestBody(
      description = "What GET /api/v1/export gave, of any length.",
      content = @Content(mediaType = ExportController.GZIP))
  @PostMapping(path = "/api/v1/import", produces = MediaType.APPLICATION_JSON_VALUE)
  Map<String, Object> take(HttpServletRequest request) {
    try (var share = atOnce.share()) {
      share.take(1);
      var body = LongBody.open(request, bodyTime, ExportController.GZIP);
      try {
        return told(imports.take(body));
      } catch (RuntimeException e) {
        body.passOver();
        throw e;
      }
    }
  }

  private static Map<String, Object> told(ImportReport report) {
    var head = new LinkedHashMap<String, Object>();
    head.put("index", report.headIndex());
    head.put("hash", report.head().toString());
    var fields = new LinkedHashMap<String, Object>();
    fields.put("from", report.from());
    fields.put("to", report.to());
    fields.put("blocks", report.blocks());
    fields.put("transactions", report.transactions());
    fields.put("skipped", report.skipped());
    fields.put("head", head);
    report
        .checkpoint()
        .ifPresent(signed ->
            fields.put("checkpoint", Map.of("size", signed.size(), "knownKeys", signed.keys())));
    return fields;
  }
}
