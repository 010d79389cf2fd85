package org.ledgerstone.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.jcajce.provider.digest.Keccak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.Wire;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The vectors of Wycheproof for secp256k1, see the NOTICE beside them. They verify r and s for a
 * key; here the key is recovered with either v, and a high s is none of ours.
 */
class WycheproofTest {

  private static final HexFormat HEX = HexFormat.of();
  private static final BigInteger HALF_ORDER =
      new BigInteger("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0", 16);

  /** A vector: which key is said to have signed which digest, and whether it has. */
  record Vector(String name, Address key, byte[] digest, byte[] rs, boolean isValid) {

    boolean isLow() {
      return new BigInteger(1, Arrays.copyOfRange(rs, 32, 64)).compareTo(HALF_ORDER) <= 0;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Vector> vectors() throws IOException {
    var name = "/hostile/vectors/ecdsa_secp256k1_sha256_p1363_test.json";
    try (var file = Objects.requireNonNull(WycheproofTest.class.getResourceAsStream(name))) {
      var vectors = new ArrayList<Vector>();
      for (var group : new JsonMapper().readTree(file).get("testGroups")) {
        var key = address(HEX.parseHex(group.get("publicKey").get("uncompressed").asString()));
        group.get("tests").forEach(test -> vectors.add(vector(key, test)));
      }
      return vectors;
    }
  }

  private static Vector vector(Address key, JsonNode test) {
    return new Vector(
        test.get("tcId").asInt() + " " + test.get("comment").asString(),
        key,
        sha256(HEX.parseHex(test.get("msg").asString())),
        HEX.parseHex(test.get("sig").asString()),
        test.get("result").asString().equals("valid"));
  }

  private static Address address(byte[] uncompressed) {
    var hash = new Keccak.Digest256().digest(Arrays.copyOfRange(uncompressed, 1, 65));
    return Address.parse("0x" + HEX.formatHex(hash, 12, 32)).orElseThrow();
  }

  private static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] withV(byte[] rs, int v) {
    var bytes = Arrays.copyOf(rs, rs.length + 1);
    bytes[rs.length] = (byte) v;
    return bytes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void theKeyIsRecoveredJustWhereItHasSigned(Vector vector) {
    var signers =
        IntStream.of(27, 28)
            .mapToObj(v -> Signature.parse(withV(vector.rs(), v)))
            .flatMap(Optional::stream)
            .flatMap(signature -> signature.signerOf(vector.digest()).stream())
            .toList();
    boolean isOurs = vector.isValid() && vector.isLow();
    assertThat(signers.contains(vector.key())).isEqualTo(isOurs);
  }

  @Test
  void holdSomeOfEachKind() throws IOException {
    assertThat(vectors()).hasSize(252);
    assertThat(vectors()).filteredOn(v -> v.isValid() && v.isLow()).hasSizeGreaterThan(50);
    assertThat(vectors()).filteredOn(v -> v.isValid() && !v.isLow()).hasSizeGreaterThan(50);
  }

  @Test
  void noneOfThemAuthorisesATransfer() throws IOException {
    try (var node = HttpNode.start(TestDatabase.Kind.H2)) {
      var before = node.contents();
      var order = Wire.order(new TransferDraft(node.rules()).order());
      var json = new JsonMapper();
      var items =
          vectors().stream()
              .flatMap(vector -> Stream.of(withV(vector.rs(), 27), withV(vector.rs(), 28)))
              .map(bytes -> {
                order.put("signature", "0x" + HEX.formatHex(bytes));
                return json.writeValueAsString(order);
              })
              .toList();
      var body = "{\"transactions\":[" + String.join(",", items) + "]}";
      var type = new String[] {"Content-Type", "application/json"};
      var answer =
          node.send("POST", "/api/v1/transactions/batch", body.getBytes(UTF_8), type).with(200);
      assertThat(answer.list("results"))
          .hasSize(items.size())
          .allSatisfy(
              item -> assertThat(item.get("code")).isIn("SIGNATURE_INVALID", "SIGNATURE_MISMATCH"));
      assertThat(node.contents()).isEqualTo(before);
      node.order(new TransferDraft(node.rules()).order()).with(201);
    }
  }
}
