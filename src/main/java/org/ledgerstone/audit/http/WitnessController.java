package org.ledgerstone.audit.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ledgerstone.audit.Witness;
import org.ledgerstone.audit.WitnessAlarms;
import org.ledgerstone.audit.WitnessAnswer;
import org.ledgerstone.audit.WitnessRequest;
import org.ledgerstone.audit.WitnessSeen;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.web.Body;
import org.ledgerstone.web.Problem;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Watches over the signed heads of other nodes, and says what it has seen. */
@RestController
@RequestMapping("/api/v1/checkpoint")
class WitnessController {

  private static final MediaType SIZE = MediaType.valueOf("text/x.tlog.size");

  private final Witness witness;
  private final WitnessSeen seen;
  private final WitnessAlarms alarms;

  WitnessController(Witness witness, WitnessSeen seen, WitnessAlarms alarms) {
    this.witness = witness;
    this.seen = seen;
    this.alarms = alarms;
  }

  /** Co-signs a checkpoint of another node that continues what was co-signed last. */
  @Operation(
      summary = "Co-signs a signed head",
      description =
          "add-checkpoint of C2SP tlog-witness; the signature on the checkpoint is all the"
              + " authority that it takes. 409 with the size that was co-signed last"
              + " (text/x.tlog.size) if old is another, 404 UNKNOWN_ORIGIN, 403 UNKNOWN_LOG_KEY,"
              + " 422 CONSISTENCY_FAILS. And, since this node co-signs only what is final in its"
              + " own chain: 503 NOT_FINAL_HERE, or 409 CHECKPOINT_CONFLICT where that says"
              + " otherwise. An Idempotency-Key is not looked at: each size is signed once.")
  @RequestBody(
      description = "\"old\" and a size, a proof line by line in base64, an empty line, the note.",
      content = @Content(mediaType = MediaType.TEXT_PLAIN_VALUE))
  @ApiResponse(
      responseCode = "200",
      description = "The line of the co-signature.",
      content = @Content(mediaType = MediaType.TEXT_PLAIN_VALUE))
  @PostMapping("/cosignatures")
  ResponseEntity<String> coSign(HttpServletRequest request) {
    var body = Body.readAnyType(request, WitnessRequest.BYTES_MAX).text();
    var asked = WitnessRequest.parse(body).orElseThrow(WitnessController::malformed);
    return switch (witness.judge(asked)) {
      case WitnessAnswer.CoSigned(var lines) -> CheckpointController.text(lines);
      case WitnessAnswer.Stale(var size) ->
          ResponseEntity.status(409).contentType(SIZE).body(size + "\n");
      case WitnessAnswer.UnknownOrigin unknown ->
          throw new Problem(
              404,
              "UNKNOWN_ORIGIN",
              "The checkpoint is of another log.",
              "Its ledger is not kept here.");
      case WitnessAnswer.UnknownKey unknown ->
          throw new Problem(
              403,
              "UNKNOWN_LOG_KEY",
              "No key that is known here has signed the checkpoint.",
              "Known are those of the peers and LEDGER_WITNESSED_KEYS.");
      case WitnessAnswer.BadProof bad ->
          throw new Problem(
              422,
              "CONSISTENCY_FAILS",
              "The checkpoint is not shown to continue the last one.",
              "The proof does not lead from what was co-signed last to this root.");
      case WitnessAnswer.NotYet(var detail) ->
          throw new Problem(503, "NOT_FINAL_HERE", "The checkpoint cannot be judged yet.", detail)
              .withHeader("Retry-After", "1");
      case WitnessAnswer.Conflict conflict ->
          throw new Problem(
              409,
              "CHECKPOINT_CONFLICT",
              "The checkpoint contradicts what is final here.",
              "GET /api/v1/checkpoint/alarms has the notes that show it.");
    };
  }

  private static Problem malformed() {
    return Problem.malformed(
        "\"old\" and a size not above that of the checkpoint, up to 63 hashes in base64, an empty"
            + " line and a checkpoint are expected.");
  }

  /** The newest checkpoint here that a key has signed: what its owner asks after a loss. */
  @Operation(
      summary = "The newest signed head of a key",
      description =
          "What this node has seen of that key, which may be its own. So a node that was restored"
              + " from an older copy learns what it has signed.")
  @ApiResponse(
      responseCode = "200",
      description = "The note, with the signature of that key.",
      content = @Content(mediaType = MediaType.TEXT_PLAIN_VALUE))
  @GetMapping("/signed-by")
  ResponseEntity<String> signedBy(
      @Parameter(description = "The key: name+id+key.") @RequestParam(defaultValue = "")
          String key) {
    var parsed =
        NoteKey.parse(key)
            .orElseThrow(() -> Problem.malformed("key: name+id+key is expected, percent-encoded."));
    return seen.newestOf(parsed)
        .map(SignedNote::format)
        .map(CheckpointController::text)
        .orElseThrow(() -> Problem.notFound("Nothing that this key has signed is known here."));
  }

  /** Two different final heads of one size, with the notes that show it. */
  @Operation(
      summary = "Contradictions between signed heads",
      description =
          "Each with both notes, the newest first, a thousand at most. None is ever taken back."
              + " Forks of what is not final are no contradiction.")
  @GetMapping(path = "/alarms", produces = MediaType.APPLICATION_JSON_VALUE)
  Map<String, List<Map<String, Object>>> alarms() {
    return Map.of("items", alarms.newest().stream().map(WitnessController::write).toList());
  }

  private static Map<String, Object> write(WitnessAlarms.Alarm alarm) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("size", alarm.size());
    fields.put("raised", new Time(alarm.raised()).toString());
    fields.put("one", write(alarm.one()));
    fields.put("other", write(alarm.other()));
    return fields;
  }

  private static Map<String, Object> write(WitnessAlarms.Shown shown) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("key", shown.key());
    fields.put("root", shown.root().toString());
    fields.put("note", shown.note());
    return fields;
  }
}
