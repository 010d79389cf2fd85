package org.ledgerstone.tutorial;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.ledger.SealOutcome;
import org.ledgerstone.ledger.Sealing;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.protocol.SealedBlock;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The paths that the second and the third document share: {@code /chain} and {@code /mine}. */
@RestController
class SharedController {

  private final Sealing sealing;
  private final Transactions transactions;
  private final ChainDocument chain;

  SharedController(Sealing sealing, Transactions transactions, ChainDocument chain) {
    this.sealing = sealing;
    this.transactions = transactions;
    this.chain = chain;
  }

  /** The newest blocks with their transactions, and the peers. Changes nothing, asks nobody. */
  @Operation(summary = "The newest blocks as the second and third documents' clients read them")
  @GetMapping("/chain")
  void chain(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getMethod().equals("HEAD")) {
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    } else {
      chain.write(response);
    }
  }

  /** Seals what is pending. For admins, as the access rules say. */
  @Operation(
      summary = "Makes a block",
      description =
          "Answers a sentence to a caller that accepts text/html, and then makes one only if"
              + " something is pending; JSON to any other.")
  @GetMapping("/mine")
  void mine(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (acceptsAPage(request)) {
      PlainText.write(response, 200, seen());
    } else {
      forged(
          seal().orElseThrow(() -> Refusals.problem(Refusal.NOTHING_TO_SEAL.plainly())), response);
    }
  }

  /** Says that it accepts pages; that anything will do does not count. */
  private static boolean acceptsAPage(HttpServletRequest request) {
    return accepted(request).stream()
        .anyMatch(type ->
            !type.isWildcardType()
                && type.getQualityValue() > 0
                && type.includes(MediaType.TEXT_HTML));
  }

  private static List<MediaType> accepted(HttpServletRequest request) {
    try {
      return MediaType.parseMediaTypes(Collections.list(request.getHeaders("Accept")));
    } catch (InvalidMediaTypeException e) {
      return List.of();
    }
  }

  /** What a person at a browser is told. */
  private String seen() {
    return Optional.of(transactions.pendingCount())
        .filter(pending -> pending > 0)
        .flatMap(pending -> seal())
        .map(block -> "Block #" + block.header().index() + " is mined.")
        .orElse("No transactions to mine");
  }

  /** Empty if there was nothing to seal. */
  private Optional<SealedBlock> seal() {
    return switch (sealing.seal("", Companion.none())) {
      case SealOutcome.Sealed sealed -> Optional.of(sealed.block());
      case SealOutcome.Rejected(Refused(var code, _)) when code == Refusal.NOTHING_TO_SEAL ->
          Optional.empty();
      case SealOutcome.Rejected rejected -> throw Refusals.problem(rejected.refused());
      case SealOutcome.Unwanted u -> throw new IllegalStateException("Nobody was asked");
    };
  }

  private static void forged(SealedBlock block, HttpServletResponse response) throws IOException {
    JsonAnswer.write(
        response,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("message", "New Block Forged");
          json.writeNumberProperty("index", block.header().index());
          json.writeArrayPropertyStart("transactions");
          block.transactions().forEach(transaction -> PlainForm.write(transaction, json));
          json.writeEndArray();
          PlainForm.proof(block.header(), json);
          json.writeStringProperty("previous_hash", block.header().previous().toString());
          json.writeEndObject();
        });
  }
}
