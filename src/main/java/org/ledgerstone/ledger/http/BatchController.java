package org.ledgerstone.ledger.http;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.ledger.Admission;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.ledger.Verdict;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.web.BodyStream;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.Quota;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes many transactions at once. */
@RestController
@RequestMapping(path = "/api/v1/transactions", produces = MediaType.APPLICATION_JSON_VALUE)
class BatchController {

  /** What one batch takes at most. */
  private static final int BODY_BYTES_MAX = 16 << 20;

  /** What all batches that are being read or wait for the writer take at most. */
  private static final long BYTES_AT_ONCE = 3L * BODY_BYTES_MAX;

  private static final long ITEMS_AT_ONCE = 60_000;

  private final Quota bytes = new Quota(BYTES_AT_ONCE, Refusals::busy);
  private final Quota items = new Quota(ITEMS_AT_ONCE, Refusals::busy);
  private final Admission admission;
  private final BatchReader reader;
  private final Chain chain;
  private final RuleBook rules;
  private final Answers answers;
  private final Duration readingTime;

  BatchController(
      Admission admission,
      BatchReader reader,
      Chain chain,
      RuleBook rules,
      Answers answers,
      @Value("${ledger.batch-reading-time:10s}") Duration readingTime) {
    this.admission = admission;
    this.reader = reader;
    this.chain = chain;
    this.rules = rules;
    this.answers = answers;
    this.readingTime = readingTime;
  }

  /** Takes up to 10,000 transactions; durable when answered. */
  @RequestBody(
      description = "Transfers and posts.",
      content = {
        @Content(
            mediaType = BatchReader.JSON,
            examples = {@ExampleObject(name = "batch", value = Examples.BATCH)}),
        @Content(mediaType = BatchReader.LINES)
      })
  @PostMapping("/batch")
  ResponseEntity<byte[]> add(HttpServletRequest request, @RequestParam Optional<String> atomic) {
    boolean allOrNone = allOrNone(atomic);
    try (var bytesHeld = bytes.share();
        var itemsHeld = items.share()) {
      var body =
          BodyStream.open(
              request, BODY_BYTES_MAX, readingTime, bytesHeld, BatchReader.JSON, BatchReader.LINES);
      var batch = reader.read(body, itemsHeld, rules.inForceAt(chain.head().index()));
      var kept =
          answers.<List<Verdict>>keptWith(
              body.keyed(), (keyed, verdicts) -> batch.answer(verdicts, allOrNone).kept(keyed));
      return kept.replayed().orElseGet(() -> admit(batch, allOrNone, kept));
    }
  }

  private ResponseEntity<byte[]> admit(
      Batch batch, boolean allOrNone, KeptWith<List<Verdict>> kept) {
    if (allOrNone && !batch.isReadable()) {
      return of(batch.refusedTogether());
    }
    var verdicts = admission.admit(batch.orders(), allOrNone, kept);
    return verdicts.contains(new Verdict.Unwanted())
        ? kept.replayed().orElseThrow()
        : of(batch.answer(verdicts, allOrNone));
  }

  private static ResponseEntity<byte[]> of(BatchAnswer answer) {
    return ResponseEntity.status(answer.status())
        .contentType(MediaType.APPLICATION_JSON)
        .body(answer.bytes());
  }

  private static boolean allOrNone(Optional<String> atomic) {
    return switch (atomic.orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Problem.malformed("atomic: true or false.");
    };
  }
}
