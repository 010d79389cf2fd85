package org.ledgerstone.tutorial;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Allocation;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import tools.jackson.core.JsonGenerator;

/**
 * Blocks and transactions in the words of the second and third documents, both at once: every
 * transaction has all the keys that either reads, so that neither stumbles over what the other
 * sent.
 *
 * <p>Proof and nonce are the same number, up to 2^64 − 1. Python reads all its digits, JavaScript
 * rounds it; it stays a number, since it is only looked at: what a hash is computed from is under
 * {@code /api/v1}, there as a text. An amount beyond 2^53 − 1 is a text, since money must not be
 * rounded.
 */
final class PlainForm {

  private static final int SECONDS_DIGITS = 3;
  private static final int EXACT_BITS = 53;

  private PlainForm() {}

  /** The fields of a block but for its transactions. */
  static void write(Header header, Hash hash, JsonGenerator json) {
    json.writeNumberProperty("index", header.index());
    json.writeNumberProperty("timestamp", seconds(header.time()));
    proof(header, json);
    json.writeNumberProperty("nonce", nonce(header));
    json.writeStringProperty("previous_hash", header.previous().toString());
    json.writeStringProperty("hash", hash.toString());
  }

  static void proof(Header header, JsonGenerator json) {
    json.writeNumberProperty("proof", nonce(header));
  }

  private static BigInteger nonce(Header header) {
    return new BigInteger(Long.toUnsignedString(header.nonce()));
  }

  /** A transaction. What a reward is paid from has no name: any name may be an account's. */
  static void write(Transaction transaction, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("id", transaction.id().toString());
    switch (transaction.content()) {
      case Transfer t -> payment(t.from().shown(), t.to(), t.amount(), t.asset(), json);
      case Reward r -> payment("", r.to(), r.amount(), r.asset(), json);
      case Allocation a -> payment("", a.to(), a.amount(), a.asset(), json);
      case Post p -> post(p, json);
    }
    json.writeNumberProperty("timestamp", seconds(transaction.accepted()));
    json.writeEndObject();
  }

  private static void payment(
      String sender, Address receiver, Amount amount, Asset asset, JsonGenerator json) {
    parties(sender, receiver.shown(), json);
    if (amount.units().bitLength() > EXACT_BITS) {
      json.writeStringProperty("amount", amount.toString());
    } else {
      json.writeNumberProperty("amount", amount.units());
    }
    json.writeStringProperty("asset", asset.code());
    words("", "", json);
  }

  private static void post(Post post, JsonGenerator json) {
    parties(post.from().map(Address::shown).orElse(""), "", json);
    json.writeNumberProperty("amount", 0);
    words(post.author(), post.content(), json);
  }

  private static void parties(String sender, String receiver, JsonGenerator json) {
    json.writeStringProperty("sender", sender);
    json.writeStringProperty("recipient", receiver);
    json.writeStringProperty("receiver", receiver);
  }

  private static void words(String author, String content, JsonGenerator json) {
    json.writeStringProperty("author", author);
    json.writeStringProperty("content", content);
  }

  /** Whole milliseconds as seconds, exactly. */
  private static BigDecimal seconds(Time time) {
    return BigDecimal.valueOf(time.millis(), SECONDS_DIGITS);
  }
}
