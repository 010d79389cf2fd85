package org.ledgerstone.cli;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Content;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import tools.jackson.databind.JsonNode;

/** Reads what the commands send, as a server would. */
final class SentJson {

  private SentJson() {}

  static Order order(JsonNode json, Hash ledger) {
    var signature = Signature.handedIn(json.path("signature").asString()).orElseThrow();
    return new Order(content(json, ledger, 0), Authorization.signed(Scheme.TYPED_DATA, signature));
  }

  static Order seedOrder(JsonNode json, Hash ledger, Asset asset) {
    var transfer =
        new Transfer(
            ledger,
            asset,
            address(json, "sender"),
            address(json, "receiver"),
            Amount.parse(json.path("amount").asString()).orElseThrow(),
            OptionalLong.empty(),
            0,
            "");
    var signature = Signature.handedIn(json.path("signature").asString()).orElseThrow();
    return new Order(transfer, Authorization.signed(Scheme.SEED_TEXT, signature));
  }

  static SealedBlock block(JsonNode json, Hash ledger) {
    long index = json.path("index").asLong();
    var transactions = elements(json.path("transactions"), ledger, index);
    var data = json.path("data").asString();
    var header =
        new Header(
            index,
            hash(json, "previousHash"),
            hash(json, "historyRoot"),
            Time.parse(json.path("time").asString()).orElseThrow(),
            Optional.of(address(json, "miner")),
            json.path("transactionCount").asInt(),
            hash(json, "merkleRoot"),
            data.isEmpty() ? "-" : Hash.ofText(data).toString(),
            json.path("difficulty").asInt(),
            Long.parseUnsignedLong(json.path("nonce").asString()));
    return new SealedBlock(
        header, Signature.fromHex(json.path("seal").asString()), data, transactions);
  }

  private static List<Transaction> elements(JsonNode array, Hash ledger, long index) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(json -> {
          var hex = json.path("authorization").asString().replaceFirst("^0x", "");
          var authorization =
              Authorization.of(json.path("scheme").asInt(), HexFormat.of().parseHex(hex));
          return new Order(content(json, ledger, index), authorization.orElseThrow())
              .acceptedAt(Time.parse(json.path("accepted").asString()).orElseThrow());
        })
        .toList();
  }

  private static Content content(JsonNode json, Hash ledger, long index) {
    return switch (json.path("kind").asString()) {
      case "transfer" ->
          new Transfer(
              ledger,
              new Asset(json.path("asset").asString()),
              address(json, "from"),
              address(json, "to"),
              Amount.parse(json.path("amount").asString()).orElseThrow(),
              json.has("nonce")
                  ? OptionalLong.of(json.path("nonce").asLong())
                  : OptionalLong.empty(),
              json.path("until").asLong(0),
              json.path("memo").asString(""));
      case "post" ->
          new Post(
              ledger,
              Address.parse(json.path("from").asString("")),
              json.path("author").asString(),
              json.path("content").asString(),
              json.path("nonce").asString());
      default ->
          new Reward(
              ledger,
              new Asset(json.path("asset").asString()),
              address(json, "to"),
              Amount.parse(json.path("amount").asString()).orElseThrow(),
              index);
    };
  }

  private static Address address(JsonNode json, String name) {
    return Address.parse(json.path(name).asString()).orElseThrow();
  }

  private static Hash hash(JsonNode json, String name) {
    return Hash.parse(json.path(name).asString()).orElseThrow();
  }
}
