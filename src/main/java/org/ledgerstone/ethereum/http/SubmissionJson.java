package org.ledgerstone.ethereum.http;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ledgerstone.ethereum.EthereumOrder;
import org.ledgerstone.ethereum.EthereumSubmission;
import org.ledgerstone.ethereum.EthereumSubmission.Mined;
import org.ledgerstone.ethereum.SubmissionAttempt;
import org.ledgerstone.ethereum.SubmissionChange;
import org.ledgerstone.ethereum.SubmitterView;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.web.Body;
import org.ledgerstone.web.Json;
import org.ledgerstone.web.JsonObject;

/** Submissions as the API reads and writes them. */
final class SubmissionJson {

  private static final BigInteger VALUE_MAX = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
  private static final Pattern DATA = Pattern.compile("0x(?:[0-9a-fA-F]{2})*");
  private static final String EMPTY = "0x";

  private SubmissionJson() {}

  /** What a body orders. */
  static EthereumOrder read(Body body) {
    var json = body.object().only("to", "value", "data", "idempotencyKey");
    var data = data(json);
    return new EthereumOrder(to(json, data), json.wholeNumber("value", VALUE_MAX), data, key(json));
  }

  /** A null that is written out makes a contract; to leave it out is more likely a mistake. */
  private static Optional<Address> to(JsonObject json, String data) {
    if (json.fields().get("to") instanceof Json.Null) {
      if (data.equals(EMPTY)) {
        throw json.refused("to", "null makes a contract, which takes its code as data.");
      }
      return Optional.empty();
    }
    return Optional.of(
        Address.parse(json.text("to"))
            .filter(Address::isWallet)
            .orElseThrow(() ->
                json.refused(
                    "to",
                    "0x and 40 hex digits are expected, in one case or with their EIP-55"
                        + " checksum.")));
  }

  private static String data(JsonObject json) {
    var data = json.optionalText("data").orElse(EMPTY);
    if (!DATA.matcher(data).matches()) {
      throw json.refused("data", "0x and hex digits are expected, two a byte.");
    }
    if (data.length() - EMPTY.length() > 2 * EthereumOrder.DATA_BYTES_MAX) {
      throw json.refused("data", "at most " + EthereumOrder.DATA_BYTES_MAX + " bytes.");
    }
    return data.toLowerCase(Locale.ROOT);
  }

  private static String key(JsonObject json) {
    var key = json.text("idempotencyKey");
    if (!key.matches("[\\x21-\\x7e]{1," + EthereumOrder.KEY_LENGTH_MAX + "}")) {
      throw json.refused(
          "idempotencyKey",
          "1 to " + EthereumOrder.KEY_LENGTH_MAX + " characters of ASCII without spaces.");
    }
    if (key.startsWith(EthereumOrder.ANCHOR_KEY)) {
      throw json.refused(
          "idempotencyKey", EthereumOrder.ANCHOR_KEY + " begins the keys of anchors.");
    }
    return key;
  }

  static Map<String, Object> write(EthereumSubmission one) {
    var order = one.order();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", one.id());
    fields.put("idempotencyKey", order.idempotencyKey());
    fields.put("state", one.state().name());
    if (!one.detail().isEmpty()) {
      fields.put("detail", one.detail());
    }
    fields.put("from", one.from().shown());
    fields.put("nonce", one.nonce());
    fields.put("to", order.to().map(Address::shown).orElse(null));
    fields.put("value", order.value().toString());
    fields.put("data", order.data());
    fields.put("gasLimit", one.gasLimit());
    fields.put("costMax", one.costMax().toString());
    one.cost().ifPresent(cost -> fields.put("cost", cost.toString()));
    fields.put("accepted", Time.of(one.accepted()).toString());
    one.mined().ifPresent(mined -> write(mined, fields));
    return fields;
  }

  private static void write(Mined mined, Map<String, Object> fields) {
    fields.put("transactionHash", mined.transaction().toString());
    fields.put("block", EthereumJson.place(mined.number(), mined.block()));
  }

  static Map<String, Object> write(SubmissionAttempt attempt) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("transactionHash", attempt.hash().toString());
    fields.put("nonce", attempt.nonce());
    fields.put("maxFeePerGas", attempt.fees().max().toString());
    fields.put("maxPriorityFeePerGas", attempt.fees().tip().toString());
    fields.put("signed", Time.of(attempt.signed()).toString());
    if (!attempt.answer().isEmpty()) {
      fields.put("answer", attempt.answer());
    }
    return fields;
  }

  static Map<String, Object> write(SubmissionChange change) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("time", Time.of(change.at()).toString());
    change.was().ifPresent(was -> fields.put("was", was.name()));
    fields.put("state", change.state().name());
    if (!change.detail().isEmpty()) {
      fields.put("detail", change.detail());
    }
    return fields;
  }

  static Map<String, Object> write(SubmitterView view) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("state", view.state().name());
    if (!view.detail().isEmpty()) {
      fields.put("detail", view.detail());
    }
    view.nextNonce().ifPresent(nonce -> fields.put("nextNonce", nonce));
    fields.put("open", view.open());
    fields.put("spentLastDay", view.spent().toString());
    fields.put("dailyCap", view.dailyCap().toString());
    return fields;
  }
}
