package org.ledgerstone.ledger.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ledgerstone.ledger.Admission;
import org.ledgerstone.ledger.Answers;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.KeptWith;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.ledger.Verdict;
import org.ledgerstone.web.BodyStream;
import org.ledgerstone.web.LongAnswer;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.Quota;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
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

  /** What all answers that are being written take at most. */
  private static final long ANSWER_BYTES_AT_ONCE = 64 << 20;

  private static final String[] TYPES = {BatchReader.JSON, BatchReader.LINES};

  private final Quota bytes = new Quota(BYTES_AT_ONCE, Refusals::busy);
  private final Quota items = new Quota(ITEMS_AT_ONCE, Refusals::busy);
  private final Quota answerBytes = new Quota(ANSWER_BYTES_AT_ONCE, Refusals::busy);
  private final Admission admission;
  private final BatchReader reader;
  private final Chain chain;
  private final Answers answers;
  private final Timer reading;
  private final Duration bodyTime;

  BatchController(
      Admission admission,
      BatchReader reader,
      Chain chain,
      Answers answers,
      MeterRegistry meters,
      @Value("${ledger.body-time}") Duration bodyTime) {
    this.admission = admission;
    this.reader = reader;
    this.chain = chain;
    this.answers = answers;
    this.reading =
        Timer.builder("ledger.orders.read")
            .description("How long reading one batch took, waiting for its bytes included")
            .register(meters);
    this.bodyTime = bodyTime;
  }

  /** Takes up to 10,000 transactions; durable when answered. */
  @Operation(
      summary = "Hands in up to 10,000 transactions at once",
      description = Examples.BATCH_RULES)
  @RequestBody(
      description = "Transfers and posts as for a single one, in an array or one a line.",
      content = {
        @Content(
            mediaType = BatchReader.JSON,
            examples = {@ExampleObject(name = "batch", value = Examples.BATCH)}),
        @Content(
            mediaType = BatchReader.LINES,
            examples = {@ExampleObject(name = "lines", value = Examples.LINES)})
      })
  @ApiResponse(
      responseCode = "200",
      description = "What became of each, in the order sent.",
      content =
          @Content(
              mediaType = BatchReader.JSON,
              examples = {@ExampleObject(name = "results", value = Examples.RESULTS)}))
  @ApiResponse(
      responseCode = "422",
      description = "With atomic=true: one was refused, so all of them are. The same body.",
      content = @Content(mediaType = BatchReader.JSON))
  @PostMapping("/batch")
  void add(
      HttpServletRequest request,
      HttpServletResponse response,
      @Parameter(description = "true: all are admitted, or none; false, which is usual: each.")
          @RequestParam
          Optional<String> atomic)
      throws IOException {
    boolean allOrNone = allOrNone(atomic);
    try (var answerHeld = answerBytes.share()) {
      answer(request, allOrNone, answerHeld).write(response);
    }
  }

  /** What the orders take is given back before the answer is written, however slow its reader. */
  private LongAnswer answer(HttpServletRequest request, boolean allOrNone, Quota.Share answerHeld) {
    try (var bytesHeld = bytes.share();
        var itemsHeld = items.share()) {
      var body = BodyStream.open(request, BODY_BYTES_MAX, bodyTime, bytesHeld, TYPES);
      var batch =
          Objects.requireNonNull(
              reading.record(() -> reader.read(body, itemsHeld, chain.rulesInForce())));
      var kept =
          answers.<List<Verdict>>keptWith(
              body.keyed(), (keyed, verdicts) -> batch.answer(verdicts, allOrNone).kept(keyed));
      answerHeld.take(batch.answerBytesMax());
      var told = kept.kept().map(LongAnswer::again).orElseGet(() -> admit(batch, allOrNone, kept));
      answerHeld.shrinkTo(told.length());
      return told;
    }
  }

  private LongAnswer admit(Batch batch, boolean allOrNone, KeptWith<List<Verdict>> kept) {
    if (allOrNone && !batch.isReadable()) {
      return batch.refusedTogether().whole();
    }
    if (batch.proposals().isEmpty() && !kept.isKeyed()) {
      // The writer has nothing to do, and others wait for it.
      return batch.answer(List.of(), allOrNone).whole();
    }
    var verdicts = admission.admit(batch.proposals(), allOrNone, kept);
    return verdicts.contains(new Verdict.Unwanted())
        ? LongAnswer.again(kept.kept().orElseThrow())
        : batch.answer(verdicts, allOrNone).whole();
  }

  private static boolean allOrNone(Optional<String> atomic) {
    return switch (atomic.orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Problem.malformed("atomic: true or false.");
    };
  }
}
