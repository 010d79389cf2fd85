package org.ledgerstone.ledger.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.ledger.Answers;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.BlockBodies;
import org.ledgerstone.ledger.BlockJson;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.ledger.SealOutcome;
import org.ledgerstone.ledger.Sealing;
import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.web.Body;
import org.ledgerstone.web.Cursor;
import org.ledgerstone.web.LongAnswer;
import org.ledgerstone.web.Page;
import org.ledgerstone.web.Paging;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.Quota;
import org.ledgerstone.web.Turns;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Makes blocks, takes them and shows them. */
@RestController
@RequestMapping(path = "/api/v1/blocks", produces = MediaType.APPLICATION_JSON_VALUE)
class BlockController {

  private static final int BODY_BYTES_MIN = 16 << 20;
  private static final int BODY_BYTES_A_TRANSACTION = 1500;
  private static final int BODIES_AT_ONCE = 32;

  /** What all answers with a block's transactions take, being made or written. */
  private static final long WHOLE_BYTES_AT_ONCE = 64 << 20;

  /** While it is being made; its text takes far less. */
  private static final long WHOLE_BYTES_A_TRANSACTION = 3_000;

  private final Sealing sealing;
  private final Appending appending;
  private final Chain chain;
  private final BlockJson json;
  private final BlockBodies bodies;
  private final Answers answers;
  private final JsonMapper mapper;
  private final Turns turns;
  private final Quota bodiesAtOnce = new Quota(BODIES_AT_ONCE, Refusals::busy);
  private final Quota wholeBytes = new Quota(WHOLE_BYTES_AT_ONCE, Refusals::busy);

  BlockController(
      Sealing sealing,
      Appending appending,
      Chain chain,
      BlockJson json,
      BlockBodies bodies,
      Answers answers,
      JsonMapper mapper,
      Turns turns) {
    this.sealing = sealing;
    this.appending = appending;
    this.chain = chain;
    this.json = json;
    this.bodies = bodies;
    this.answers = answers;
    this.mapper = mapper;
    this.turns = turns;
  }

  /** Seals what is pending. For admins, as the access rules say. */
  @RequestBody(
      description = "May be left out.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {@ExampleObject(name = "data", value = Examples.DATA)}))
  @PostMapping("/generate")
  ResponseEntity<?> generate(HttpServletRequest request) {
    var body = Body.readAnyType(request, Body.ONE_TRANSACTION_BYTES);
    var kept = answers.<SealOutcome.Sealed>keptWith(request, body, this::created);
    var given = kept.given();
    if (given.isPresent()) {
      return given.get();
    }
    return switch (sealing.seal(data(body), kept)) {
      case SealOutcome.Sealed sealed -> created(sealed);
      case SealOutcome.Rejected rejected -> throw Refusals.problem(rejected.refused());
      case SealOutcome.Unwanted u -> kept.given().orElseThrow();
    };
  }

  private ResponseEntity<Map<String, Object>> created(SealOutcome.Sealed sealed) {
    return Answers.created(location(sealed.block()), json.write(sealed.block(), sealed.work()));
  }

  private static String data(Body body) {
    return body.isEmpty() ? "" : body.object().only("data").optionalText("data").orElse("");
  }

  /** Takes a whole block. */
  @RequestBody(
      description = "A block as GET /api/v1/blocks/{index}?transactions=true gives it.",
      content = @Content(mediaType = "application/json"))
  @PostMapping
  ResponseEntity<?> append(HttpServletRequest request) {
    var limit = chain.rulesInForce().blockLimit();
    var body = Body.readJson(request, BODY_BYTES_MIN + limit * BODY_BYTES_A_TRANSACTION);
    var block = json.read(body.object());
    var kept = answers.<AppendOutcome>keptWith(request, body, outcome -> answer(block, outcome));
    var given = kept.given();
    if (given.isPresent()) {
      return given.get();
    }
    var outcome = appending.append(block, kept);
    return outcome instanceof AppendOutcome.Unwanted
        ? kept.given().orElseThrow()
        : answer(block, outcome);
  }

  private static ResponseEntity<Map<String, Object>> answer(
      SealedBlock block, AppendOutcome outcome) {
    return switch (outcome) {
      case AppendOutcome.Appended a -> Answers.created(location(block), told(block, "appended"));
      case AppendOutcome.Replaced r ->
          Answers.created(location(block), told(block, "chain replaced"));
      case AppendOutcome.Known k -> Answers.of(HttpStatus.OK, told(block, "known"));
      case AppendOutcome.KeptAside a -> Answers.of(HttpStatus.ACCEPTED, told(block, "kept aside"));
      case AppendOutcome.Rejected rejected -> throw Refusals.problem(rejected.refused());
      case AppendOutcome.Unwanted u -> throw new IllegalStateException("Told by the kept answer");
    };
  }

  private static Map<String, Object> told(SealedBlock block, String status) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("hash", block.hash().toString());
    fields.put("status", status);
    return fields;
  }

  private static String location(SealedBlock block) {
    return "/api/v1/blocks/" + block.hash();
  }

  /** Blocks without their transactions, ascending. */
  @GetMapping
  Page<Map<String, Object>> list(HttpServletRequest request, @RequestParam Optional<String> from) {
    var paging = Paging.of(request);
    long first =
        paging
            .cursorOf("blocks", 1)
            .map(cursor -> cursor.number(0))
            .orElseGet(() -> from.map(f -> LedgerParameters.blockIndex(f, "from")).orElse(1L));
    var blocks = chain.blocks(first, paging.limit() + 1);
    if (blocks.size() <= paging.limit()) {
      return Page.last(blocks.stream().map(json::write).toList());
    }
    var page = blocks.subList(0, paging.limit());
    return Page.before(
        Cursor.of("blocks", page.getLast().header().index() + 1),
        page.stream().map(json::write).toList());
  }

  /** The newest block. */
  @GetMapping("/head")
  @ApiResponse(
      responseCode = "200",
      description = "The block.",
      content = @Content(mediaType = "application/json"))
  void head(HttpServletResponse response, @RequestParam Optional<String> transactions)
      throws IOException {
    write(chain.newest(), transactions, response);
  }

  /** The first of these blocks that stands on the chain: where another node's chain left ours. */
  @GetMapping("/common")
  Map<String, Object> common(
      @Parameter(description = "1 to 64 hashes, separated by commas, the most wanted one first.")
          @RequestParam
          Optional<String> hashes) {
    var wanted = LedgerParameters.hashes(hashes.orElse(""), "hashes");
    var found =
        chain
            .firstOf(wanted)
            .orElseThrow(() -> Problem.notFound("None of these blocks stands on the chain."));
    var fields = new LinkedHashMap<String, Object>();
    fields.put("index", found.header().index());
    fields.put("hash", found.hash().toString());
    return fields;
  }

  /** What many blocks hold, without their headers: as nodes fetch it that have those already. */
  @Operation(
      summary = "What many blocks hold, for nodes",
      description =
          "In order, as many of these blocks as fit into one answer:"
              + " {\"bodies\":[[data,[transaction,...]],...]}. A transaction is an array, with the"
              + " addresses as they are stored and the proof in base64:"
              + " [\"transfer\",asset,from,to,amount,nonce|null,until,memo,accepted,scheme,proof],"
              + " [\"post\",from|null,author,content,nonce,accepted,scheme,proof] or"
              + " [\"reward\",asset,to,amount,accepted,scheme,proof]. 503 CHAIN_CHANGED rather than"
              + " parts of two chains.")
  @GetMapping("/bodies")
  void bodies(
      HttpServletResponse response,
      @Parameter(description = "The index of the first, 2 or more.") @RequestParam
          Optional<String> from,
      @Parameter(description = "The hash of the last.") @RequestParam Optional<String> to)
      throws IOException {
    long first = LedgerParameters.blockIndex(from.orElse(""), "from");
    var last = to.flatMap(Hash::parse);
    if (first == 1 || last.isEmpty()) {
      throw Problem.malformed("from is 2 or more, to 64 lower-case hex digits.");
    }
    try (var share = bodiesAtOnce.share()) {
      share.take(1);
      var written =
          bodies
              .write(first, last.get())
              .orElseThrow(() -> Problem.notFound("The chain has no such blocks."));
      LongAnswer.of(200, written).write(response);
    }
  }

  /** The block with this index or hash. */
  @GetMapping("/{key}")
  @ApiResponse(
      responseCode = "200",
      description = "The block.",
      content = @Content(mediaType = "application/json"))
  void find(
      HttpServletResponse response,
      @PathVariable String key,
      @RequestParam Optional<String> transactions)
      throws IOException {
    var block =
        Hash.parse(key)
            .map(chain::block)
            .orElseGet(() -> chain.block(LedgerParameters.blockIndex(key, "block")));
    write(
        block.orElseThrow(() -> Problem.notFound("No block of the chain is " + key + ".")),
        transactions,
        response);
  }

  private void write(StoredBlock block, Optional<String> transactions, HttpServletResponse response)
      throws IOException {
    switch (transactions.orElse("false")) {
      case "true" -> writeWhole(block, response);
      case "false" -> answer(json.write(block)).write(response);
      default -> throw Problem.malformed("transactions: true or false.");
    }
  }

  /** Room is given back as soon as less is held, however slow its reader. */
  private void writeWhole(StoredBlock block, HttpServletResponse response) throws IOException {
    try (var held = wholeBytes.share()) {
      held.take(Math.min(WHOLE_BYTES_AT_ONCE, WHOLE_BYTES_A_TRANSACTION * block.header().count()));
      var answer =
          turns.inTurn(() -> answer(json.write(block, chain.transactions(block.header().index()))));
      held.shrinkTo(answer.length());
      answer.write(response);
    }
  }

  private LongAnswer answer(Map<String, Object> block) {
    return LongAnswer.of(200, mapper.writeValueAsBytes(block));
  }
}
