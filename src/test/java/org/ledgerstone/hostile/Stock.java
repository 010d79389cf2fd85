package org.ledgerstone.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.ledgerstone.ledger.Accounts;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the placeholders of the table stand for, made for the present state of a running node: a
 * transfer is one that it would take. The README of the table lists them.
 */
final class Stock {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Map<String, WalletKey> KEYS =
      Map.of(
          "alice", BlockFixture.ALICE,
          "bob", BlockFixture.BOB,
          "miner", BlockFixture.MINER,
          "operator", BlockFixture.OPERATOR);

  private final HttpNode node;
  private final StockOfBlocks blocks;

  Stock(HttpNode node) {
    this.node = node;
    this.blocks = new StockOfBlocks(node);
  }

  /** The bytes that a placeholder stands for, one character each. */
  String take(String placeholder) {
    var words = placeholder.split(" ", 2);
    var rest = words.length == 1 ? "" : words[1];
    return switch (words[0]) {
      case "x" -> new String(HexFormat.of().parseHex(rest.replace(" ", "")), ISO_8859_1);
      case "repeat" -> repeated(rest);
      case "chunked" -> chunked(take(rest));
      case "transfer" -> json(Wire.order(transfer(arguments(rest)).order()));
      case "unsigned" -> json(Wire.unsigned(transfer(arguments(rest)).transfer()));
      case "largest" -> json(BadTransfers.ofTheLargestAmount(transfer(Map.of()), node.rules()));
      case "payment" -> payment(transfer(arguments(rest)));
      case "post" -> post(arguments(rest));
      case "signature" -> RawSignatures.of(rest, transfer(Map.of()).order());
      case "typed" -> Forgeries.sign(rest, transfer(Map.of()).transfer());
      case "block" -> json(Wire.block(blocks.block(rest)));
      case "account" -> KEYS.get(rest).address().shown();
      case "genesis" -> node.rules().ledger().toString();
      case "hash" -> node.node().get(Chain.class).head().hash().toString();
      case "sealed" -> sealed();
      case "cursor" -> cursor(rest);
      case "token" -> BadTokens.of(rest, node.rules().ledger().toString());
      case "self" -> node.uri("").toString();
      default -> throw new IllegalArgumentException("No placeholder is called " + words[0]);
    };
  }

  private static String repeated(String rest) {
    var words = rest.split(" ", 2);
    return bytes(words[1]).repeat(Integer.parseInt(words[0]));
  }

  private static String chunked(String body) {
    return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
  }

  private static Map<String, String> arguments(String rest) {
    Map<String, String> named = new LinkedHashMap<>();
    for (var word : rest.isBlank() ? List.<String>of() : List.of(rest.split(" "))) {
      var pair = word.split("=", 2);
      named.put(pair[0], pair[1]);
    }
    return named;
  }

  /** 5 COIN from alice to bob with her next nonce, but for what is said otherwise. */
  TransferDraft transfer(Map<String, String> said) {
    var draft = new TransferDraft(node.rules());
    draft.from = address(said.getOrDefault("from", "alice"));
    draft.to = address(said.getOrDefault("to", draft.to.text()));
    draft.signer = KEYS.get(said.getOrDefault("signer", said.getOrDefault("from", "alice")));
    draft.asset = new Asset(said.getOrDefault("asset", "COIN"));
    draft.amount = Long.parseLong(said.getOrDefault("amount", "5"));
    draft.until = Long.parseLong(said.getOrDefault("until", "0"));
    draft.memo = said.getOrDefault("memo", "");
    draft.nonce = nonce(said.getOrDefault("nonce", "+0"), draft);
    if (said.containsKey("ledger")) {
      // Signed for a ledger that differs in one parameter.
      draft = BadTransfers.forAnotherLedger(draft);
    }
    return draft;
  }

  private OptionalLong nonce(String text, TransferDraft draft) {
    if (text.equals("none")) {
      return OptionalLong.empty();
    }
    boolean relative = text.startsWith("+") || text.startsWith("-");
    return OptionalLong.of(Long.parseLong(text) + (relative ? next(draft) : 0));
  }

  private long next(TransferDraft draft) {
    var known = node.rules().declares(draft.asset) ? draft.asset : BlockFixture.COIN;
    var account = new AccountId(draft.from, known);
    return node.node().get(Accounts.class).balance(account).nextNonce();
  }

  private static Address address(String name) {
    var key = KEYS.get(name);
    return key == null ? Address.parse(name).orElseThrow() : key.address();
  }

  /** A transfer as the first document's clients send it. */
  private static String payment(TransferDraft draft) {
    var order = draft.order();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("sender", draft.from.shown());
    fields.put("receiver", draft.to.shown());
    fields.put("amount", draft.amount);
    draft.nonce.ifPresent(nonce -> fields.put("nonce", nonce));
    fields.put("signature", order.authorization().signature().orElseThrow().toString());
    return json(fields);
  }

  private String post(Map<String, String> said) {
    var fields = BadTransfers.post(said, node.rules(), KEYS);
    return json(fields);
  }

  private String sealed() {
    var chain = node.node().get(Chain.class);
    return chain.transactions(2).getLast().transaction().id().toString();
  }

  /** A cursor of these lines, as the node would write one. */
  private static String cursor(String lines) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(lines.replace(' ', '\n').getBytes(UTF_8));
  }

  private static String json(Map<String, Object> fields) {
    return bytes(MAPPER.writeValueAsString(fields));
  }

  private static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
