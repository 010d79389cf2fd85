package org.ledgerstone.ledger;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Allocation;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Content;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.WholeNumber;
import org.springframework.stereotype.Component;

/** A transaction in JSON: fields that do not apply are left out. */
@Component
public class TransactionJson {

  private static final Pattern HEX_BYTES = Pattern.compile("(0x([0-9a-fA-F]{2})*)?");

  private final Hash ledger;

  TransactionJson(RuleBook rules) {
    this.ledger = rules.ledger();
  }

  /** A transaction and where it stands. */
  public Map<String, Object> write(Recorded recorded) {
    var fields = write(recorded.transaction());
    fields.put("status", recorded.status().name().toLowerCase(Locale.ROOT));
    recorded.dropReason().ifPresent(reason -> fields.put("reason", reason));
    fields.put("block", null);
    recorded
        .place()
        .ifPresent(place -> {
          var block = new LinkedHashMap<String, Object>();
          block.put("index", place.blockIndex());
          block.put("hash", place.blockHash().toString());
          fields.put("block", block);
          fields.put("position", place.position());
        });
    return fields;
  }

  /** A transaction by itself. */
  public Map<String, Object> write(Transaction transaction) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", transaction.id().toString());
    fields.put("kind", TransactionColumns.kind(transaction.content()));
    switch (transaction.content()) {
      case Transfer t -> write(t, fields);
      case Post p -> write(p, fields);
      case Reward r -> write(r.asset(), r.to(), r.amount(), fields);
      case Allocation a -> write(a.asset(), a.to(), a.amount(), fields);
    }
    var authorization = transaction.authorization();
    fields.put("accepted", transaction.accepted().toString());
    fields.put("scheme", authorization.scheme().number());
    fields.put("authorization", authorization.signature().map(Object::toString).orElse(""));
    fields.put("contentText", transaction.content().contentText());
    return fields;
  }

  private static void write(Transfer transfer, Map<String, Object> fields) {
    fields.put("asset", transfer.asset().code());
    fields.put("from", transfer.from().shown());
    fields.put("to", transfer.to().shown());
    fields.put("amount", transfer.amount().toString());
    transfer.nonce().ifPresent(nonce -> fields.put("nonce", nonce));
    fields.put("until", transfer.until());
    fields.put("memo", transfer.memo());
  }

  private static void write(Post post, Map<String, Object> fields) {
    post.from().ifPresent(from -> fields.put("from", from.shown()));
    fields.put("nonce", post.nonce());
    fields.put("author", post.author());
    fields.put("content", post.content());
  }

  private static void write(Asset asset, Address to, Amount amount, Map<String, Object> fields) {
    fields.put("asset", asset.code());
    fields.put("to", to.shown());
    fields.put("amount", amount.toString());
  }

  /**
   * Reads a transaction of a block.
   *
   * @param block the index of the block
   * @throws Problem if it is malformed, or claims what is not so
   */
  Transaction readSealed(JsonObject json, long block) {
    json.only(
        "id",
        "kind",
        "asset",
        "from",
        "to",
        "amount",
        "nonce",
        "until",
        "memo",
        "author",
        "content",
        "accepted",
        "scheme",
        "authorization",
        "contentText",
        "status",
        "block",
        "position");
    var order = new Order(content(json, block), authorization(json));
    boolean idFits = json.optionalText("id").filter(i -> !i.equals(order.id() + "")).isEmpty();
    boolean textFits =
        json.optionalText("contentText")
            .filter(t -> !t.equals(order.content().contentText()))
            .isEmpty();
    if (!idFits || !textFits) {
      throw Refusals.problem(
          Refusal.TEXT_WRONG.because(json.path() + ": these fields have the id " + order.id()));
    }
    return order.acceptedAt(
        Time.parse(json.text("accepted"))
            .orElseThrow(() -> json.refused("accepted", "is like 2026-01-01T00:00:00.000Z.")));
  }

  private Content content(JsonObject json, long block) {
    return switch (json.text("kind")) {
      case "transfer" -> transfer(json, nonce(json));
      case "post" ->
          new Post(
              ledger,
              json.optionalText("from").map(text -> address(json, "from", text)),
              json.text("author"),
              json.text("content"),
              json.text("nonce"));
      case "reward" -> new Reward(ledger, asset(json), address(json, "to"), amount(json), block);
      default -> throw json.refused("kind", "is transfer, post or reward.");
    };
  }

  private static OptionalLong nonce(JsonObject json) {
    return json.optionalWholeNumber("nonce", Transfer.NONCE_MAX)
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /** The transfer that these fields describe, with the nonce that is handed in. */
  public Transfer transfer(JsonObject json, OptionalLong nonce) {
    return transfer(json, asset(json), nonce);
  }

  /** The transfer of this asset that these fields describe. */
  public Transfer transfer(JsonObject json, Asset asset, OptionalLong nonce) {
    return new Transfer(
        ledger,
        asset,
        address(json, "from"),
        address(json, "to"),
        amount(json),
        nonce,
        json.optionalWholeNumber("until", Transfer.UNTIL_MAX).orElse(0L),
        json.optionalText("memo").orElse(""));
  }

  private static Asset asset(JsonObject json) {
    return readAsset(json.text("asset"));
  }

  /**
   * An asset's code.
   *
   * @throws Problem if it is malformed
   */
  public static Asset readAsset(String code) {
    return Asset.parse(code)
        .orElseThrow(() -> Problem.malformed("asset: a code like COIN is expected."));
  }

  private static Address address(JsonObject json, String name) {
    return address(json, name, json.text(name));
  }

  private static Address address(JsonObject json, String name, String text) {
    return readAddress(json.path().isEmpty() ? name : json.path() + "." + name, text);
  }

  /**
   * An account's address.
   *
   * @throws Problem if it is malformed
   */
  public static Address readAddress(String name, String text) {
    return Address.parse(text)
        .orElseThrow(() ->
            Refusals.problem(
                Refusal.ADDRESS_INVALID.because(name + ": " + Refusal.ADDRESS_INVALID.remedy())));
  }

  private static Amount amount(JsonObject json) {
    return json.find("amount")
        .flatMap(WholeNumber::read)
        .flatMap(Amount::parse)
        .orElseThrow(() ->
            Refusals.problem(
                Refusal.AMOUNT_INVALID.because("amount: " + Refusal.AMOUNT_INVALID.remedy())));
  }

  private static Authorization authorization(JsonObject json) {
    var text = json.optionalText("authorization").orElse("");
    int scheme = (int) json.wholeNumber("scheme", 3L);
    return Optional.of(text)
        .filter(t -> HEX_BYTES.matcher(t).matches())
        .flatMap(t ->
            Authorization.of(
                scheme, t.isEmpty() ? new byte[0] : HexFormat.of().parseHex(t, 2, t.length())))
        .orElseThrow(() ->
            Refusals.problem(
                Refusal.SIGNATURE_INVALID.because(
                    "authorization: " + Refusal.SIGNATURE_INVALID.sentence())));
  }
}
