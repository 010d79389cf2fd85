package org.ledgerstone.peers;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.ledgerstone.ledger.BlockBodies;
import org.ledgerstone.ledger.BlockJson;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.SealedHeader;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.StrictJson;
import tools.jackson.databind.json.JsonMapper;

/** Other nodes over HTTP, by the calls of {@code /api/v1}. */
final class HttpPeerNetwork implements PeerNetwork {

  private static final int FACTS_BYTES_MAX = 64 << 10;
  private static final int BLOCK_BYTES_MIN = 16 << 20;
  private static final int BLOCK_BYTES_A_TRANSACTION = 1_500;
  private static final int NODE_LENGTH_MAX = 100;
  private static final long INDEX_MAX = 1_000_000_000_000_000L;

  /** What the numeric(38) of a table holds. */
  private static final BigInteger WORK_MAX = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);

  private final GuardedClient client;
  private final BlockJson blocks;
  private final BlockBodies bodies;
  private final OrderJson orders;
  private final Chain chain;
  private final JsonMapper mapper;
  private final Supplier<Optional<PeerUrl>> ownUrl;

  /**
   * The network.
   *
   * @param ownUrl by which others reach this node, if that is known; told with what is sent
   */
  HttpPeerNetwork(
      GuardedClient client,
      BlockJson blocks,
      BlockBodies bodies,
      OrderJson orders,
      Chain chain,
      JsonMapper mapper,
      Supplier<Optional<PeerUrl>> ownUrl) {
    this.client = client;
    this.blocks = blocks;
    this.bodies = bodies;
    this.orders = orders;
    this.chain = chain;
    this.mapper = mapper;
    this.ownUrl = ownUrl;
  }

  @Override
  public PeerAnswer<PeerFacts> facts(PeerUrl peer) {
    return read(
        client.get(peer, "/api/v1/ledger", FACTS_BYTES_MAX),
        200,
        reply -> {
          var json = object(reply);
          var node = json.text("node");
          if (node.length() > NODE_LENGTH_MAX) {
            throw json.refused("node", "is too long.");
          }
          return new PeerFacts(
              json.wholeNumber("protocol", INDEX_MAX),
              node,
              hash(json, "genesis"),
              head(json.object("head")),
              reply.roundTrip());
        });
  }

  private static PeerHead head(JsonObject json) {
    return new PeerHead(
        json.wholeNumber("index", INDEX_MAX),
        hash(json, "hash"),
        json.wholeNumber("work", WORK_MAX));
  }

  @Override
  public PeerAnswer<List<SealedHeader>> headers(PeerUrl peer, long from, int limit) {
    return read(
        client.get(peer, "/api/v1/blocks?from=" + from + "&limit=" + limit, BLOCK_BYTES_MIN),
        200,
        reply -> {
          var page = object(reply).array("items").objects();
          if (page.size() > limit) {
            throw Problem.malformed("items: more than were asked for.");
          }
          return page.stream().map(blocks::readHeader).toList();
        });
  }

  @Override
  public PeerAnswer<List<SealedBlock>> blocks(PeerUrl peer, List<SealedHeader> headers) {
    var path =
        "/api/v1/blocks/bodies?from="
            + headers.getFirst().header().index()
            + "&to="
            + headers.getLast().hash();
    return found(
            client.get(peer, path, bodiesBytesMax()), reply -> bodies.read(reply.body(), headers))
        .map(some -> some.orElse(List.of()));
  }

  private int bodiesBytesMax() {
    int oneBlock = BLOCK_BYTES_MIN + chain.rulesInForce().blockLimit() * BLOCK_BYTES_A_TRANSACTION;
    return BlockBodies.BYTES_ENOUGH + oneBlock;
  }

  @Override
  public PeerAnswer<Optional<ChainPoint>> common(PeerUrl peer, List<Hash> hashes) {
    var asked = hashes.stream().map(Hash::toString).collect(Collectors.joining(","));
    return found(
        client.get(peer, "/api/v1/blocks/common?hashes=" + asked, FACTS_BYTES_MAX),
        reply -> {
          var json = object(reply);
          var hash = hash(json, "hash");
          if (!hashes.contains(hash)) {
            throw Problem.malformed("hash: none of those that were asked about.");
          }
          return new ChainPoint(json.wholeNumber("index", INDEX_MAX), hash);
        });
  }

  @Override
  public PeerAnswer<Boolean> tellHead(PeerUrl peer, HeadNews news) {
    var fields = fromHere();
    fields.put("genesis", news.genesis().toString());
    fields.put("index", news.index());
    fields.put("hash", news.hash().toString());
    fields.put("previous", news.previous().toString());
    fields.put("work", news.work().toString());
    return read(
        client.post(peer, "/api/v1/gossip/head", bytes(fields), FACTS_BYTES_MAX),
        200,
        reply -> object(reply).flag("wanted"));
  }

  @Override
  public PeerAnswer<Reception> giveBlock(PeerUrl peer, SealedBlock block, BigInteger work) {
    var answer =
        client.post(peer, "/api/v1/blocks", bytes(blocks.write(block, work)), FACTS_BYTES_MAX);
    return switch (answer) {
      case PeerAnswer.Got<GuardedClient.Reply>(var reply) ->
          switch (reply.status()) {
            case 201 -> new PeerAnswer.Got<>(Reception.APPENDED);
            case 200 -> new PeerAnswer.Got<>(Reception.KNOWN);
            case 202 -> new PeerAnswer.Got<>(Reception.ASIDE);
            case 409, 422 -> new PeerAnswer.Got<>(Reception.REFUSED);
            default -> otherStatus(reply);
          };
      case PeerAnswer.Failed<GuardedClient.Reply>(var failure) -> new PeerAnswer.Failed<>(failure);
    };
  }

  @Override
  public PeerAnswer<Boolean> giveOrders(PeerUrl peer, List<Order> given) {
    var fields = fromHere();
    fields.put("transactions", given.stream().map(orders::write).toList());
    return read(
        client.post(peer, "/api/v1/gossip/transactions", bytes(fields), FACTS_BYTES_MAX),
        200,
        reply -> true);
  }

  private Map<String, Object> fromHere() {
    var fields = new LinkedHashMap<String, Object>();
    ownUrl.get().ifPresent(url -> fields.put("url", url.text()));
    return fields;
  }

  private byte[] bytes(Map<String, Object> fields) {
    return mapper.writeValueAsBytes(fields);
  }

  private static <T> PeerAnswer<Optional<T>> found(
      PeerAnswer<GuardedClient.Reply> answer, Function<GuardedClient.Reply, T> reading) {
    return answer instanceof PeerAnswer.Got<GuardedClient.Reply>(var reply) && reply.status() == 404
        ? new PeerAnswer.Got<>(Optional.empty())
        : read(answer, 200, reading.andThen(Optional::of));
  }

  private static <T> PeerAnswer<T> read(
      PeerAnswer<GuardedClient.Reply> answer,
      int status,
      Function<GuardedClient.Reply, T> reading) {
    return switch (answer) {
      case PeerAnswer.Failed<GuardedClient.Reply>(var failure) -> new PeerAnswer.Failed<>(failure);
      case PeerAnswer.Got<GuardedClient.Reply>(var reply) ->
          reply.status() == status ? read(reply, reading) : otherStatus(reply);
    };
  }

  private static <T> PeerAnswer<T> read(
      GuardedClient.Reply reply, Function<GuardedClient.Reply, T> reading) {
    try {
      return new PeerAnswer.Got<>(reading.apply(reply));
    } catch (Problem problem) {
      return notUnderstood("The answer is not a node's.");
    }
  }

  private static <T> PeerAnswer<T> otherStatus(GuardedClient.Reply reply) {
    var detail = "The answer has the status " + reply.status() + ".";
    return switch (reply.status()) {
      case 401, 403 -> new PeerAnswer.Failed<>(ClosedPeer.failure(reply));
      case 429, 503 ->
          new PeerAnswer.Failed<>(new PeerFailure(PeerFailure.Kind.UNREACHABLE, detail));
      default -> notUnderstood(detail);
    };
  }

  private static <T> PeerAnswer<T> notUnderstood(String detail) {
    return new PeerAnswer.Failed<>(new PeerFailure(PeerFailure.Kind.NOT_UNDERSTOOD, detail));
  }

  private static JsonObject object(GuardedClient.Reply reply) {
    if (StrictJson.read(reply.body()) instanceof JsonObject object) {
      return object;
    }
    throw Problem.malformed("An object is expected.");
  }

  private static Hash hash(JsonObject json, String name) {
    return Hash.parse(json.text(name))
        .orElseThrow(() -> json.refused(name, "is 64 lower-case hex digits."));
  }
}
