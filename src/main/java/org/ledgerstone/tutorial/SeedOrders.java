package org.ledgerstone.tutorial;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.OptionalLong;
import org.ledgerstone.access.Caller;
import org.ledgerstone.ledger.Admission;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.NodeWallet;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.ledger.TransactionJson;
import org.ledgerstone.ledger.Verdict;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.OrderRules;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.SeedText;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.web.Json;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.springframework.stereotype.Component;

/**
 * Transfers as the first and third documents' clients send them: without a nonce signed as seed
 * text, once; with one signed as typed data.
 */
@Component
class SeedOrders {

  private static final String OWNER_ONLY = "Only the owner can make a transaction! ";

  private final Admission admission;
  private final TransactionJson transactions;
  private final NodeWallet wallet;
  private final Chain chain;
  private final RuleBook rules;

  SeedOrders(
      Admission admission,
      TransactionJson transactions,
      NodeWallet wallet,
      Chain chain,
      RuleBook rules) {
    this.admission = admission;
    this.transactions = transactions;
    this.wallet = wallet;
    this.chain = chain;
    this.rules = rules;
  }

  /**
   * Takes a transfer as the first document's clients send it.
   *
   * @return its id
   * @throws Problem why it was refused; where the signature does not fit, with what to sign
   */
  Hash add(JsonObject json) {
    json.only("sender", "receiver", "amount", "signature", "nonce");
    var inForce = rules.inForceAt(chain.head().index());
    var transfer = transfer(json, "receiver", inForce);
    return json.optionalText("signature")
        .map(text -> addSigned(transfer, text, inForce))
        .orElseGet(() -> addOfThisNode(transfer, inForce));
  }

  /**
   * Takes a transfer as the third document's clients send it, the names in lower case.
   *
   * @return its id
   * @throws Problem why it was refused: 401 if a signature is needed, 422 {@code OPERATOR_MISSING}
   *     if not even that would help
   */
  Hash addToRecipient(JsonObject json) {
    json.only("sender", "recipient", "amount", "signature", "nonce");
    var inForce = rules.inForceAt(chain.head().index());
    var transfer = transfer(json, "recipient", inForce);
    return json.optionalText("signature")
        .map(text -> addSigned(transfer, text, inForce))
        .orElseGet(() -> addWhereThisNodeCanSign(transfer, inForce));
  }

  private Transfer transfer(JsonObject json, String receiver, Rules inForce) {
    var fields = new LinkedHashMap<>(json.fields());
    fields.put("from", address(json, "sender"));
    fields.put("to", address(json, receiver));
    var nonce =
        json.optionalWholeNumber("nonce", Transfer.NONCE_MAX)
            .map(OptionalLong::of)
            .orElseGet(OptionalLong::empty);
    return transactions.transfer(new JsonObject(json.path(), fields), inForce.nativeAsset(), nonce);
  }

  /** Read here, so that a refusal names the field as it was sent. */
  private static Json address(JsonObject json, String name) {
    return new Json.Text(TransactionJson.readAddress(name, json.text(name)).text());
  }

  private Hash addSigned(Transfer transfer, String text, Rules inForce) {
    var signature =
        Signature.handedIn(text)
            .orElseThrow(() -> Problem.malformed(Refusal.SIGNATURE_INVALID.remedy()));
    var scheme = transfer.isSeedForm() ? Scheme.SEED_TEXT : Scheme.TYPED_DATA;
    var order = new Order(transfer, Authorization.signed(scheme, signature));
    return idOf(admission.admit(order, Companion.none()), transfer, inForce);
  }

  /** The node signs for its own wallet, if an admin asks. */
  private Hash addOfThisNode(Transfer transfer, Rules inForce) {
    Caller.requireAdmin();
    if (!transfer.from().equals(wallet.address())) {
      throw Problem.malformed(OWNER_ONLY + toSign(transfer, inForce));
    }
    return signHere(transfer, inForce);
  }

  /** The node signs for its own wallet and, as the operator, for named accounts. */
  private Hash addWhereThisNodeCanSign(Transfer transfer, Rules inForce) {
    Caller.requireAdmin();
    if (inForce.signerFor(transfer.from()).isEmpty()) {
      throw Refusals.problem(Refusal.OPERATOR_MISSING.plainly());
    }
    if (!wallet.canSignFor(transfer.from(), inForce)) {
      throw new Problem(
              401,
              "SIGNATURE_MISSING",
              "The sender's signature is missing.",
              OWNER_ONLY + toSign(transfer, inForce))
          .withHeader("WWW-Authenticate", "Bearer");
    }
    return signHere(transfer, inForce);
  }

  private Hash signHere(Transfer transfer, Rules inForce) {
    var verdict =
        transfer.isSeedForm()
            ? admission.admit(wallet.draft(transfer, inForce), Companion.none())
            : admission.admit(wallet.sign(transfer, inForce), Companion.none());
    return idOf(verdict, transfer, inForce);
  }

  private static Hash idOf(Verdict verdict, Transfer transfer, Rules inForce) {
    return switch (verdict) {
      case Verdict.Accepted accepted -> accepted.transaction().transaction().id();
      case Verdict.Repeated repeated -> repeated(repeated, transfer);
      case Verdict.Rejected rejected -> throw refused(rejected.refused(), transfer, inForce);
      case Verdict.Unwanted u -> throw new IllegalStateException("Nobody was asked");
      case Verdict.NotAlone n -> throw new IllegalStateException("It was handed in alone");
      case Verdict.Busy b -> throw Refusals.busy();
    };
  }

  /** Sent twice, a numbered transfer is the same one; without a number it might be meant twice. */
  private static Hash repeated(Verdict.Repeated repeated, Transfer transfer) {
    var id = repeated.transaction().transaction().id();
    if (transfer.isSeedForm()) {
      throw Problem.malformed("already accepted as " + id + "; add a nonce to pay the same again");
    }
    return id;
  }

  private static Problem refused(Refused refused, Transfer transfer, Rules inForce) {
    return Refusals.problem(
        refused.code() == Refusal.SIGNATURE_MISMATCH
            ? refused.code().because(OWNER_ONLY + toSign(transfer, inForce))
            : refused);
  }

  private static String toSign(Transfer transfer, Rules inForce) {
    if (transfer.isSeedForm()) {
      return OrderRules.takesSeedText(transfer, inForce)
          ? "The text to sign is: " + SeedText.of(transfer)
          : "Add the sender's next nonce, and sign the typed data of"
              + " POST /api/v1/transactions/typed-data: without one, a signature is only for"
              + " transfers between two wallet accounts, where the ledger takes seed texts.";
    }
    return "The digest to sign, of the typed data of POST /api/v1/transactions/typed-data, is: 0x"
        + HexFormat.of().formatHex(inForce.typedData().digest(transfer));
  }
}
