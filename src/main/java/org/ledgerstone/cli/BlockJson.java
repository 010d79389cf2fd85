package org.ledgerstone.cli;

import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Allocation;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import tools.jackson.databind.node.ObjectNode;

/** A whole block in JSON, under the names of the first document and under ours. */
final class BlockJson {

  private BlockJson() {}

  static ObjectNode of(SealedBlock block) {
    var header = block.header();
    var body =
        Json.object()
            .put("index", header.index())
            .put("previous_hash", header.previous().toString())
            .put("timestamp", header.time().toString())
            .put("data", block.data())
            .put("hash", block.hash().toString())
            .put("previousHash", header.previous().toString())
            .put("historyRoot", header.history().toString())
            .put("time", header.time().toString())
            .put("miner", header.miner().map(Address::shown).orElse("-"))
            .put("transactionCount", header.count())
            .put("merkleRoot", header.merkleRoot().toString())
            .put("difficulty", header.difficulty())
            .put("nonce", Long.toUnsignedString(header.nonce()))
            .put("seal", block.seal().map(Signature::toString).orElse(""));
    var transactions = body.putArray("transactions");
    block.transactions().forEach(transaction -> transactions.add(of(transaction)));
    return body;
  }

  static ObjectNode of(Transaction transaction) {
    var body = Json.object().put("id", transaction.id().toString());
    switch (transaction.content()) {
      case Transfer transfer -> put(body.put("kind", "transfer"), transfer);
      case Post post -> put(body.put("kind", "post"), post);
      case Reward reward ->
          body.put("kind", "reward")
              .put("asset", reward.asset().code())
              .put("to", reward.to().shown())
              .put("amount", reward.amount().toString());
      case Allocation allocation ->
          body.put("kind", "allocation")
              .put("asset", allocation.asset().code())
              .put("to", allocation.to().shown())
              .put("amount", allocation.amount().toString());
    }
    var authorization = transaction.authorization();
    return body.put("accepted", transaction.accepted().toString())
        .put("scheme", authorization.scheme().number())
        .put("authorization", authorization.signature().map(Signature::toString).orElse(""))
        .put("contentText", transaction.content().contentText());
  }

  private static void put(ObjectNode body, Transfer transfer) {
    body.put("asset", transfer.asset().code())
        .put("from", transfer.from().shown())
        .put("to", transfer.to().shown())
        .put("amount", transfer.amount().toString());
    transfer.nonce().ifPresent(nonce -> body.put("nonce", nonce));
    body.put("until", transfer.until()).put("memo", transfer.memo());
  }

  private static void put(ObjectNode body, Post post) {
    post.from().ifPresent(from -> body.put("from", from.shown()));
    body.put("author", post.author()).put("content", post.content()).put("nonce", post.nonce());
  }
}
