package org.ledgerstone.ledger.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.ledgerstone.settings.StartRefused;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.Quota;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells of blocks and of the pool as they come. Each stream is written by the thread of its
 * request, a virtual one: who does not read holds up that thread and nobody else.
 */
@RestController
class EventController {

  private static final String TYPE = "text/event-stream";
  private static final String RETRY_SECONDS = "5";

  /** How often a stream looks at the clock. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final ChainNews news;
  private final EventText text;
  private final Clock clock;
  private final Quota atOnce;

  EventController(
      ChainNews news, EventText text, Clock clock, @Value("${ledger.events-max:100}") int max) {
    if (max < 1) {
      throw new StartRefused("LEDGER_EVENTS_MAX is a whole number from 1.");
    }
    this.news = news;
    this.text = text;
    this.clock = clock;
    this.atOnce = new Quota(max, EventController::full);
  }

  private static Problem full() {
    return new Problem(
            503,
            "EVENTS_FULL",
            "Too many are subscribed.",
            "Come again later, or ask for the head now and then; LEDGER_EVENTS_MAX is the limit.")
        .withHeader("Retry-After", RETRY_SECONDS);
  }

  /** Writes events until the client leaves, the stream has lasted long enough, or the end. */
  @Operation(summary = "The ledger's events, as they come", description = Examples.EVENT_RULES)
  @ApiResponse(
      responseCode = "200",
      description = "Server-sent events.",
      content =
          @Content(
              mediaType = TYPE,
              examples = {@ExampleObject(name = "events", value = Examples.EVENTS)}))
  @GetMapping("/api/v1/events")
  void events(
      HttpServletRequest request,
      HttpServletResponse response,
      @Parameter(description = "The id of the last event that came: what follows it is told.")
          @RequestHeader("Last-Event-ID")
          Optional<String> lastEventHeader,
      @Parameter(description = "The same, for who can set no headers. The header counts more.")
          @RequestParam
          Optional<String> lastEventId)
      throws IOException {
    var after =
        lastEventHeader.or(() -> lastEventId).filter(id -> !id.isEmpty()).map(EventId::parse);
    if (request.getMethod().equals("HEAD")) {
      head(response);
      return;
    }
    try (var share = atOnce.share()) {
      share.take(1);
      try (var subscription = news.subscribe()) {
        head(response);
        tell(subscription, after, response);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // As if it had lasted long enough.
      }
    }
  }

  private static void head(HttpServletResponse response) {
    response.setContentType(TYPE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // Some proxies would gather events.
  }

  private void tell(
      ChainNews.Subscription subscription, Optional<EventId> after, HttpServletResponse response)
      throws IOException, InterruptedException {
    var stream = new EventStream(text, after, subscription::find, clock.instant());
    write(List.of(EventText.RETRY.getBytes(StandardCharsets.UTF_8)), response);
    while (!subscription.isEnded() && !stream.isOver(clock.instant())) {
      var latest = subscription.latest();
      var told = stream.next(latest, clock.instant());
      if (told.isEmpty()) {
        subscription.awaitOther(latest, LOOK_NANOS);
      } else {
        write(told, response);
      }
    }
  }

  private static void write(List<byte[]> events, HttpServletResponse response) throws IOException {
    var out = response.getOutputStream();
    for (var event : events) {
      out.write(event);
    }
    out.flush();
  }
}
