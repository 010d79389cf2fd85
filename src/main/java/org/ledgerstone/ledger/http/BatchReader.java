package org.ledgerstone.ledger.http;

import org.ledgerstone.protocol.Rules;
import org.ledgerstone.web.BodyStream;
import org.ledgerstone.web.GiveWay;
import org.ledgerstone.web.Items;
import org.ledgerstone.web.Json;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.Quota;
import org.springframework.stereotype.Component;

/** Reads the orders of a batch as they come. One that is none is refused by itself. */
@Component
class BatchReader {

  /** How many a batch holds at most. */
  static final int ITEMS_MAX = 10_000;

  /** So many are read before others may go first. */
  private static final int TURN = 10;

  static final String JSON = "application/json";
  static final String LINES = "application/x-ndjson";

  private final OrderReader orders;

  BatchReader(OrderReader orders) {
    this.orders = orders;
  }

  /**
   * Reads a whole body.
   *
   * @param room takes one for each item
   * @throws Problem 400 {@code MALFORMED} if the body as a whole cannot be read, 413 {@code
   *     BATCH_TOO_LARGE}
   */
  Batch read(BodyStream body, Quota.Share room, Rules rules) {
    var batch = new Batch();
    var taker =
        new Items.Taker() {
          @Override
          public void take(Json item) {
            count();
            try {
              add(item, rules, batch);
            } catch (Problem problem) {
              batch.addUnreadable(problem);
            }
          }

          @Override
          public void refuse(Problem problem) {
            count();
            batch.addUnreadable(problem);
          }

          private void count() {
            if (batch.size() == ITEMS_MAX) {
              throw tooMany();
            }
            room.take(1);
            if (batch.size() % TURN == 0) {
              GiveWay.toOthers();
            }
          }
        };
    if (body.mediaType().equals(LINES)) {
      Items.byLine(body, taker);
    } else {
      Items.inArray(body, "transactions", taker);
    }
    return batch;
  }

  private void add(Json item, Rules rules, Batch batch) {
    if (!(item instanceof JsonObject object)) {
      throw Problem.malformed("An object is expected, not " + item.kind() + ".");
    }
    batch.add(orders.read(object, rules));
  }

  private static Problem tooMany() {
    return new Problem(
        413,
        "BATCH_TOO_LARGE",
        "The batch is too large.",
        "A batch holds up to " + ITEMS_MAX + " transactions; nothing of it has been taken.");
  }
}
