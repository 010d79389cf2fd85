package org.ledgerstone.peers.http;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.access.Caller;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.peers.Gossip;
import org.ledgerstone.peers.HeadNews;
import org.ledgerstone.peers.OrderJson;
import org.ledgerstone.peers.PeerNetwork;
import org.ledgerstone.peers.PeerRefusal;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.web.Body;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.Quota;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What nodes tell each other. Open to everybody: blocks and orders carry their own authority. */
@RestController
@RequestMapping(path = "/api/v1/gossip", produces = MediaType.APPLICATION_JSON_VALUE)
class GossipController {

  private static final int HEAD_BYTES_MAX = 4 * 1024;

  /** A thousand of the longest there are do not go in; the sender sees to that. */
  private static final int ORDERS_BYTES_MAX = 4 << 20;

  private static final int VALUES_AN_ORDER = 12;

  /** What all calls together hold of bodies that have come or are coming. */
  private static final long BYTES_AT_ONCE = 64 << 20;

  private static final long INDEX_MAX = 1_000_000_000_000_000L;
  private static final BigInteger WORK_MAX = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);

  private static final String HEAD =
      """
      {
        "url": "http://127.0.0.1:8001",
        "genesis": "64 hex digits",
        "index": 7,
        "hash": "64 hex digits",
        "previous": "64 hex digits",
        "work": "393216"
      }
      """;

  private static final String ORDERS =
      """
      {
        "url": "http://127.0.0.1:8001",
        "transactions": [
          {
            "kind": "transfer",
            "asset": "COIN",
            "from": "0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A",
            "to": "0x1563915e194D8CfBA1943570603F7606A3115508",
            "amount": "5",
            "nonce": 0,
            "signature": "0x and 130 hex digits"
          }
        ]
      }
      """;

  private final Quota bytes = new Quota(BYTES_AT_ONCE, Refusals::busy);
  private final Gossip gossip;
  private final OrderJson orders;

  GossipController(Gossip gossip, OrderJson orders) {
    this.gossip = gossip;
    this.orders = orders;
  }

  /** Hears of a block and says whether to send it, by {@code POST /api/v1/blocks}. */
  @RequestBody(
      description = "The newest block of the sender's chain.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {@ExampleObject(name = "head", value = HEAD)}))
  @PostMapping("/head")
  Map<String, Object> head(HttpServletRequest request) {
    var json =
        Body.readJson(request, HEAD_BYTES_MAX)
            .object()
            .only("url", "genesis", "index", "hash", "previous", "work");
    var news =
        new HeadNews(
            hash(json, "genesis"),
            json.wholeNumber("index", INDEX_MAX),
            hash(json, "hash"),
            hash(json, "previous"),
            json.wholeNumber("work", WORK_MAX));
    return switch (gossip.head(news, sender(json))) {
      case Gossip.HeadAnswer.Heard(var wanted) -> Map.of("wanted", wanted);
      case Gossip.HeadAnswer.OtherLedger(var detail) -> {
        var code = PeerRefusal.LEDGER_DIFFERENT;
        throw new Problem(code.status(), code.name(), code.title(), detail);
      }
    };
  }

  /** Takes orders that another node has accepted; what is refused here is passed over. */
  @RequestBody(
      description = "Up to 1,000 transfers and posts as for POST /api/v1/transactions, complete.",
      content =
          @Content(
              mediaType = "application/json",
              examples = {@ExampleObject(name = "orders", value = ORDERS)}))
  @PostMapping("/transactions")
  Map<String, Object> transactions(HttpServletRequest request) {
    try (var held = bytes.share()) {
      long length = request.getContentLengthLong();
      held.take(length < 0 ? ORDERS_BYTES_MAX : Math.min(length, ORDERS_BYTES_MAX));
      take(Body.readJson(request, ORDERS_BYTES_MAX));
    }
    return Map.of();
  }

  private void take(Body body) {
    var json = body.object(PeerNetwork.ORDERS_MAX * VALUES_AN_ORDER).only("url", "transactions");
    var items = json.array("transactions").objects();
    if (items.size() > PeerNetwork.ORDERS_MAX) {
      throw json.refused("transactions", "up to " + PeerNetwork.ORDERS_MAX + " are taken.");
    }
    gossip.orders(read(items), sender(json));
  }

  private List<Order> read(List<JsonObject> items) {
    // An unsigned post has no authority but that of who sends it.
    boolean unsignedToo = Caller.isAdmin();
    return items.stream()
        .map(this::read)
        .flatMap(Optional::stream)
        .filter(order -> unsignedToo || order.authorization().signature().isPresent())
        .toList();
  }

  /** One that cannot be read has no part in what the others are. */
  private Optional<Order> read(JsonObject item) {
    try {
      return Optional.of(orders.read(item));
    } catch (Problem unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<PeerUrl> sender(JsonObject json) {
    return json.optionalText("url")
        .map(text ->
            PeerUrl.parse(text)
                .orElseThrow(() -> json.refused("url", "http://host:port is expected.")));
  }

  private static Hash hash(JsonObject json, String name) {
    return Hash.parse(json.text(name))
        .orElseThrow(() -> json.refused(name, "64 lower-case hex digits are expected."));
  }
}
