package org.ledgerstone.peers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.ledgerstone.ledger.TransactionJson;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.springframework.stereotype.Component;

/** Orders as nodes hand them on: in the form in which clients hand them in, signature and all. */
@Component
public class OrderJson {

  private final TransactionJson transactions;
  private final RuleBook rules;

  OrderJson(TransactionJson transactions, RuleBook rules) {
    this.transactions = transactions;
    this.rules = rules;
  }

  /**
   * Writes an order.
   *
   * @throws IllegalArgumentException for what only blocks make
   */
  public Map<String, Object> write(Order order) {
    var fields = new LinkedHashMap<String, Object>();
    switch (order.content()) {
      case Transfer transfer -> write(transfer, fields);
      case Post post -> write(post, fields);
      default -> throw new IllegalArgumentException("Nobody hands in this kind");
    }
    order.authorization().signature().ifPresent(s -> fields.put("signature", s.toString()));
    return fields;
  }

  private static void write(Transfer transfer, Map<String, Object> fields) {
    fields.put("kind", "transfer");
    fields.put("asset", transfer.asset().code());
    fields.put("from", transfer.from().shown());
    fields.put("to", transfer.to().shown());
    fields.put("amount", transfer.amount().toString());
    transfer.nonce().ifPresent(nonce -> fields.put("nonce", Long.toString(nonce)));
    fields.put("until", Long.toString(transfer.until()));
    fields.put("memo", transfer.memo());
  }

  private static void write(Post post, Map<String, Object> fields) {
    fields.put("kind", "post");
    post.from().ifPresent(from -> fields.put("from", from.shown()));
    fields.put("author", post.author());
    fields.put("content", post.content());
    fields.put("nonce", post.nonce());
  }

  /**
   * Reads an order. Unlike one of a client it has to be complete.
   *
   * @throws Problem if it is malformed
   */
  public Order read(JsonObject json) {
    return switch (json.text("kind")) {
      case "transfer" -> transfer(json);
      case "post" -> post(json);
      default -> throw json.refused("kind", "is transfer or post.");
    };
  }

  private Order transfer(JsonObject json) {
    json.only("kind", "asset", "from", "to", "amount", "nonce", "until", "memo", "signature");
    var nonce =
        json.optionalWholeNumber("nonce", Transfer.NONCE_MAX)
            .map(OptionalLong::of)
            .orElseGet(OptionalLong::empty);
    var transfer = transactions.transfer(json, nonce);
    var scheme = transfer.isSeedForm() ? Scheme.SEED_TEXT : Scheme.TYPED_DATA;
    var signature = signature(json).orElseThrow(() -> json.refused("signature", "is missing."));
    return new Order(transfer, Authorization.signed(scheme, signature));
  }

  private Order post(JsonObject json) {
    json.only("kind", "author", "content", "from", "nonce", "signature");
    var post =
        new Post(
            rules.ledger(),
            json.optionalText("from").map(text -> TransactionJson.readAddress("from", text)),
            json.text("author"),
            json.text("content"),
            json.text("nonce"));
    return new Order(
        post,
        signature(json)
            .map(signature -> Authorization.signed(Scheme.TYPED_DATA, signature))
            .orElse(Authorization.NONE));
  }

  private static Optional<Signature> signature(JsonObject json) {
    return json.optionalText("signature")
        .map(text ->
            Signature.fromHex(text)
                .orElseThrow(() -> Problem.malformed(Refusal.SIGNATURE_INVALID.remedy())));
  }
}
