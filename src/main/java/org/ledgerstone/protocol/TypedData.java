package org.ledgerstone.protocol;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a wallet signs under scheme 2: EIP-712 structured data, in the domain of one ledger. The
 * domain holds no chain id, so that a wallet may be on any network. Thread-safe; the domain's hash
 * is computed once.
 */
public final class TypedData {

  /** A field of a type: its name and its Solidity type. */
  public record Field(String name, String type) {}

  /** The types by name, each with its fields in the order in which they are hashed. */
  public static final Map<String, List<Field>> TYPES =
      Map.of(
          "EIP712Domain",
          List.of(
              new Field("name", "string"),
              new Field("version", "string"),
              new Field("salt", "bytes32")),
          "Transfer",
          List.of(
              new Field("asset", "string"),
              new Field("from", "string"),
              new Field("to", "string"),
              new Field("amount", "uint256"),
              new Field("nonce", "uint256"),
              new Field("until", "uint64"),
              new Field("memo", "string")),
          "Post",
          List.of(
              new Field("from", "string"),
              new Field("author", "string"),
              new Field("content", "string"),
              new Field("nonce", "string")));

  /** The domain's name. */
  public static final String NAME = "Ledgerstone";

  /** The domain's version. */
  public static final String VERSION = "1";

  private static final byte[] TRANSFER_TYPE = typeHash("Transfer");
  private static final byte[] POST_TYPE = typeHash("Post");
  private static final byte[] PREFIX = {0x19, 0x01};

  /** The length of an encoded number, in bytes. */
  private static final int WORD = 32;

  private static final byte[] NO_TEXT = Keccak.hash("");

  private final byte[] domain;
  private final Map<Asset, byte[]> assets;

  /** The typed data of the ledger with this genesis hash, which is the domain's salt. */
  public TypedData(Hash ledger) {
    this(ledger, List.of());
  }

  /** The same, with the hashes of the codes of these assets worked out once for all digests. */
  TypedData(Hash ledger, List<Asset> assets) {
    this.domain =
        Keccak.hash(
            typeHash("EIP712Domain"), Keccak.hash(NAME), Keccak.hash(VERSION), ledger.bytes());
    this.assets =
        assets.stream().collect(Collectors.toUnmodifiableMap(a -> a, a -> Keccak.hash(a.code())));
  }

  /**
   * The 32-byte digest of a transfer.
   *
   * @throws java.util.NoSuchElementException if it is in seed form, which has no nonce
   */
  public byte[] digest(Transfer transfer) {
    return digest(
        Keccak.hash(
            TRANSFER_TYPE,
            hash(transfer.asset()),
            transfer.from().shownHash(),
            transfer.to().shownHash(),
            word(transfer.amount().units()),
            word(transfer.nonce().orElseThrow()),
            word(transfer.until()),
            hash(transfer.memo())));
  }

  /**
   * The 32-byte digest of a post.
   *
   * @throws java.util.NoSuchElementException if it is from nobody
   */
  public byte[] digest(Post post) {
    return digest(
        Keccak.hash(
            POST_TYPE,
            post.from().orElseThrow().shownHash(),
            Keccak.hash(post.author()),
            Keccak.hash(post.content()),
            Keccak.hash(post.nonce())));
  }

  private byte[] hash(Asset asset) {
    var known = assets.get(asset);
    return known != null ? known : Keccak.hash(asset.code());
  }

  private static byte[] hash(String memo) {
    return memo.isEmpty() ? NO_TEXT : Keccak.hash(memo);
  }

  private byte[] digest(byte[] struct) {
    return Keccak.hash(PREFIX, domain, struct);
  }

  private static byte[] typeHash(String name) {
    var fields =
        Objects.requireNonNull(TYPES.get(name)).stream()
            .map(f -> f.type() + " " + f.name())
            .toList();
    return Keccak.hash(name + "(" + String.join(",", fields) + ")");
  }

  private static byte[] word(long number) {
    return ByteBuffer.allocate(WORD).putLong(WORD - Long.BYTES, number).array();
  }

  private static byte[] word(BigInteger number) {
    if (number.bitLength() < Long.SIZE) {
      return word(number.longValue());
    }
    var bytes = number.toByteArray();
    var word = new byte[WORD];
    int sign = bytes[0] == 0 ? 1 : 0;
    System.arraycopy(bytes, sign, word, WORD - bytes.length + sign, bytes.length - sign);
    return word;
  }
}
