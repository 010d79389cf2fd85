package org.ledgerstone.testing;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Allocation;
import org.ledgerstone.protocol.Content;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;

/** Orders and blocks as a client writes them, by the documentation and not by the node's code. */
public final class Wire {

  private Wire() {}

  /** The body that hands in this order. */
  public static Map<String, Object> order(Order order) {
    var fields = unsigned(order.content());
    order.authorization().signature().ifPresent(s -> fields.put("signature", s.toString()));
    return fields;
  }

  /** The same without a signature. */
  public static Map<String, Object> unsigned(Content content) {
    var fields = new LinkedHashMap<String, Object>();
    switch (content) {
      case Transfer t -> {
        fields.put("kind", "transfer");
        fields.put("asset", t.asset().code());
        fields.put("from", t.from().shown());
        fields.put("to", t.to().shown());
        fields.put("amount", t.amount().toString());
        t.nonce().ifPresent(nonce -> fields.put("nonce", nonce));
        fields.put("until", t.until());
        fields.put("memo", t.memo());
      }
      case Post p -> {
        fields.put("kind", "post");
        p.from().ifPresent(from -> fields.put("from", from.shown()));
        fields.put("author", p.author());
        fields.put("content", p.content());
        fields.put("nonce", p.nonce());
      }
      case Reward r -> {
        fields.put("kind", "reward");
        fields.put("asset", r.asset().code());
        fields.put("to", r.to().shown());
        fields.put("amount", r.amount().toString());
      }
      case Allocation a -> throw new IllegalArgumentException("Allocations are not sent");
    }
    return fields;
  }

  /** A transaction of a block. */
  public static Map<String, Object> transaction(Transaction transaction) {
    var fields = unsigned(transaction.content());
    var authorization = transaction.authorization();
    fields.put("id", transaction.id().toString());
    fields.put("accepted", transaction.accepted().toString());
    fields.put("scheme", authorization.scheme().number());
    fields.put("authorization", authorization.signature().map(Object::toString).orElse(""));
    fields.put("contentText", transaction.content().contentText());
    return fields;
  }

  /** What a block holds, as one of many that nodes hand on together. */
  public static List<Object> body(SealedBlock block) {
    return List.of(block.data(), block.transactions().stream().map(Wire::row).toList());
  }

  private static List<Object> row(Transaction transaction) {
    var authorization = transaction.authorization();
    var row = new ArrayList<Object>();
    switch (transaction.content()) {
      case Transfer t -> {
        row.addAll(List.of("transfer", t.asset().code(), t.from().text(), t.to().text()));
        row.add(t.amount().toString());
        row.add(t.nonce().isPresent() ? t.nonce().getAsLong() : null);
        row.addAll(List.of(t.until(), t.memo()));
      }
      case Post p -> {
        row.add("post");
        row.add(p.from().map(Address::text).orElse(null));
        row.addAll(List.of(p.author(), p.content(), p.nonce()));
      }
      case Reward r ->
          row.addAll(List.of("reward", r.asset().code(), r.to().text(), r.amount().toString()));
      case Allocation a -> throw new IllegalArgumentException("Allocations are not sent");
    }
    row.add(transaction.accepted().millis());
    row.add(authorization.scheme().number());
    row.add(Base64.getEncoder().encodeToString(authorization.bytes()));
    return row;
  }

  /** A whole block. */
  public static Map<String, Object> block(SealedBlock block) {
    var header = block.header();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("index", header.index());
    fields.put("previousHash", header.previous().toString());
    fields.put("historyRoot", header.history().toString());
    fields.put("time", header.time().toString());
    fields.put("miner", header.miner().map(Address::shown).orElse(""));
    fields.put("transactionCount", header.count());
    fields.put("merkleRoot", header.merkleRoot().toString());
    fields.put("data", block.data());
    fields.put("difficulty", header.difficulty());
    fields.put("nonce", Long.toUnsignedString(header.nonce()));
    fields.put("hash", block.hash().toString());
    fields.put("seal", block.seal().orElseThrow().toString());
    fields.put("headerText", header.text());
    List<Map<String, Object>> held = new ArrayList<>();
    block.transactions().forEach(transaction -> held.add(transaction(transaction)));
    fields.put("transactions", held);
    return fields;
  }
}
