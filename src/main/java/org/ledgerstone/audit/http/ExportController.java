package org.ledgerstone.audit.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.ledgerstone.audit.Export;
import org.ledgerstone.ledger.PinnedChain;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.Quota;
import org.ledgerstone.web.Turns;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Hands out the whole chain as a file. */
@RestController
class ExportController {

  static final String GZIP = "application/gzip";

  private static final int AT_ONCE = 4;
  private static final int ATTEMPTS = 3;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Quota atOnce = new Quota(AT_ONCE, Refusals::busy);
  private final Turns turns;
  private final Export export;

  ExportController(Turns turns, Export export) {
    this.turns = turns;
    this.export = export;
  }

  /** Writes the chain while it is read; breaks off if the chain changes below its head. */
  @Operation(
      summary = "The chain as a file",
      description =
          "gzip of JSON lines: {\"ledgerstone\":\"export\",\"version\":1,\"genesis\",\"from\","
              + "\"head\":{\"index\",\"hash\"}}, then each block as GET"
              + " /api/v1/blocks/{index}?transactions=true gives it, without what can be worked"
              + " out, then {\"end\":{\"index\",\"hash\",\"work\"},\"checkpoint\"}, the signed head"
              + " if there is one. Without that last line it is"
              + " not whole. 503 CHAIN_CHANGED, or an answer that breaks off, rather than parts of"
              + " two chains.")
  @ApiResponse(
      responseCode = "200",
      description = "The blocks from there to the head.",
      content = @Content(mediaType = GZIP))
  @GetMapping("/api/v1/export")
  void export(
      HttpServletResponse response,
      @Parameter(description = "The index of the first block, 1 if it is left out.") @RequestParam
          Optional<String> from)
      throws IOException {
    long first = index(from.orElse("1"));
    try (var share = atOnce.share()) {
      share.take(1);
      response.setBufferSize(BUFFER_BYTES);
      for (int attempt = 1; !turns.inTurn(() -> isWritten(first, response)); attempt++) {
        if (response.isCommitted() || attempt == ATTEMPTS) {
          throw Refusals.chainChanged();
        }
        response.resetBuffer();
      }
    }
  }

  /** False if the chain changed meanwhile. */
  private boolean isWritten(long first, HttpServletResponse response) throws IOException {
    var extent = export.from(first);
    response.setContentType(GZIP);
    response.setHeader("Content-Disposition", "attachment; filename=\"" + extent.fileName() + "\"");
    try {
      export.write(extent, response.getOutputStream());
      return true;
    } catch (PinnedChain.ChangedException e) {
      return false;
    }
  }

  private static long index(String text) {
    if (!text.matches("[1-9][0-9]{0,15}")) {
      throw Problem.malformed("from: a block's index, 1 or more, is expected.");
    }
    return Long.parseLong(text);
  }
}
