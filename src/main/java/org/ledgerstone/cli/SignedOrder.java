package org.ledgerstone.cli;

import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Content;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.SeedText;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.TypedData;
import org.ledgerstone.protocol.WalletKey;
import tools.jackson.databind.node.ObjectNode;

/**
 * A transfer or post with its signature, ready to be handed in.
 *
 * @param path where it is handed in
 * @param body the JSON that is handed in
 */
record SignedOrder(Content content, String path, ObjectNode body) {

  private static final String TRANSACTIONS = "/api/v1/transactions";
  private static final long EXACT_MAX = (1L << 53) - 1;

  /** Signs the typed data of a numbered transfer. */
  static SignedOrder of(Transfer transfer, WalletKey key) {
    var body =
        Json.object()
            .put("kind", "transfer")
            .put("asset", transfer.asset().code())
            .put("from", transfer.from().shown())
            .put("to", transfer.to().shown())
            .put("amount", transfer.amount().toString())
            .put("nonce", transfer.nonce().orElseThrow());
    if (transfer.until() != 0) {
      body.put("until", transfer.until());
    }
    if (!transfer.memo().isEmpty()) {
      body.put("memo", transfer.memo());
    }
    var digest = new TypedData(transfer.ledger()).digest(transfer);
    return new SignedOrder(
        transfer, TRANSACTIONS, body.put("signature", key.sign(digest).toString()));
  }

  /** Signs the typed data of a post. */
  static SignedOrder of(Post post, WalletKey key) {
    var body =
        Json.object()
            .put("kind", "post")
            .put("author", post.author())
            .put("content", post.content())
            .put("from", post.from().orElseThrow().shown())
            .put("nonce", post.nonce())
            .put("signature", key.sign(new TypedData(post.ledger()).digest(post)).toString());
    return new SignedOrder(post, TRANSACTIONS, body);
  }

  /** Signs the first document's text; the ledger and the asset are not part of it. */
  static SignedOrder ofSeed(Transfer transfer, WalletKey key) {
    var body =
        Json.object().put("sender", transfer.from().shown()).put("receiver", transfer.to().shown());
    putAmount(body, transfer.amount());
    body.put("signature", key.sign(SeedText.digest(transfer)).toString());
    return new SignedOrder(transfer, "/add_transaction/", body);
  }

  /** A number, as the first document has it, while every reader can hold it exactly. */
  private static void putAmount(ObjectNode body, Amount amount) {
    if (amount.units().bitLength() <= 53 && amount.units().longValueExact() <= EXACT_MAX) {
      body.put("amount", amount.units().longValueExact());
    } else {
      body.put("amount", amount.toString());
    }
  }
}
