package org.ledgerstone.ledger.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.jcajce.provider.digest.Keccak;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.SeedText;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request, and how it is to be answered. Alice's next nonce is 2, and she has less than 1000.
 *
 * @param label what is wrong with it
 * @param headers further header lines
 * @param body the bytes, one character each
 */
record BadInput(
    String label,
    String method,
    String path,
    List<String> headers,
    String body,
    int status,
    String code) {

  private static final String TRANSACTIONS = "/api/v1/transactions";
  private static final String BATCH = TRANSACTIONS + "/batch";
  private static final String KEY_INVALID = "IDEMPOTENCY_KEY_INVALID";
  private static final String CHUNKED = "Transfer-Encoding: chunked";
  private static final String JSON = "Content-Type: application/json";
  private static final int NONCE = 2;
  private static final int LIMIT = 64 * 1024;

  private static final Genesis GENESIS = BlockFixture.genesis(g -> g.intervalMillis = 1);
  private static final Rules RULES = BlockFixture.rules(GENESIS);
  private static final Rules OTHER_RULES = BlockFixture.rules(BlockFixture.genesis());

  @Override
  public String toString() {
    return label;
  }

  /** The bytes to send, one character each. */
  String request(String host) {
    var request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
    request.append("Host: ").append(host).append("\r\n");
    boolean framed = false;
    for (var header : headers) {
      request.append(header).append("\r\n");
      framed |= header.matches("(?i)(content-length|transfer-encoding):.*");
    }
    if (!framed && !body.isEmpty()) {
      request.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    return request + "\r\n" + body;
  }

  // Requests that are taken.

  private static TransferDraft draft() {
    var draft = new TransferDraft(RULES);
    draft.nonce = OptionalLong.of(NONCE);
    return draft;
  }

  /** A transfer that the node would take. */
  static String transfer() {
    return json(draft());
  }

  private static String json(TransferDraft draft) {
    return new JsonMapper().writeValueAsString(Wire.order(draft.order()));
  }

  private static String post(String author, String content) {
    return "{\"kind\":\"post\",\"author\":\"%s\",\"content\":\"%s\"}".formatted(author, content);
  }

  static List<BadInput> good() {
    var padded = transfer() + " ".repeat(LIMIT - transfer().length());
    return List.of(
        body("transfer", transfer(), 201, ""),
        body("as large as it may be", padded, 200, ""),
        with("chunked", chunked(padded), 200, "", JSON, "Transfer-Encoding: chunked"),
        with("with a charset", transfer(), 200, "", "content-type: APPLICATION/JSON;charset=UTF-8"),
        body("post", post("Ann", "Hi"), 201, ""),
        call("GET", "/api/v1/ledger", 200, ""),
        call("HEAD", "/api/v1/ledger", 200, ""),
        call("OPTIONS", "/api/v1/ledger", 200, ""),
        new BadInput("GET with a body", "GET", "/api/v1/ledger", List.of(), "{}", 200, ""),
        cookie("no language", "!", "/api/v1/ledger"),
        cookie("no language on a page", "%00", "/"),
        cookie("no zone", "en/nowhere", "/blocks"));
  }

  private static BadInput cookie(String label, String language, String path) {
    var line = "Cookie: ledgerstone_language=" + language;
    return new BadInput(label, "GET", path, List.of(line), "", 200, "");
  }

  // The calls under /api/v1.

  static Stream<BadInput> api() {
    return Stream.of(
            json(),
            fields(),
            amounts(),
            numbers(),
            texts(),
            signatures(),
            state(),
            types(),
            batches())
        .flatMap(cases -> cases);
  }

  private static Stream<BadInput> json() {
    var good = transfer();
    return Stream.of(
        malformed("nothing", ""),
        malformed("blanks", "  \n"),
        malformed("no JSON", "kind=transfer"),
        malformed("half an object", good.substring(0, good.length() - 1)),
        malformed("an array", "[" + good + "]"),
        malformed("a text", "\"transfer\""),
        malformed("a number", "1"),
        malformed("null", "null"),
        malformed("true", "true"),
        malformed("two objects", good + good),
        malformed("something after it", good + "x"),
        malformed("a closing brace more", good + "}"),
        malformed("a comment", good + "// done"),
        malformed("a trailing comma", good.replace("}", ",}")),
        malformed("single quotes", good.replace('"', '\'')),
        malformed("names without quotes", good.replace("\"kind\"", "kind")),
        malformed("a field twice", good.replace("{", "{\"kind\":\"transfer\",")),
        malformed(
            "a field twice, once escaped", good.replace("{", "{\"k\\u0069nd\":\"transfer\",")),
        malformed("an amount twice", good.replace("\"amount\":", "\"amount\":\"1\",\"amount\":")),
        malformed("a byte order mark", bytes("\ufeff") + good),
        malformed("UTF-16", new String(good.getBytes(StandardCharsets.UTF_16LE), ISO_8859_1)),
        malformed("Latin-1", memo("\u00e9")),
        malformed("an overlong slash", memo("\u00c0\u00af")),
        malformed("an encoded surrogate", memo("\u00ed\u00a0\u0080")),
        malformed("a lone continuation", memo("\u0080")),
        malformed("a cut-off sequence", memo("\u00f0\u009f\u0098")),
        malformed("beyond Unicode", memo("\u00f4\u0090\u0080\u0080")),
        malformed("a high surrogate alone", memo("\\ud83d")),
        malformed("a low surrogate alone", memo("\\ude00")),
        malformed("surrogates in the wrong order", memo("\\ude00\\ud83d")),
        malformed("an escaped NUL", memo("a\\u0000b")),
        malformed("a NUL", memo("a\u0000b")),
        malformed("a NUL in a name", good.replace("{", "{\"a\\u0000\":1,")),
        malformed("a line feed in a text", memo("a\nb")),
        malformed("a bad escape", memo("\\x41")),
        malformed("deep arrays", "[".repeat(40) + "]".repeat(40)),
        malformed("very deep arrays", "[".repeat(60_000)),
        malformed("very deep objects", "{\"a\":".repeat(10_000)),
        malformed("a very long name", "{\"" + "a".repeat(60_000) + "\":1}"),
        malformed("a very long number", good.replace("\"5\"", "1".repeat(60_000))),
        malformed("an enormous exponent", good.replace("\"nonce\":2", "\"nonce\":1e999999999")),
        malformed("NaN", good.replace("\"nonce\":2", "\"nonce\":NaN")),
        malformed("Infinity", good.replace("\"nonce\":2", "\"nonce\":Infinity")));
  }

  private static Stream<BadInput> fields() {
    var good = transfer();
    return Stream.of(
        malformed("an unknown field", good.replace("{", "{\"surprise\":1,")),
        malformed("an unknown field that is null", good.replace("{", "{\"surprise\":null,")),
        malformed("a name in capitals", good.replace("\"kind\"", "\"Kind\"")),
        malformed("a field of posts", good.replace("{", "{\"author\":\"Ann\",")),
        malformed("no kind", good.replace("\"kind\":\"transfer\",", "")),
        malformed("another kind", good.replace("\"transfer\"", "\"reward\"")),
        malformed("a kind that is a number", good.replace("\"transfer\"", "1")),
        malformed("no from", good.replaceFirst("\"from\":\"[^\"]*\",", "")),
        malformed("no to", good.replaceFirst("\"to\":\"[^\"]*\",", "")),
        malformed("a from that is null", good.replaceFirst("\"from\":\"[^\"]*\"", "\"from\":null")),
        malformed("a from that is a list", good.replaceFirst("\"from\":\"[^\"]*\"", "\"from\":[]")),
        malformed(
            "a from that is a number", good.replaceFirst("\"from\":\"[^\"]*\"", "\"from\":1")),
        malformed("a memo that is a number", good.replace("\"memo\":\"\"", "\"memo\":1")),
        malformed("an asset in small letters", good.replace("COIN", "coin")),
        malformed("an empty asset", good.replace("COIN", "")),
        malformed("a long asset", good.replace("COIN", "COINCOINCOINC")),
        malformed(
            "a signature that is true",
            good.replaceFirst("\"signature\":\"[^\"]*\"", "\"signature\":true")),
        malformed("a post without content", "{\"kind\":\"post\",\"author\":\"Ann\"}"),
        malformed("a post without author", "{\"kind\":\"post\",\"content\":\"Hi\"}"),
        malformed(
            "a post whose nonce is a number", post("Ann", "Hi").replace("}", ",\"nonce\":1}")),
        malformed(
            "a post with a blank in its nonce",
            post("Ann", "Hi").replace("}", ",\"nonce\":\"a b\"}")),
        malformed("a post with an amount", post("Ann", "Hi").replace("}", ",\"amount\":1}")),
        address("too short", "0x123"),
        address("without 0x", BlockFixture.ALICE.address().shown().substring(2)),
        address("with 0X", BlockFixture.ALICE.address().shown().replace("0x", "0X")),
        address("with a wrong checksum", swapCase(BlockFixture.ALICE.address().shown(), 10)),
        address(
            "with one capital made small",
            BlockFixture.ALICE.address().shown().replaceFirst("E", "e")),
        address("a name in capitals", "Treasury"),
        address("a name with a blank", "tre asury"),
        address("a name in Cyrillic", bytes("tr\u0435asury")),
        address("a long name", "a".repeat(64)),
        address("64 hex digits", "ab".repeat(32)),
        address("empty", ""),
        address("a blank at the end", BlockFixture.ALICE.address().shown() + " "));
  }

  private static Stream<BadInput> amounts() {
    var values =
        List.of(
            "0",
            "\"0\"",
            "-1",
            "\"-1\"",
            "\"+5\"",
            "\"05\"",
            "\" 5\"",
            "\"5 \"",
            "\"\"",
            "\"1e3\"",
            "1e3",
            "5e0",
            "1.0",
            "\"1.0\"",
            "5.0",
            "0.5",
            "\"0x5\"",
            "\"5_0\"",
            "\"1" + "0".repeat(38) + "\"",
            "1" + "0".repeat(38),
            "9007199254740992",
            "\"" + "9".repeat(60_000) + "\"",
            "\"\u00d9\u00a5\"",
            "null",
            "true",
            "[5]",
            "{\"units\":5}",
            "\"NaN\"",
            "\"Infinity\"",
            "\"five\"");
    return values.stream()
        .map(value ->
            body(
                "the amount " + (value.length() > 50 ? value.length() + " characters" : value),
                transfer().replace("\"amount\":\"5\"", "\"amount\":" + value),
                400,
                "AMOUNT_INVALID"));
  }

  private static Stream<BadInput> numbers() {
    var values =
        List.of(
            "-1",
            "\"-1\"",
            "2.0",
            "2e0",
            "\"2.0\"",
            "\"02\"",
            "\" 2\"",
            "\"\"",
            "\"two\"",
            "true",
            "[]",
            "{}",
            "9007199254740992",
            "\"9007199254740992\"",
            "\"1" + "0".repeat(40) + "\"");
    return values.stream()
        .flatMap(value ->
            Stream.of(
                malformed(
                    "the nonce " + value, transfer().replace("\"nonce\":2", "\"nonce\":" + value)),
                malformed(
                    "the end " + value,
                    transfer()
                        .replace(
                            "\"until\":0",
                            "\"until\":" + value.replace("9007199254740992", "253402300800")))));
  }

  private static Stream<BadInput> texts() {
    return Stream.of(
        text("a memo of 257", memo("a".repeat(257))),
        text("a memo of 257 beyond the BMP", memo(bytes("\ud83d\ude00").repeat(257))),
        text("a tab in a memo", memo("a\\tb")),
        text("a line feed in a memo", memo("a\\nb")),
        text("a control character", memo("a\\u0007b")),
        text("DEL", memo("a\u007fb")),
        text("a C1 control", memo("a\\u0085b")),
        text("right to left", memo("a\\u200fb")),
        text("an override", memo("a\\u202eb")),
        text("an isolate", memo("a\\u2066b")),
        text("an empty author", post("", "Hi")),
        text("an author of 101", post("a".repeat(101), "Hi")),
        text("an author with a line feed", post("a\\nb", "Hi")),
        text("no content", post("Ann", "")),
        text("a content of 4001", post("Ann", "a".repeat(4001))),
        text("a carriage return", post("Ann", "a\\rb")),
        text("an override in a post", post("Ann", "a\\u202eb")));
  }

  private static Stream<BadInput> signatures() {
    var fine = draft().order().authorization().signature().orElseThrow();
    var hex = HexFormat.of().formatHex(fine.bytes());
    var r = hex.substring(0, 64);
    var s = hex.substring(64, 128);
    var v = hex.substring(128);
    var order =
        new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    var high = String.format("%064x", order.subtract(new BigInteger(s, 16)));
    var n = String.format("%064x", order);
    var zero = "0".repeat(64);
    var other = new TransferDraft(OTHER_RULES);
    other.nonce = OptionalLong.of(NONCE);
    var others = other.order().authorization().signature().orElseThrow();
    return Stream.of(
        form("64 bytes", r + s),
        form("66 bytes", r + s + v + "00"),
        form("no bytes", ""),
        form("half a byte", r + s + v + "0"),
        form("high s", r + high + (v.equals("1b") ? "1c" : "1b")),
        form("high s with the same v", r + high + v),
        form("s = 0", r + zero + v),
        form("s = n", r + n + v),
        form("r = 0", zero + s + v),
        form("r = n", n + s + v),
        form("v = 5", r + s + "05"),
        form("v = 2", r + s + "02"),
        form("v = 29", r + s + "1d"),
        form("v = 255", r + s + "ff"),
        form("no hex", "zz" + hex.substring(2)),
        signature("without 0x", hex, 400, "SIGNATURE_INVALID"),
        signature("with 0X", "0X" + hex, 400, "SIGNATURE_INVALID"),
        signature(
            "base64 without padding",
            Base64.getEncoder().withoutPadding().encodeToString(fine.bytes()),
            400,
            "SIGNATURE_INVALID"),
        signature("base64url", "-".repeat(87) + "=", 400, "SIGNATURE_INVALID"),
        signature(
            "the other v",
            "0x" + r + s + (v.equals("1b") ? "1c" : "1b"),
            422,
            "SIGNATURE_MISMATCH"),
        signature("for another ledger", others.toString(), 422, "SIGNATURE_MISMATCH"),
        signature(
            "by another key",
            by(BlockFixture.BOB.sign(RULES.typedData().digest(draft().transfer()))),
            422,
            "SIGNATURE_MISMATCH"),
        signature(
            "over the seed text",
            by(BlockFixture.ALICE.sign(SeedText.digest(draft().transfer()))),
            422,
            "SIGNATURE_MISMATCH"),
        signature(
            "over the fields in another order",
            by(BlockFixture.ALICE.sign(otherOrder(draft().transfer()))),
            422,
            "SIGNATURE_MISMATCH"),
        signature(
            "over addresses in small letters",
            by(BlockFixture.ALICE.sign(smallLetters(draft().transfer()))),
            422,
            "SIGNATURE_MISMATCH"),
        signature(
            "that gives no key", "0x" + "0".repeat(63) + "5" + s + v, 422, "SIGNATURE_MISMATCH"),
        body(
            "another amount than signed",
            transfer().replace("\"5\"", "\"6\""),
            422,
            "SIGNATURE_MISMATCH"),
        body(
            "another asset than signed",
            transfer().replace("COIN", "GOLD").replace("\"nonce\":2", "\"nonce\":0"),
            422,
            "SIGNATURE_MISMATCH"),
        body("another memo than signed", memo("x"), 422, "SIGNATURE_MISMATCH"),
        body(
            "a typed signature without nonce",
            transfer().replace("\"nonce\":2,", ""),
            422,
            "SIGNATURE_MISMATCH"),
        body("a post signed by another", transferAsPost(), 422, "SIGNATURE_MISMATCH"));
  }

  private static Stream<BadInput> state() {
    return Stream.of(
        state("a used nonce", d -> d.nonce = OptionalLong.of(0), 409, "NONCE_USED"),
        state("a pending nonce", d -> d.nonce = OptionalLong.of(1), 409, "NONCE_USED"),
        state("the nonce after next", d -> d.nonce = OptionalLong.of(3), 409, "NONCE_AHEAD"),
        state(
            "the last nonce",
            d -> d.nonce = OptionalLong.of(Transfer.NONCE_MAX),
            409,
            "NONCE_AHEAD"),
        state("more than there is", d -> d.amount = 999, 422, "BALANCE_TOO_LOW"),
        state("much more than there is", d -> d.amount = Long.MAX_VALUE, 422, "BALANCE_TOO_LOW"),
        state(
            "an asset without balance",
            d -> {
              d.from = BlockFixture.BOB.address();
              d.to = BlockFixture.ALICE.address();
              d.signer = BlockFixture.BOB;
              d.asset = BlockFixture.GOLD;
              d.nonce = OptionalLong.of(0);
            },
            422,
            "BALANCE_TOO_LOW"),
        state("to oneself", d -> d.to = d.from, 422, "SELF_TRANSFER"),
        state("an asset that is none", d -> d.asset = new Asset("NOPE"), 422, "ASSET_UNKNOWN"),
        state("an end that has passed", d -> d.until = 1_767_225_600, 422, "TRANSACTION_EXPIRED"),
        state(
            "a seed form with a memo",
            d -> {
              d.nonce = OptionalLong.empty();
              d.memo = "x";
            },
            422,
            "SCHEME_WRONG"),
        state(
            "a seed form to a name",
            d -> {
              d.nonce = OptionalLong.empty();
              d.to = BlockFixture.TREASURY;
            },
            422,
            "SCHEME_WRONG"),
        state(
            "a name without its operator",
            d -> {
              d.from = BlockFixture.TREASURY;
              d.nonce = OptionalLong.of(0);
            },
            422,
            "SIGNATURE_MISMATCH"),
        body("the largest amount of all", largest(), 422, "BALANCE_TOO_LOW"));
  }

  private static Stream<BadInput> types() {
    var good = transfer();
    return Stream.of(
        with("no type", good, 415, "MEDIA_TYPE_UNSUPPORTED"),
        with(
            "a form",
            good,
            415,
            "MEDIA_TYPE_UNSUPPORTED",
            "Content-Type: application/x-www-form-urlencoded"),
        with("text", good, 415, "MEDIA_TYPE_UNSUPPORTED", "Content-Type: text/plain"),
        with("text/json", good, 415, "MEDIA_TYPE_UNSUPPORTED", "Content-Type: text/json"),
        with("multipart", good, 415, "MEDIA_TYPE_UNSUPPORTED", "Content-Type: multipart/form-data"),
        with("a type that is none", good, 415, "MEDIA_TYPE_UNSUPPORTED", "Content-Type: json"),
        with("an empty type", good, 415, "MEDIA_TYPE_UNSUPPORTED", "Content-Type:"),
        with(
            "another charset",
            good,
            415,
            "MEDIA_TYPE_UNSUPPORTED",
            "Content-Type: application/json;charset=ISO-8859-1"),
        with(
            "a charset that is none",
            good,
            415,
            "MEDIA_TYPE_UNSUPPORTED",
            "Content-Type: application/json;charset=x"),
        with("packed", good, 415, "MEDIA_TYPE_UNSUPPORTED", JSON, "Content-Encoding: gzip"),
        body(
            "one byte too many",
            good + " ".repeat(LIMIT + 1 - good.length()),
            413,
            "BODY_TOO_LARGE"),
        body("a megabyte", good + " ".repeat(1 << 20), 413, "BODY_TOO_LARGE"),
        with(
            "a length of 8 exabytes",
            "",
            413,
            "BODY_TOO_LARGE",
            JSON,
            "Content-Length: 9223372036854775807"),
        with(
            "a length beyond that",
            "",
            400,
            "MALFORMED",
            JSON,
            "Content-Length: 9223372036854775808"),
        with("a negative length", "", 400, "MALFORMED", JSON, "Content-Length: -1"),
        with("two lengths", "{}", 400, "MALFORMED", JSON, "Content-Length: 2", "Content-Length: 3"),
        with(
            "chunks over the limit",
            chunked(good + " ".repeat(LIMIT)),
            413,
            "BODY_TOO_LARGE",
            JSON,
            "Transfer-Encoding: chunked"),
        with(
            "a chunk of a wrong size",
            "zz\r\n{}\r\n0\r\n\r\n",
            400,
            "MALFORMED",
            JSON,
            "Transfer-Encoding: chunked"),
        with(
            "an enormous chunk",
            "7fffffffffffffff\r\n{}\r\n0\r\n\r\n",
            400,
            "MALFORMED",
            JSON,
            "Transfer-Encoding: chunked"),
        key("an empty key", ""),
        key("a key of 129", "k".repeat(129)),
        key("a key with an umlaut", "\u00e4"),
        key("a key with a tab", "a\tb"),
        with(
            "two keys",
            good,
            400,
            "IDEMPOTENCY_KEY_INVALID",
            JSON,
            "Idempotency-Key: a",
            "Idempotency-Key: b"),
        to("typed-data of nothing", "/api/v1/transactions/typed-data", "", 400, "MALFORMED"),
        to(
            "typed-data with a signature",
            "/api/v1/transactions/typed-data",
            good,
            400,
            "MALFORMED"),
        to(
            "typed-data of nobody's post",
            "/api/v1/transactions/typed-data",
            post("Ann", "Hi"),
            400,
            "MALFORMED"),
        to("generate with a list", "/api/v1/blocks/generate", "[]", 400, "MALFORMED"),
        to(
            "generate with more",
            "/api/v1/blocks/generate",
            "{\"data\":\"\",\"miner\":1}",
            400,
            "MALFORMED"),
        to("generate with a number", "/api/v1/blocks/generate", "{\"data\":1}", 400, "MALFORMED"),
        to(
            "generate with a large body",
            "/api/v1/blocks/generate",
            " ".repeat(LIMIT + 1),
            413,
            "BODY_TOO_LARGE"),
        to("an empty block", "/api/v1/blocks", "{}", 400, "MALFORMED"),
        to("a block of nothing", "/api/v1/blocks", "", 400, "MALFORMED"),
        new BadInput(
            "a block that is too large",
            "POST",
            "/api/v1/blocks",
            List.of(JSON, "Content-Length: 18874368"),
            "",
            413,
            "BODY_TOO_LARGE"));
  }

  private static Stream<BadInput> batches() {
    var good = transfer();
    var array = "{\"transactions\":[" + good + "]}";
    return Stream.concat(
        Stream.of(
                "",
                "[]",
                "[" + good + "]",
                "{}",
                "null",
                good,
                good + "\n" + good,
                "{\"transactions\":" + good + "}",
                array + array,
                array + "x",
                array.replace("]}", ",]}"),
                array.replace("]}", "],\"atomic\":true}"),
                array.replace("]}", "],\"transactions\":[]}"),
                array.replace("]}", ",{\"a\":1,\"a\":2}]}"),
                array.replace("]}", ",\"\\ud83d\"]}"),
                array.replace("]}", ",\"\u00e9\"]}"),
                array.replace("]}", ",\"\u00ed\u00a0\u0080\"]}"),
                array.replace("]}", ",1e]}"),
                array.replace("]}", "," + "[".repeat(60_000) + "]}"),
                array.replace("]}", "," + "[],".repeat(30_000) + "[]]}").replace("[],", "[[],"),
                array.replace("]}", ",\"" + "a".repeat(100_000) + "]}"),
                bytes("\ufeff") + array)
            .map(body ->
                to(
                    "a batch " + body.substring(Math.max(0, body.length() - 40)),
                    BATCH,
                    body,
                    400,
                    "MALFORMED")),
        Stream.of(
            to("a batch of too many", BATCH, tooMany(good), 413, "BATCH_TOO_LARGE"),
            to("atomic, but how", BATCH + "?atomic=yes", array, 400, "MALFORMED"),
            batch("a batch of no type", array, 415, "MEDIA_TYPE_UNSUPPORTED"),
            batch(
                "a batch of text", array, 415, "MEDIA_TYPE_UNSUPPORTED", "Content-Type: text/csv"),
            batch("a batch with a bad key", array, 400, KEY_INVALID, JSON, "Idempotency-Key: a\tb"),
            batch("a batch in chunks of nonsense", "zz", 400, "MALFORMED", JSON, CHUNKED),
            batch("a batch cut short", "5\r\n{\"tra", 400, "MALFORMED", JSON, CHUNKED)));
  }

  private static String tooMany(String good) {
    return "{\"transactions\":[" + good + ",1".repeat(10_000) + "]}";
  }

  // The first document's paths.

  static Stream<BadInput> firstDocument() {
    var order =
        new JsonMapper()
            .writeValueAsString(
                Map.of(
                    "sender",
                    BlockFixture.ALICE.address().shown(),
                    "receiver",
                    BlockFixture.BOB.address().shown(),
                    "amount",
                    "5",
                    "signature",
                    "0x00"));
    var path = "/add_transaction/";
    return Stream.concat(
        Stream.of(
                "",
                "null",
                "[]",
                "{",
                "x=1",
                "{\"sender\":1}",
                "{\"sender\":\"" + bytes("\ufeff") + "\"}",
                order,
                order.replace("\"5\"", "1e3"),
                order.replace("\"5\"", "5.0"),
                order.replace("{", "{\"sender\":\"treasury\","),
                order + order,
                "[".repeat(60_000),
                "{\"sender\":\"\\ud83d\"}",
                "{\"sender\":\"\u00e9\"}")
            .map(body ->
                to(
                    body.length() > 60 ? body.substring(0, 60) : "body " + body,
                    path,
                    body,
                    400,
                    "")),
        Stream.of(
            to("too large", path, " ".repeat(LIMIT + 1), 413, ""),
            to("an empty block", "/add_block/", "{}", 400, ""),
            to("no block", "/add_block/", "\"\"", 400, ""),
            to("data that no block may hold", "/add_block/", "{\"data\":\"a\\u0000\"}", 400, ""),
            to("data that is a list", "/add_block/", "{\"data\":[]}", 400, ""),
            to("half a block", "/add_block/", "{\"transactions\":[{}],\"index\":2}", 400, ""),
            call("GET", "/get_balance/", 400, ""),
            call("GET", "/get_balance/?address=" + "a".repeat(3000), 400, "")));
  }

  // HTTP itself.

  static Stream<BadInput> http() {
    var many = Stream.generate(() -> "X-Many: 1").limit(200).toArray(String[]::new);
    return Stream.of(
        call("GET", TRANSACTIONS + "/typed-data", 400, "MALFORMED"),
        call("DELETE", TRANSACTIONS, 405, "METHOD_NOT_ALLOWED"),
        call("PUT", TRANSACTIONS, 405, "METHOD_NOT_ALLOWED"),
        call("PATCH", "/api/v1/ledger", 405, "METHOD_NOT_ALLOWED"),
        call("POST", "/api/v1/ledger", 405, "METHOD_NOT_ALLOWED"),
        call("POST", "/api/v1/accounts/treasury", 405, "METHOD_NOT_ALLOWED"),
        call("GET", "/add_block/", 405, "METHOD_NOT_ALLOWED"),
        call("GET", "/api/v1/blocks/generate", 400, "MALFORMED"),
        call("TRACE", "/api/v1/ledger", 405, "METHOD_NOT_ALLOWED"),
        call("CONNECT", "/api/v1/ledger", 501, "NOT_IMPLEMENTED"),
        call("BREW", "/api/v1/ledger", 405, "METHOD_NOT_ALLOWED"),
        call("GET", "/api/v1", 404, "NOT_FOUND"),
        call("GET", "/api/v1/none", 404, "NOT_FOUND"),
        call("GET", "/api/v2/ledger", 404, "NOT_FOUND"),
        call("GET", "/api/v1/ledger/", 404, "NOT_FOUND"),
        call("GET", "/API/v1/ledger", 404, "NOT_FOUND"),
        call("HEAD", "/api/v1/none", 404, "NOT_FOUND"),
        call("GET", "/%2e%2e/%2e%2e/etc/passwd", 400, "MALFORMED"),
        call("GET", "/api/v1/%2e%2e/%2e%2e/%2e%2e/x", 400, "MALFORMED"),
        call("GET", "/api/v1/../../../x", 400, "MALFORMED"),
        call("GET", "/api/v1/..%2fledger", 400, "MALFORMED"),
        call("GET", "/api/v1/ledger%00", 400, "MALFORMED"),
        call("GET", "/api/v1/ledger;x=1", 400, "PATH_REJECTED"),
        call("GET", "/api/v1/accounts/%c0%af", 400, "MALFORMED"),
        call("GET", "/api/v1/accounts/%ff", 400, "MALFORMED"),
        call("GET", "/api/v1/accounts/%", 400, "MALFORMED"),
        call("GET", "/api/v1/accounts/a%20b", 400, "ADDRESS_INVALID"),
        call("GET", "/api/v1/accounts/" + "a".repeat(7000), 400, "ADDRESS_INVALID"),
        call("GET", "/api/v1/accounts?limit=%zz", 400, "MALFORMED"),
        call("GET", "/get_balance/?address=%ff", 400, "MALFORMED"),
        call("GET", "/api/v1/transactions?memo=%00", 400, "TEXT_INVALID"),
        call("GET", "/api/v1/transactions?memo=%ff", 400, "MALFORMED"),
        call("GET", "/api/v1/transactions?memo=%ed%a0%80", 400, "MALFORMED"),
        call("GET", "/api/v1/accounts?" + "a=1&".repeat(200), 400, "MALFORMED"),
        call("GET", "/" + "a".repeat(20_000), 400, "MALFORMED"),
        new BadInput(
            "a header of 16 KB",
            "GET",
            "/api/v1/ledger",
            List.of("X-Long: " + "x".repeat(17_000)),
            "",
            400,
            "MALFORMED"),
        new BadInput("200 headers", "GET", "/api/v1/ledger", List.of(many), "", 400, "MALFORMED"),
        new BadInput(
            "a header without a name",
            "GET",
            "/api/v1/ledger",
            List.of(": x"),
            "",
            400,
            "MALFORMED"));
  }

  // Parts.

  private static BadInput call(String method, String path, int status, String code) {
    var label = method + " " + (path.length() > 60 ? path.substring(0, 60) + "…" : path);
    return new BadInput(label, method, path, List.of(), "", status, code);
  }

  private static BadInput with(
      String label, String body, int status, String code, String... headers) {
    return new BadInput(label, "POST", TRANSACTIONS, List.of(headers), body, status, code);
  }

  private static BadInput body(String label, String body, int status, String code) {
    return with(label, body, status, code, JSON);
  }

  private static BadInput to(String label, String path, String body, int status, String code) {
    return new BadInput(label, "POST", path, List.of(JSON), body, status, code);
  }

  private static BadInput batch(
      String label, String body, int status, String code, String... headers) {
    return new BadInput(label, "POST", BATCH, List.of(headers), body, status, code);
  }

  private static BadInput malformed(String label, String body) {
    return body(label, body, 400, "MALFORMED");
  }

  private static BadInput text(String label, String body) {
    return body(label, body, 400, "TEXT_INVALID");
  }

  private static BadInput key(String label, String key) {
    return with(label, transfer(), 400, "IDEMPOTENCY_KEY_INVALID", JSON, "Idempotency-Key: " + key);
  }

  private static BadInput address(String label, String address) {
    return body(
        "an account " + label,
        transfer().replaceFirst("\"to\":\"[^\"]*\"", "\"to\":\"" + address + "\""),
        400,
        "ADDRESS_INVALID");
  }

  private static BadInput form(String label, String hex) {
    return signature(label, "0x" + hex, 400, "SIGNATURE_INVALID");
  }

  private static BadInput signature(String label, String text, int status, String code) {
    return body(
        "a signature " + label,
        transfer().replaceFirst("\"signature\":\"[^\"]*\"", "\"signature\":\"" + text + "\""),
        status,
        code);
  }

  private static BadInput state(
      String label, Consumer<TransferDraft> change, int status, String code) {
    var draft = draft();
    change.accept(draft);
    return body(label, json(draft), status, code);
  }

  private static String memo(String written) {
    return transfer().replace("\"memo\":\"\"", "\"memo\":\"" + written + "\"");
  }

  private static String largest() {
    var draft = draft().transfer();
    var largest =
        new Transfer(
            draft.ledger(),
            draft.asset(),
            draft.from(),
            draft.to(),
            new Amount(BigInteger.TEN.pow(38).subtract(BigInteger.ONE)),
            draft.nonce(),
            0,
            "");
    return new JsonMapper()
        .writeValueAsString(Wire.order(BlockFixture.signed(RULES, largest, BlockFixture.ALICE)));
  }

  private static String transferAsPost() {
    return post("Ann", "Hi")
        .replace(
            "}",
            ",\"from\":\"%s\",\"nonce\":\"n\",\"signature\":\"%s\"}"
                .formatted(
                    BlockFixture.BOB.address().shown(),
                    draft().order().authorization().signature().orElseThrow()));
  }

  private static String by(Signature signature) {
    return signature.toString();
  }

  private static byte[] otherOrder(Transfer t) {
    var swapped =
        new Transfer(
            t.ledger(), t.asset(), t.to(), t.from(), t.amount(), t.nonce(), t.until(), t.memo());
    return RULES.typedData().digest(swapped);
  }

  private static byte[] smallLetters(Transfer t) {
    // The seed text is what people copy by hand, so this is the likeliest mistake.
    var text = t.from().text() + t.to().text() + t.amount();
    var digest = new Keccak.Digest256();
    return digest.digest(
        ("\u0019Ethereum Signed Message:\n" + text.length() + text).getBytes(UTF_8));
  }

  private static String chunked(String body) {
    int half = body.length() / 2;
    return Integer.toHexString(half)
        + "\r\n"
        + body.substring(0, half)
        + "\r\n"
        + Integer.toHexString(body.length() - half)
        + "\r\n"
        + body.substring(half)
        + "\r\n0\r\n\r\n";
  }

  private static String swapCase(String text, int at) {
    char c = text.charAt(at);
    char other = Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  /** UTF-8, one character a byte. */
  private static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
