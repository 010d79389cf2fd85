package org.ledgerstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.OrderRules;
import org.ledgerstone.protocol.RuleBook;
import tools.jackson.databind.JsonNode;

/** {@code sign}, against the protocol's vectors and rules. */
class SignTest {

  private static final RuleBook STANDARD = new RuleBook(Genesis.standard());
  private static final String LEDGER = STANDARD.ledger().toString();

  @TempDir private Path directory;
  private Terminal terminal;

  @BeforeEach
  void begin() throws IOException {
    terminal = Terminal.in(directory).withKey(Terminal.ALICE_KEY).offline();
  }

  private JsonNode sign(String... words) throws IOException {
    var all = new ArrayList<>(List.of("sign"));
    all.addAll(List.of(words));
    var said = terminal.run(all.toArray(String[]::new));
    assertEquals(0, said.code(), said.err());
    return said.json();
  }

  @Test
  void signsTheTransferOfTheVectors() throws IOException {
    JsonNode vectors;
    try (InputStream file = getClass().getResourceAsStream("/vectors/protocol-1.json")) {
      vectors = Json.read(new String(file.readAllBytes(), "UTF-8"));
    }
    var vector = vectors.path("transfers").get(0);
    var signed =
        sign(
            "--ledger",
            LEDGER,
            "--asset",
            vector.path("asset").asString(),
            "--to",
            vector.path("to").asString(),
            "--amount",
            vector.path("amount").asString(),
            "--nonce",
            vector.path("nonce").asString());
    assertEquals(vector.path("signature"), signed.path("signature"));
    assertEquals(vector.path("from"), signed.path("from"));
    var order = SentJson.order(signed, STANDARD.ledger());
    assertEquals(vector.path("id").asString(), order.id().toString());
  }

  @Test
  void signsEveryField() throws IOException {
    var signed =
        sign(
            "--ledger",
            LEDGER,
            "--asset",
            "COIN",
            "--to",
            "users:carol",
            "--nonce",
            "41",
            "--amount",
            "99999999999999999999999999999999999999",
            "--until",
            "4102444800",
            "--memo",
            "发票 #1 – café 😀",
            "--from",
            Terminal.ALICE.toLowerCase());
    assertEquals("发票 #1 – café 😀", signed.path("memo").asString());
    assertEquals(Optional.empty(), judged(signed));
  }

  @Test
  void signsAPostWithANonceOfItsOwn() throws IOException {
    var words = new String[] {"--ledger", LEDGER, "--author", "Zoë", "--content", "one\ntwo"};
    var first = sign(words);
    assertEquals(Optional.empty(), judged(first));
    assertNotEquals(first.path("nonce"), sign(words).path("nonce"));
  }

  @Test
  void signsTheFirstDocumentsText() throws IOException {
    var signed = sign("--seed", "--to", Terminal.BOB, "--amount", "3");
    assertTrue(signed.path("amount").isNumber());
    var large = sign("--seed", "--to", Terminal.BOB, "--amount", "9007199254740992");
    assertTrue(large.path("amount").isString());
    for (var one : List.of(signed, large)) {
      var order = SentJson.seedOrder(one, STANDARD.ledger(), Ledgers.COIN);
      assertEquals(Optional.empty(), OrderRules.judge(order, STANDARD.inForceAt(1)));
    }
  }

  private static Optional<?> judged(JsonNode signed) {
    return OrderRules.judge(SentJson.order(signed, STANDARD.ledger()), STANDARD.inForceAt(1));
  }

  @Test
  void asksTheServerForWhatIsMissing() throws IOException {
    try (var server = new FakeServer(Ledgers.open())) {
      terminal.http = Outside::client;
      var signed = sign("--to", "users:bob", "--amount", "5", "--server", server.url());
      assertEquals("COIN", signed.path("asset").asString());
      assertEquals(0, signed.path("nonce").asInt());
      var order = SentJson.order(signed, server.book.ledger());
      assertEquals(Optional.empty(), OrderRules.judge(order, server.rules()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, sign --to users:bob",
    "2, sign --amount 5",
    "2, sign --to users:bob --amount 0",
    "2, sign --to users:bob --amount 1.5",
    "2, sign --to Users:bob --amount 5",
    "2, sign --to users:bob --amount 5 --nonce -1",
    "2, sign --to users:bob --amount 5 --nonce 9007199254740992",
    "2, sign --to users:bob --amount 5 --until 253402300800",
    "2, sign --to users:bob --amount 5 --memo a\u0007b",
    "2, sign --to users:bob --amount 5 --memo a\uFFFDb",
    "2, sign --to users:bob --amount 5 --ledger 12",
    "2, sign --to users:bob --amount 5 --seed",
    "2, sign --to 0x1563915e194D8CfBA1943570603F7606A3115508 --amount 5 --seed --nonce 1",
    "2, sign --author a",
    "2, sign --author a --content b --amount 5",
    "2, sign --author a --content b --nonce a_b",
    "2, sign --to 0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A --amount 5 --seed",
    "4, sign --to users:bob --amount 5 --from 0x1563915e194D8CfBA1943570603F7606A3115508",
    "3, sign --to users:bob --amount 5 --server http://127.0.0.1:1",
    "2, sign --to users:bob --amount 5 --server ftp://127.0.0.1",
    "2, sign --to users:bob --amount 5 --server http://user:pw@127.0.0.1"
  })
  void saysWhatIsWrong(int code, String words) throws IOException {
    terminal.http = Outside::client;
    var said = terminal.run(words.split(" "));
    assertEquals(code, said.code(), said.err());
    assertEquals("", said.out());
  }
}
