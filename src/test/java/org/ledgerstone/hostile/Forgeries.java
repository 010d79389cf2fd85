package org.ledgerstone.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.bouncycastle.jcajce.provider.digest.Keccak;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.SeedText;
import org.ledgerstone.protocol.Transfer;

/**
 * Signatures by the right key over what is nearly the typed data of a transfer, by EIP-712 itself
 * and not by the node's code. {@code exact} is the right one.
 */
final class Forgeries {

  private static final String DOMAIN = "EIP712Domain(string name,string version,bytes32 salt)";
  private static final String TRANSFER =
      "Transfer(string asset,string from,string to,uint256 amount,uint256 nonce,uint64 until,string"
          + " memo)";

  private static final Map<String, Function<Transfer, byte[]>> DIGESTS =
      Map.ofEntries(
          Map.entry("exact", t -> digest(domain(t), TRANSFER, fields(t))),
          Map.entry(
              "other-name",
              t -> digest(domain("Ledgerst0ne", "1", t.ledger()), TRANSFER, fields(t))),
          Map.entry(
              "other-version",
              t -> digest(domain("Ledgerstone", "2", t.ledger()), TRANSFER, fields(t))),
          Map.entry(
              "other-salt",
              t -> digest(domain("Ledgerstone", "1", Hash.ZERO), TRANSFER, fields(t))),
          Map.entry("no-salt", t -> digest(withoutSalt(), TRANSFER, fields(t))),
          Map.entry("chain-id", t -> digest(withChainId(t), TRANSFER, fields(t))),
          Map.entry("contract", t -> digest(withContract(t), TRANSFER, fields(t))),
          Map.entry(
              "other-type",
              t -> digest(domain(t), TRANSFER.replace("Transfer", "Payment"), fields(t))),
          Map.entry(
              "other-width",
              t -> digest(domain(t), TRANSFER.replace("uint64", "uint256"), fields(t))),
          Map.entry(
              "renamed", t -> digest(domain(t), TRANSFER.replace(" to,", " payee,"), fields(t))),
          Map.entry("swapped", t -> digest(domain(t), TRANSFER, exchanged(fields(t), 1, 2))),
          Map.entry(
              "reordered",
              t ->
                  digest(
                      domain(t),
                      TRANSFER.replace(
                          "uint256 amount,uint256 nonce", "uint256 nonce,uint256 amount"),
                      exchanged(fields(t), 3, 4))),
          Map.entry("small-letters", t -> digest(domain(t), TRANSFER, smallLetters(t))),
          Map.entry("as-post", Forgeries::asPost),
          Map.entry("without-prefix", t -> keccak(domain(t), struct(TRANSFER, fields(t)))),
          Map.entry("struct-only", t -> struct(TRANSFER, fields(t))),
          Map.entry("personal", t -> personal(digest(domain(t), TRANSFER, fields(t)))),
          Map.entry("seed-text", SeedText::digest),
          Map.entry("seed-small-letters", Forgeries::seedInSmallLetters),
          Map.entry("id", t -> t.id().bytes()),
          Map.entry("content-text", t -> keccak(t.contentText())));

  private Forgeries() {}

  /** Alice's signature over this variant of the typed data, as 0x and hex. */
  static String sign(String variant, Transfer transfer) {
    var digest = DIGESTS.get(variant);
    if (digest == null) {
      throw new IllegalArgumentException("No forgery is called " + variant);
    }
    return BlockFixture.ALICE.sign(digest.apply(transfer)).toString();
  }

  private static byte[] digest(byte[] domain, String type, List<byte[]> fields) {
    return keccak(new byte[] {0x19, 0x01}, domain, struct(type, fields));
  }

  private static byte[] struct(String type, List<byte[]> fields) {
    var parts = new ArrayList<byte[]>();
    parts.add(keccak(type));
    parts.addAll(fields);
    return keccak(parts.toArray(byte[][]::new));
  }

  private static byte[] domain(Transfer transfer) {
    return domain("Ledgerstone", "1", transfer.ledger());
  }

  private static byte[] domain(String name, String version, Hash salt) {
    return struct(DOMAIN, List.of(keccak(name), keccak(version), salt.bytes()));
  }

  private static byte[] withoutSalt() {
    return struct(
        "EIP712Domain(string name,string version)", List.of(keccak("Ledgerstone"), keccak("1")));
  }

  private static byte[] withChainId(Transfer transfer) {
    return struct(
        "EIP712Domain(string name,string version,uint256 chainId,bytes32 salt)",
        List.of(keccak("Ledgerstone"), keccak("1"), word(1), transfer.ledger().bytes()));
  }

  private static byte[] withContract(Transfer transfer) {
    return struct(
        "EIP712Domain(string name,string version,address verifyingContract,bytes32 salt)",
        List.of(keccak("Ledgerstone"), keccak("1"), word(0), transfer.ledger().bytes()));
  }

  private static List<byte[]> fields(Transfer t) {
    return fields(t, t.from().shown(), t.to().shown());
  }

  private static List<byte[]> smallLetters(Transfer t) {
    return fields(
        t, t.from().shown().toLowerCase(Locale.ROOT), t.to().shown().toLowerCase(Locale.ROOT));
  }

  private static List<byte[]> fields(Transfer t, String from, String to) {
    return List.of(
        keccak(t.asset().code()),
        keccak(from),
        keccak(to),
        word(t.amount().units().longValueExact()),
        word(t.nonce().orElseThrow()),
        word(t.until()),
        keccak(t.memo()));
  }

  private static List<byte[]> exchanged(List<byte[]> fields, int one, int other) {
    var exchanged = new ArrayList<>(fields);
    exchanged.set(one, fields.get(other));
    exchanged.set(other, fields.get(one));
    return exchanged;
  }

  private static byte[] asPost(Transfer t) {
    return digest(
        domain(t),
        "Post(string from,string author,string content,string nonce)",
        List.of(
            keccak(t.from().shown()),
            keccak(t.to().shown()),
            keccak(t.amount().toString()),
            keccak(Long.toString(t.nonce().orElseThrow()))));
  }

  /** The seed text is what people copy by hand, so this is the likeliest mistake. */
  private static byte[] seedInSmallLetters(Transfer t) {
    var text = t.from().text() + t.to().text() + t.amount();
    return keccak("\u0019Ethereum Signed Message:\n" + text.length() + text);
  }

  private static byte[] personal(byte[] digest) {
    return keccak("\u0019Ethereum Signed Message:\n32".getBytes(UTF_8), digest);
  }

  private static byte[] word(long number) {
    return HexFormat.of().parseHex(String.format("%064x", BigInteger.valueOf(number)));
  }

  private static byte[] keccak(String text) {
    return keccak(text.getBytes(UTF_8));
  }

  private static byte[] keccak(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return new Keccak.Digest256().digest(all.toByteArray());
  }
}
