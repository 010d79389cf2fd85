package org.ledgerstone.audit.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
import org.ledgerstone.audit.verify.Audit;
import org.ledgerstone.audit.verify.Audits;
import org.ledgerstone.ledger.Answers;
import org.ledgerstone.web.Body;
import org.ledgerstone.web.Cursor;
import org.ledgerstone.web.Page;
import org.ledgerstone.web.Paging;
import org.ledgerstone.web.Problem;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Verifications of the whole. Everybody who may read sees them; admins start and stop them, as the
 * access rules say.
 */
@RestController
@RequestMapping(path = "/api/v1/audits", produces = MediaType.APPLICATION_JSON_VALUE)
class AuditController {

  private static final int BODY_BYTES_MAX = 128 * 1024;
  private static final String AUDIT =
      """
      {
        "full": false,
        "head": "64 hex digits",
        "checkpoint": "a C2SP checkpoint with its signatures",
        "key": "name+id+key",
        "peer": "http://127.0.0.1:8001"
      }
      """;

  private final Audits audits;
  private final Answers answers;

  AuditController(Audits audits, Answers answers) {
    this.audits = audits;
    this.answers = answers;
  }

  /** Starts one; it goes on by itself. */
  @Operation(
      summary = "Verifies the tables as a whole",
      description =
          "Replays the chain by all rules, from the last block that was verified before or, with"
              + " full, from genesis, and compares every table with what follows from it. Answers"
              + " at once; GET tells how far it is and what it finds. 409 AUDIT_RUNNING with the"
              + " Location of the one that runs; 422 CHECKPOINT_INVALID; where the peer cannot be"
              + " asked, why.")
  @RequestBody(
      description =
          "Every field may be left out, and the body too. head, checkpoint (with the key that"
              + " signed it) and peer name what was kept outside: the chain has to fit it. The peer"
              + " is one of the list; its newest block is asked for now.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {@ExampleObject(name = "audit", value = AUDIT)}))
  @PostMapping
  ResponseEntity<?> start(HttpServletRequest request) {
    var body = Body.readAnyType(request, BODY_BYTES_MAX);
    var wanted = AuditJson.read(body);
    var kept = answers.<Audit>keptWith(request, body, this::accepted);
    var given = kept.given();
    if (given.isPresent()) {
      return given.get();
    }
    try {
      return accepted(audits.start(wanted, kept));
    } catch (DuplicateKeyException e) {
      return kept.given().orElseThrow(() -> e);
    }
  }

  private ResponseEntity<Map<String, Object>> accepted(Audit audit) {
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/audits/" + audit.id()))
        .body(write(audit));
  }

  /** The newest hundred, the newest first. */
  @Operation(summary = "The audits, the newest first", description = "The last hundred are kept.")
  @GetMapping
  Page<Map<String, Object>> list(HttpServletRequest request) {
    var paging = Paging.of(request);
    long before =
        paging.cursorOf("audits", 1).map(cursor -> cursor.number(0)).orElse(Long.MAX_VALUE);
    var found = audits.before(before, paging.limit() + 1);
    var page = found.subList(0, Math.min(found.size(), paging.limit()));
    var items = page.stream().map(this::write).toList();
    return found.size() == page.size()
        ? Page.last(items)
        : Page.before(Cursor.of("audits", page.getLast().id()), items);
  }

  /** One of them, with what it has found. */
  @Operation(
      summary = "An audit",
      description =
          "status is RUNNING (then progress tells how far it is), PASSED, FINDINGS, FAILED (failure"
              + " says why) or INTERRUPTED. from and to are the blocks that it has replayed (from"
              + " is one more than to where there was none), hash is that of the last. findings"
              + " name table, key and column, what was found there and what it should be: the first"
              + " 1,000 of findingCount.")
  @GetMapping("/{id}")
  Map<String, Object> one(@PathVariable String id) {
    return whole(audits.find(id(id)).orElseThrow(() -> none(id)));
  }

  /** Ends one; another goes on from there. */
  @Operation(
      summary = "Stops an audit",
      description =
          "What it has verified is kept: the next one goes on from there. One that has ended stays"
              + " as it is. 409 AUDIT_ELSEWHERE if another process runs it.")
  @DeleteMapping("/{id}")
  Map<String, Object> stop(@PathVariable String id) {
    return whole(audits.stop(id(id)).orElseThrow(() -> none(id)));
  }

  private Map<String, Object> write(Audit audit) {
    return AuditJson.write(audit, audits.progress(audit));
  }

  private Map<String, Object> whole(Audit audit) {
    var fields = write(audit);
    fields.put("findings", audits.findings(audit.id()).stream().map(AuditJson::write).toList());
    return fields;
  }

  private static long id(String text) {
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw Problem.malformed("An audit's id is a number, 1 or more.");
    }
    return Long.parseLong(text);
  }

  private static Problem none(String id) {
    return Problem.notFound("There is no audit " + id + " any more, or not yet.");
  }
}
