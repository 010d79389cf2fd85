package org.ledgerstone.audit.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ledgerstone.audit.Backup;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.Quota;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hands out a copy of the H2 database. For admins, as the access rules say. */
@RestController
class BackupController {

  private static final String ZIP = "application/zip";

  private final Quota atOnce = new Quota(1, BackupController::isRunning);
  private final Backup backup;

  BackupController(Backup backup) {
    this.backup = backup;
  }

  private static Problem isRunning() {
    return new Problem(
            429, "BACKUP_RUNNING", "Another backup is being made.", "Ask again when it has ended.")
        .withHeader("Retry-After", "10");
  }

  /** Copies the database while it is in use, into a file that goes when it has been handed out. */
  @Operation(
      summary = "A copy of the H2 database",
      description =
          "A zip with the one file of the database, as of a moment after the call began; it needs"
              + " as much room in the data directory while it is being read. On PostgreSQL: 409"
              + " BACKUP_ELSEWHERE. An Idempotency-Key is not looked at: each call makes another"
              + " copy.")
  @ApiResponse(responseCode = "200", description = "The zip.", content = @Content(mediaType = ZIP))
  @PostMapping("/api/v1/backup")
  void make(HttpServletResponse response) throws IOException {
    try (var share = atOnce.share()) {
      share.take(1);
      var file = backup.write();
      try {
        send(file, response);
      } finally {
        Files.deleteIfExists(file);
      }
    }
  }

  private void send(Path file, HttpServletResponse response) throws IOException {
    response.setContentType(ZIP);
    response.setContentLengthLong(Files.size(file));
    response.setHeader("Content-Disposition", "attachment; filename=\"ledgerstone-backup.zip\"");
    var out = response.getOutputStream();
    try (var in = Files.newInputStream(file)) {
      in.transferTo(out);
    }
    out.flush();
  }
}
