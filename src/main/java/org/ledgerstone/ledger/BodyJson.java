package org.ledgerstone.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Content;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.KnownAddresses;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.web.JsonWalk;
import org.ledgerstone.web.Problem;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/**
 * A transaction of a block as nodes hand on many of them: an array of what the Merkle root commits
 * to and cannot be worked out, addresses as they are stored, the authorization in base64. By kind:
 *
 * <pre>
 * ["transfer", asset, from, to, amount, nonce or null, until, memo, accepted, scheme, proof]
 * ["post", from or null, author, content, nonce, accepted, scheme, proof]
 * ["reward", asset, to, amount, accepted, scheme, proof]
 * </pre>
 */
@Component
class BodyJson {

  /**
   * The columns that {@link #write} reads, by their places: a name would be looked up each time.
   */
  static final String COLUMNS =
      "r.kind, r.asset, r.sender, r.receiver, r.amount, r.nonce, r.until, r.memo, r.author,"
          + " r.content, r.post_nonce, r.accepted, r.scheme, r.proof";

  private static final int KIND = 1;
  private static final int ASSET = 2;
  private static final int SENDER = 3;
  private static final int RECEIVER = 4;
  private static final int AMOUNT = 5;
  private static final int NONCE = 6;
  private static final int UNTIL = 7;
  private static final int MEMO = 8;
  private static final int AUTHOR = 9;
  private static final int CONTENT = 10;
  private static final int POST_NONCE = 11;
  private static final int ACCEPTED = 12;
  private static final int SCHEME = 13;
  private static final int PROOF = 14;

  private static final int SCHEME_MAX = 3;

  private final Hash ledger;
  private final KnownAddresses addresses = new KnownAddresses();

  BodyJson(RuleBook rules) {
    this.ledger = rules.ledger();
  }

  /** Writes a row as it lies in the table; whoever reads it judges it. */
  static void write(ResultSet row, JsonGenerator json) throws SQLException {
    var kind = row.getString(KIND);
    json.writeStartArray();
    json.writeString(kind);
    switch (kind) {
      case "transfer" -> writeTransfer(row, json);
      case "post" -> writePost(row, json);
      default -> writeReward(row, json);
    }
    json.writeNumber(row.getLong(ACCEPTED));
    json.writeNumber(row.getInt(SCHEME));
    json.writeBinary(row.getBytes(PROOF));
    json.writeEndArray();
  }

  private static void writeTransfer(ResultSet row, JsonGenerator json) throws SQLException {
    json.writeString(row.getString(ASSET));
    json.writeString(row.getString(SENDER));
    json.writeString(row.getString(RECEIVER));
    json.writeString(row.getString(AMOUNT));
    long nonce = row.getLong(NONCE);
    if (row.wasNull()) {
      json.writeNull();
    } else {
      json.writeNumber(nonce);
    }
    json.writeNumber(row.getLong(UNTIL));
    var memo = row.getString(MEMO);
    json.writeString(memo == null ? "" : memo);
  }

  private static void writePost(ResultSet row, JsonGenerator json) throws SQLException {
    json.writeString(row.getString(SENDER));
    json.writeString(row.getString(AUTHOR));
    json.writeString(row.getString(CONTENT));
    json.writeString(row.getString(POST_NONCE));
  }

  private static void writeReward(ResultSet row, JsonGenerator json) throws SQLException {
    json.writeString(row.getString(ASSET));
    json.writeString(row.getString(RECEIVER));
    json.writeString(row.getString(AMOUNT));
  }

  /**
   * Reads what stands in the array that the walk has come to, and steps out of it.
   *
   * @param block the index of the block that it stands in
   * @throws Problem if it is malformed; whether it is valid is for the protocol
   */
  Transaction read(JsonWalk walk, long block) {
    try {
      var content = content(walk, block);
      var accepted = new Time(walk.wholeNumber(Time.MAX_MILLIS));
      int scheme = (int) walk.wholeNumber(SCHEME_MAX);
      var authorization = Authorization.of(scheme, walk.bytes());
      walk.leaveArray();
      return new Order(content, authorization.orElseThrow(BodyJson::malformed))
          .acceptedAt(accepted);
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  private static Problem malformed() {
    return Problem.malformed("A transaction is malformed.");
  }

  private Content content(JsonWalk walk, long block) {
    return switch (walk.text()) {
      case "transfer" ->
          new Transfer(
              ledger,
              asset(walk),
              address(walk),
              address(walk),
              amount(walk),
              walk.wholeNumberOrNull(Transfer.NONCE_MAX),
              walk.wholeNumber(Transfer.UNTIL_MAX),
              walk.text());
      case "post" ->
          new Post(
              ledger, walk.textOrNull().map(this::address), walk.text(), walk.text(), walk.text());
      case "reward" -> new Reward(ledger, asset(walk), address(walk), amount(walk), block);
      default -> throw malformed();
    };
  }

  private static Asset asset(JsonWalk walk) {
    return new Asset(walk.text());
  }

  private Address address(JsonWalk walk) {
    return address(walk.text());
  }

  private Address address(String text) {
    return addresses.of(text).orElseThrow(BodyJson::malformed);
  }

  private static Amount amount(JsonWalk walk) {
    return Optional.of(walk.text()).flatMap(Amount::parse).orElseThrow(BodyJson::malformed);
  }
}
