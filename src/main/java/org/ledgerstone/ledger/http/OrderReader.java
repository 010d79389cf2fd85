package org.ledgerstone.ledger.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.ledgerstone.access.Caller;
import org.ledgerstone.ledger.NodeWallet;
import org.ledgerstone.ledger.Proposal;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.ledger.TransactionJson;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.springframework.stereotype.Component;

/** Reads what a client hands in: a signed order, or what the node is to sign for an admin. */
@Component
class OrderReader {

  private final TransactionJson transactions;
  private final NodeWallet wallet;
  private final Timer parsing;
  private final SecureRandom random = new SecureRandom();

  OrderReader(TransactionJson transactions, NodeWallet wallet, MeterRegistry meters) {
    this.transactions = transactions;
    this.wallet = wallet;
    this.parsing =
        Timer.builder("ledger.orders.parse")
            .description(
                "How long making one order of its JSON took, and signing it if the node does")
            .register(meters);
  }

  Proposal read(JsonObject json, Rules rules) {
    return Objects.requireNonNull(parsing.record(() -> proposal(json, rules)));
  }

  private Proposal proposal(JsonObject json, Rules rules) {
    return switch (json.text("kind")) {
      case "transfer" -> transfer(json, rules);
      case "post" -> new Proposal.Signed(post(json, rules));
      default -> throw json.refused("kind", "is transfer or post.");
    };
  }

  private Proposal transfer(JsonObject json, Rules rules) {
    json.only("kind", "asset", "from", "to", "amount", "nonce", "until", "memo", "signature");
    var transfer = unsignedTransfer(json, rules);
    var signature = signature(json);
    if (signature.isPresent()) {
      var scheme = transfer.isSeedForm() ? Scheme.SEED_TEXT : Scheme.TYPED_DATA;
      return new Proposal.Signed(
          new Order(transfer, Authorization.signed(scheme, signature.get())));
    }
    mustBeOurs(transfer.from(), rules);
    return transfer.isSeedForm()
        ? new Proposal.Unnumbered(wallet.draft(transfer, rules))
        : new Proposal.Signed(wallet.sign(transfer, rules));
  }

  /** The transfer that the fields describe, whatever signature comes with it. */
  Transfer unsignedTransfer(JsonObject json, Rules rules) {
    var asset =
        json.optionalText("asset").map(TransactionJson::readAsset).orElse(rules.nativeAsset());
    var nonce =
        json.optionalWholeNumber("nonce", Transfer.NONCE_MAX)
            .map(OptionalLong::of)
            .orElseGet(OptionalLong::empty);
    return transactions.transfer(json, asset, nonce);
  }

  private Order post(JsonObject json, Rules rules) {
    json.only("kind", "author", "content", "from", "nonce", "signature");
    var signature = signature(json);
    if (signature.isPresent() && !json.has("nonce")) {
      throw json.refused("nonce", "is missing; a signed post says its nonce.");
    }
    var post = unsignedPost(json, rules);
    if (signature.isPresent()) {
      return new Order(post, Authorization.signed(Scheme.TYPED_DATA, signature.get()));
    }
    if (post.from().isPresent()) {
      mustBeOurs(post.from().get(), rules);
      return wallet.sign(post, rules);
    }
    Caller.requireAdmin();
    return new Order(post, Authorization.NONE);
  }

  /** The post that the fields describe; a nonce is made up where none is said. */
  Post unsignedPost(JsonObject json, Rules rules) {
    return new Post(
        rules.ledger(),
        json.optionalText("from").map(text -> TransactionJson.readAddress("from", text)),
        json.text("author"),
        json.text("content"),
        json.optionalText("nonce").orElseGet(this::freshNonce));
  }

  private String freshNonce() {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static Optional<Signature> signature(JsonObject json) {
    return json.optionalText("signature")
        .map(text ->
            Signature.handedIn(text)
                .orElseThrow(() ->
                    Refusals.problem(
                        Refusal.SIGNATURE_INVALID.because(
                            "signature: " + Refusal.SIGNATURE_INVALID.remedy()))));
  }

  /** Only an admin may have the node sign, and only for accounts that its key moves. */
  private void mustBeOurs(Address from, Rules rules) {
    Caller.requireAdmin();
    if (rules.signerFor(from).isEmpty()) {
      throw Refusals.problem(Refusal.OPERATOR_MISSING.plainly());
    }
    if (!wallet.canSignFor(from, rules)) {
      throw new Problem(
          400,
          Refusal.SIGNATURE_INVALID.name(),
          Refusal.SIGNATURE_INVALID.sentence(),
          "signature: is missing, and this node's wallet cannot sign for " + from.shown() + ".");
    }
  }
}
