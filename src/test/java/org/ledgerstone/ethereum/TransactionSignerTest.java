package org.ledgerstone.ethereum;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.DecodedTransaction;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.protocol.Word;
import org.ledgerstone.testing.TestKeys;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The signed bytes say what was ordered and nothing else, as others read and write them. */
class TransactionSignerTest {

  private static final int ROUNDS = 300;
  private static final BigInteger CHAIN = BigInteger.valueOf(31_337);

  private static EthereumSubmission submission(
      Optional<Address> to, BigInteger value, String data, long nonce, long gasLimit) {
    return new EthereumSubmission(
        1,
        new EthereumOrder(to, value, data, "a"),
        TestKeys.wallet(1),
        nonce,
        gasLimit,
        BigInteger.TEN.pow(18),
        Optional.empty(),
        SubmissionState.ACCEPTED,
        "",
        Optional.empty(),
        Instant.EPOCH);
  }

  @Test
  void signsWhatWasOrdered() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      isSignedAsOrdered(new SplittableRandom(seed), "seed " + seed);
    }
  }

  private static void isSignedAsOrdered(SplittableRandom random, String seed) {
    var key = TestKeys.key(1 + random.nextInt(20));
    var to =
        random.nextInt(4) == 0
            ? Optional.<Address>empty()
            : Optional.of(TestKeys.wallet(1 + random.nextInt(50)));
    var data = new byte[random.nextInt(5) == 0 ? random.nextInt(2_000) : random.nextInt(3)];
    random.nextBytes(data);
    var digits = HexFormat.of().formatHex(data);
    var value = number(random, 256);
    long nonce = random.nextInt(3) == 0 ? random.nextInt(300) : random.nextLong(Long.MAX_VALUE);
    long gas = random.nextLong(Submissions.GAS_MAX + 1);
    var tip = number(random, 80);
    var fees = new Fees(tip.add(number(random, 80)), tip);
    var order = submission(to, value, "0x" + digits, nonce, gas);

    var signed = new TransactionSigner(key).sign(CHAIN.longValueExact(), order, fees);

    var read = DecodedTransaction.of(signed.raw()).orElseThrow();
    assertThat(read)
        .as(seed)
        .isEqualTo(
            new DecodedTransaction(
                CHAIN,
                BigInteger.valueOf(nonce),
                tip,
                fees.max(),
                BigInteger.valueOf(gas),
                to.map(address -> address.text().substring(2)).orElse(""),
                value,
                digits,
                0,
                read.parity(),
                read.r(),
                read.s(),
                key.address()));
    assertThat(read.s()).as(seed).isPositive().isLessThanOrEqualTo(DecodedTransaction.S_MAX);
    assertThat(read.parity()).as(seed).isBetween(BigInteger.ZERO, BigInteger.ONE);
    assertThat(signed.hash())
        .as(seed)
        .isEqualTo(Word.keccak(HexFormat.of().parseHex(signed.raw().substring(2))));
    assertThat(new TransactionSigner(key).sign(CHAIN.longValueExact(), order, fees))
        .as(seed)
        .isEqualTo(signed);
  }

  private static BigInteger number(SplittableRandom random, int bitsMax) {
    var bytes = new byte[bitsMax / 8];
    random.nextBytes(bytes);
    return new BigInteger(1, bytes).shiftRight(random.nextInt(bitsMax + 1));
  }

  static Stream<JsonNode> vectors() throws IOException {
    var file = "/vectors/ethereum-transactions-1.json";
    try (var in = requireNonNull(TransactionSignerTest.class.getResourceAsStream(file))) {
      return new JsonMapper().readTree(in.readAllBytes()).get("transactions").valueStream();
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void signsAsEthersDoes(JsonNode vector) {
    var key = WalletKey.parse(vector.get("privateKey").stringValue()).orElseThrow();
    var to = Optional.of(vector.get("to")).filter(node -> !node.isNull());
    var signed =
        new TransactionSigner(key)
            .sign(
                vector.get("chainId").longValue(),
                submission(
                    to.map(node -> Address.parse(node.stringValue()).orElseThrow()),
                    new BigInteger(vector.get("value").stringValue()),
                    vector.get("data").stringValue(),
                    Long.parseLong(vector.get("nonce").stringValue()),
                    Long.parseLong(vector.get("gasLimit").stringValue())),
                new Fees(
                    new BigInteger(vector.get("maxFeePerGas").stringValue()),
                    new BigInteger(vector.get("maxPriorityFeePerGas").stringValue())));
    assertThat(signed.raw()).isEqualTo(vector.get("raw").stringValue());
    assertThat(signed.hash().toString()).isEqualTo(vector.get("hash").stringValue());
  }

  @Test
  void showsNoKey() {
    assertThat(new TransactionSigner(TestKeys.key(1)).toString())
        .isEqualTo("TransactionSigner[" + TestKeys.wallet(1).shown() + "]");
  }
}
