package org.ledgerstone.tutorial;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Head;
import org.ledgerstone.ledger.PinnedChain;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.peers.Peers;
import org.ledgerstone.settings.StartRefused;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.Quota;
import org.ledgerstone.web.Turns;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/**
 * The chain as the second and third documents' clients read it, written as it is read: a page at a
 * time, whatever its length. If the chain changes meanwhile, it is begun again as long as nothing
 * has been sent, and the connection is broken off otherwise.
 */
@Component
class ChainDocument {

  private static final int AT_ONCE = 64;
  private static final int ATTEMPTS = 3;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Quota atOnce = new Quota(AT_ONCE, Refusals::busy);
  private final Turns turns;
  private final Chain chain;
  private final Peers peers;
  private final long blocksMax;

  ChainDocument(
      Turns turns, Chain chain, Peers peers, @Value("${ledger.chain-limit:10000}") long blocksMax) {
    this.turns = turns;
    this.chain = chain;
    this.peers = peers;
    if (blocksMax < 1) {
      throw new StartRefused("LEDGER_CHAIN_LIMIT is a whole number from 1.");
    }
    this.blocksMax = blocksMax;
  }

  /**
   * Answers with the newest blocks, how many there are altogether, the first that is held, and the
   * peers.
   *
   * @throws IOException if the client has gone
   * @throws Problem 429 if too many are being written, 503 if the chain keeps changing
   */
  void write(HttpServletResponse response) throws IOException {
    answer(
        response,
        (json, head) -> {
          json.writeNumberProperty("length", head.index());
          json.writeNumberProperty("first", first(head));
          blocks("chain", head, json);
          json.writeArrayPropertyStart("peers");
          peers.all().forEach(peer -> json.writeString(peer.url().text()));
          json.writeEndArray();
        });
  }

  /**
   * Answers with a message and the newest blocks under this name, as {@link
   * #write(HttpServletResponse)} does.
   *
   * @throws IOException if the client has gone
   */
  void write(HttpServletResponse response, String message, String name) throws IOException {
    answer(
        response,
        (json, head) -> {
          json.writeStringProperty("message", message);
          blocks(name, head, json);
        });
  }

  private void answer(HttpServletResponse response, BiConsumer<JsonGenerator, Head> document)
      throws IOException {
    try (var share = atOnce.share()) {
      share.take(1);
      response.setBufferSize(BUFFER_BYTES);
      for (int attempt = 1; !turns.inTurn(() -> isWritten(response, document)); attempt++) {
        if (response.isCommitted() || attempt == ATTEMPTS) {
          throw Refusals.chainChanged();
        }
        response.resetBuffer();
      }
    }
  }

  /** False if the chain changed meanwhile. */
  private boolean isWritten(HttpServletResponse response, BiConsumer<JsonGenerator, Head> document)
      throws IOException {
    try {
      JsonAnswer.write(
          response,
          json -> {
            json.writeStartObject();
            document.accept(json, chain.head());
            json.writeEndObject();
          });
      return true;
    } catch (PinnedChain.ChangedException e) {
      return false;
    }
  }

  private long first(Head head) {
    return Math.max(1, head.index() - blocksMax + 1);
  }

  private void blocks(String name, Head head, JsonGenerator json) {
    var pinned = new PinnedChain(chain, head, first(head));
    json.writeArrayPropertyStart(name);
    for (var next = pinned.block(); next.isPresent(); next = pinned.block()) {
      json.writeStartObject();
      PlainForm.write(next.get().header(), next.get().hash(), json);
      json.writeArrayPropertyStart("transactions");
      for (var held = pinned.transaction(); held.isPresent(); held = pinned.transaction()) {
        PlainForm.write(held.get(), json);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
