package org.ledgerstone.audit.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ledgerstone.audit.Checkpoints;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.web.Problem;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hands out this node's signed heads. */
@RestController
@RequestMapping("/api/v1/checkpoint")
class CheckpointController {

  static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

  private final Checkpoints checkpoints;

  CheckpointController(Checkpoints checkpoints) {
    this.checkpoints = checkpoints;
  }

  /** The newest final block, signed by this node and by those that have co-signed it. */
  @Operation(
      summary = "The newest signed head",
      description =
          "A C2SP checkpoint: which ledger, how many blocks are final, the root over them (what the"
              + " next block names as its history), and the signatures below. Sizes only rise. 404"
              + " NOTHING_FINAL where no block ever is, NOTHING_SIGNED before the first one.")
  @ApiResponse(
      responseCode = "200",
      description = "The signed note.",
      content = @Content(mediaType = MediaType.TEXT_PLAIN_VALUE))
  @GetMapping
  ResponseEntity<String> newest() {
    return checkpoints
        .newest()
        .map(SignedNote::format)
        .map(CheckpointController::text)
        .orElseThrow(() -> checkpoints.isEverFinal() ? nothingSigned() : nothingFinal());
  }

  static ResponseEntity<String> text(String text) {
    return ResponseEntity.ok().contentType(TEXT).body(text);
  }

  private static Problem nothingFinal() {
    return new Problem(
        404,
        "NOTHING_FINAL",
        "No block of this ledger is ever final.",
        "Its final-depth is 0 and it has not just one miner, so any block might be replaced and"
            + " there is nothing to sign.");
  }

  private static Problem nothingSigned() {
    return new Problem(
        404,
        "NOTHING_SIGNED",
        "This node has signed no head yet.",
        "It does so every LEDGER_CHECKPOINT_EVERY, unless that is off.");
  }

  /** What this node's signatures are checked with. */
  @Operation(
      summary = "The keys of this node",
      description =
          "As C2SP signed-note writes them: the one that it signs its own checkpoints with, and the"
              + " one that it co-signs those of others with. Take them once and keep them; whoever"
              + " asks anew each time believes whoever answers.")
  @GetMapping(path = "/keys", produces = MediaType.APPLICATION_JSON_VALUE)
  Map<String, Object> keys() {
    var fields = new LinkedHashMap<String, Object>();
    var keys = checkpoints.keys();
    fields.put("origin", checkpoints.origin());
    fields.put("log", keys.getFirst().toString());
    fields.put("witness", keys.getLast().toString());
    return fields;
  }
}
