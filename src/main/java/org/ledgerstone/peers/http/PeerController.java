package org.ledgerstone.peers.http;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ledgerstone.ledger.Answers;
import org.ledgerstone.ledger.KeptWith;
import org.ledgerstone.peers.AddOutcome;
import org.ledgerstone.peers.Peer;
import org.ledgerstone.peers.PeerHead;
import org.ledgerstone.peers.PeerRefusal;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.peers.Peers;
import org.ledgerstone.peers.Progress;
import org.ledgerstone.peers.SyncReport;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.web.Body;
import org.ledgerstone.web.Cursor;
import org.ledgerstone.web.Page;
import org.ledgerstone.web.Paging;
import org.ledgerstone.web.Problem;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The list of other nodes. Everybody may read it, admins change it, as the access rules say. */
@RestController
@RequestMapping(path = "/api/v1/peers", produces = MediaType.APPLICATION_JSON_VALUE)
class PeerController {

  private static final int BODY_BYTES_MAX = 4 * 1024;
  private static final String PEER =
      """
      {"url": "http://127.0.0.1:8001"}
      """;

  private final Peers peers;
  private final Progress progress;
  private final Answers answers;

  PeerController(Peers peers, Progress progress, Answers answers) {
    this.peers = peers;
    this.progress = progress;
    this.answers = answers;
  }

  /** The peers with their state, in the order in which they were added. */
  @GetMapping
  Page<Map<String, Object>> list(HttpServletRequest request) {
    var paging = Paging.of(request);
    var all = peers.all();
    int first =
        paging
            .cursorOf("peers", 1)
            .map(cursor -> (int) Math.min(cursor.number(0), all.size()))
            .orElse(0);
    int end = Math.min(first + paging.limit(), all.size());
    var page = all.subList(first, end).stream().map(PeerController::write).toList();
    return end == all.size() ? Page.last(page) : Page.before(Cursor.of("peers", end), page);
  }

  /** Adds a node that answers as another node of this ledger does. */
  @RequestBody(
      description = "Where it is reached: scheme, host and port, nothing else.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {@ExampleObject(name = "peer", value = PEER)}))
  @PostMapping
  ResponseEntity<?> add(HttpServletRequest request) {
    var body = Body.readJson(request, BODY_BYTES_MAX);
    var url = url(body.object().only("url").text("url"));
    var kept = answers.<AddOutcome>keptWith(request, body, PeerController::answer);
    return once(kept, () -> answer(peers.add(url, kept)));
  }

  private static ResponseEntity<Map<String, Object>> answer(AddOutcome outcome) {
    return switch (outcome) {
      case AddOutcome.Added(var peer) -> Answers.of(HttpStatus.CREATED, write(peer));
      case AddOutcome.Known(var peer) -> Answers.of(HttpStatus.OK, write(peer));
      case AddOutcome.Refused(var code, var detail) -> throw problem(code, detail);
    };
  }

  /** Takes a node off the list. */
  @DeleteMapping
  ResponseEntity<?> remove(HttpServletRequest request, @RequestParam Optional<String> url) {
    var body = Body.readAnyType(request, BODY_BYTES_MAX);
    var unwanted = url(url.orElseThrow(() -> Problem.malformed("url: which peer?")));
    Function<PeerUrl, ResponseEntity<Map<String, Object>>> answer =
        removed -> Answers.of(HttpStatus.OK, Map.of("url", removed.text()));
    var kept = answers.keptWith(request, body, answer);
    return once(
        kept,
        () -> {
          if (!peers.remove(unwanted, kept)) {
            throw Problem.notFound("No peer is " + unwanted + ".");
          }
          return answer.apply(unwanted);
        });
  }

  /** Catches up with every peer now, and answers when all have answered or failed. */
  @PostMapping("/sync")
  ResponseEntity<?> sync(HttpServletRequest request) {
    var body = Body.readAnyType(request, BODY_BYTES_MAX);
    if (!body.isEmpty()) {
      body.object().only();
    }
    var kept = answers.<List<SyncReport>>keptWith(request, body, PeerController::answer);
    return once(
        kept,
        () -> {
          var reports = peers.sync();
          kept.happened(reports);
          return answer(reports);
        });
  }

  /** How far catching up has come, while it goes on. */
  @GetMapping("/sync")
  Map<String, Object> progress() {
    var fields = new LinkedHashMap<String, Object>();
    var state = progress.state();
    fields.put("running", state.isPresent());
    state.ifPresent(s -> {
      fields.put("url", s.peer().text());
      fields.put("from", s.from());
      fields.put("done", s.done());
      fields.put("target", s.target());
      fields.put("percent", s.percent());
      fields.put("transactions", s.transactions());
      fields.put("transactionsPerSecond", s.perSecond());
    });
    return fields;
  }

  private static ResponseEntity<Map<String, Object>> answer(List<SyncReport> reports) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("items", reports.stream().map(PeerController::write).toList());
    return Answers.of(HttpStatus.OK, fields);
  }

  /** Carries out what is asked, unless the same request has been answered, or is meanwhile. */
  private static ResponseEntity<?> once(KeptWith<?> kept, Supplier<ResponseEntity<?>> call) {
    var given = kept.given();
    if (given.isPresent()) {
      return given.get();
    }
    try {
      return call.get();
    } catch (DuplicateKeyException e) {
      return kept.given().orElseThrow(() -> e);
    }
  }

  private static PeerUrl url(String text) {
    return PeerUrl.parse(text)
        .orElseThrow(() ->
            problem(
                PeerRefusal.PEER_URL_INVALID,
                "url: http://host:port or https://host:port is expected, without a path, a name or"
                    + " a password."));
  }

  private static Problem problem(PeerRefusal code, String detail) {
    return new Problem(code.status(), code.name(), code.title(), detail);
  }

  private static Map<String, Object> write(Peer peer) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("url", peer.url().text());
    fields.put("added", time(peer.added()));
    peer.lastSeen().ifPresent(seen -> fields.put("lastSeen", time(seen)));
    peer.head().ifPresent(head -> fields.put("head", write(head)));
    peer.roundTrip().ifPresent(trip -> fields.put("roundTripMicros", trip.toNanos() / 1_000));
    peer.lastError().ifPresent(error -> fields.put("error", error));
    fields.put("failures", peer.failures());
    peer.notBefore().ifPresent(until -> fields.put("notBefore", time(until)));
    return fields;
  }

  private static Map<String, Object> write(PeerHead head) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("index", head.index());
    fields.put("hash", head.hash().toString());
    fields.put("work", head.work().toString());
    return fields;
  }

  private static Map<String, Object> write(SyncReport report) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("url", report.peer().text());
    fields.put("reached", report.reached());
    fields.put("blocksTaken", report.blocksTaken());
    fields.put("chainReplaced", report.chainReplaced());
    fields.put("detail", report.detail());
    return fields;
  }

  private static String time(Instant instant) {
    return Time.of(instant).toString();
  }
}
