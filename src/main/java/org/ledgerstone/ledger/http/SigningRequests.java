package org.ledgerstone.ledger.http;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.ledger.Accounts;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.OrderRules;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.TypedData;
import org.ledgerstone.web.JsonObject;
import org.springframework.stereotype.Component;

/** What a wallet is to sign, in the form of {@code eth_signTypedData_v4} (EIP-712). */
@Component
class SigningRequests {

  private final OrderReader orders;
  private final Accounts accounts;

  SigningRequests(OrderReader orders, Accounts accounts) {
    this.orders = orders;
    this.accounts = accounts;
  }

  /** The typed data of the fields, with the account's next nonce where none is said. */
  Map<String, Object> of(JsonObject json, Rules rules) {
    return switch (json.text("kind")) {
      case "transfer" -> transfer(json, rules);
      case "post" -> post(json, rules);
      default -> throw json.refused("kind", "is transfer or post.");
    };
  }

  private Map<String, Object> transfer(JsonObject json, Rules rules) {
    json.only("kind", "asset", "from", "to", "amount", "nonce", "until", "memo");
    var described = orders.unsignedTransfer(json, rules);
    refuse(OrderRules.judgeUnsigned(described, rules));
    var transfer = described.isSeedForm() ? described.numbered(next(described)) : described;
    var message = new LinkedHashMap<String, Object>();
    message.put("asset", transfer.asset().code());
    message.put("from", transfer.from().shown());
    message.put("to", transfer.to().shown());
    message.put("amount", transfer.amount().toString());
    message.put("nonce", Long.toString(transfer.nonce().orElseThrow()));
    message.put("until", Long.toString(transfer.until()));
    message.put("memo", transfer.memo());
    return request("Transfer", message, rules.typedData().digest(transfer), rules);
  }

  private long next(Transfer transfer) {
    return accounts.balance(new AccountId(transfer.from(), transfer.asset())).nextNonce();
  }

  private Map<String, Object> post(JsonObject json, Rules rules) {
    json.only("kind", "author", "content", "from", "nonce");
    if (!json.has("from")) {
      throw json.refused("from", "is missing; only a post from somebody is signed.");
    }
    Post post = orders.unsignedPost(json, rules);
    refuse(OrderRules.judgeUnsigned(post, rules));
    var message = new LinkedHashMap<String, Object>();
    message.put("from", post.from().orElseThrow().shown());
    message.put("author", post.author());
    message.put("content", post.content());
    message.put("nonce", post.nonce());
    return request("Post", message, rules.typedData().digest(post), rules);
  }

  private static void refuse(Optional<Refused> refused) {
    refused.ifPresent(r -> {
      throw Refusals.problem(r);
    });
  }

  private static Map<String, Object> request(
      String primaryType, Map<String, Object> message, byte[] digest, Rules rules) {
    var types = new LinkedHashMap<String, List<TypedData.Field>>();
    for (var type : List.of("EIP712Domain", primaryType)) {
      types.put(type, TypedData.TYPES.get(type));
    }
    var domain = new LinkedHashMap<String, Object>();
    domain.put("name", TypedData.NAME);
    domain.put("version", TypedData.VERSION);
    domain.put("salt", "0x" + rules.ledger());
    var typedData = new LinkedHashMap<String, Object>();
    typedData.put("types", types);
    typedData.put("primaryType", primaryType);
    typedData.put("domain", domain);
    typedData.put("message", message);
    var answer = new LinkedHashMap<String, Object>();
    answer.put("typedData", typedData);
    answer.put("digest", "0x" + HexFormat.of().formatHex(digest));
    return answer;
  }
}
