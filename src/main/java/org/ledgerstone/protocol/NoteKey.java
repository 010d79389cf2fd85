package org.ledgerstone.protocol;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A key that notes are checked with: a name, a use and an Ed25519 public key (RFC 8032), written
 * {@code name+id+key} as C2SP {@code signed-note} has it. Immutable.
 */
public final class NoteKey {

  /** What a key signs. Its number is hashed into the key's id. */
  public enum Use {
    /** Notes, such as a log's own checkpoints. */
    NOTE(0x01),
    /** Checkpoints of others, with the time (C2SP {@code tlog-cosignature}, version 1). */
    COSIGNATURE(0x04);

    private final byte number;

    Use(int number) {
      this.number = (byte) number;
    }
  }

  static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;
  private static final Pattern FORM = Pattern.compile("([^+]+)\\+([0-9a-f]{8})\\+(.+)");

  private final String name;
  private final Use use;
  private final byte[] key;
  private final byte[] id;

  private NoteKey(String name, Use use, byte[] key) {
    this.name = name;
    this.use = use;
    this.key = key;
    this.id = id(name, use, key);
  }

  private static byte[] id(String name, Use use, byte[] key) {
    var hash =
        Hash.of(
            name.getBytes(StandardCharsets.UTF_8), new byte[] {'\n'}, new byte[] {use.number}, key);
    return Arrays.copyOf(hash.bytes(), SignedNote.Line.ID_BYTES);
  }

  /** The key with this name; empty if the name or the 32 bytes cannot be those of a key. */
  public static Optional<NoteKey> of(String name, Use use, byte[] publicKey) {
    return SignedNote.isName(name)
            && publicKey.length == KEY_BYTES
            && decoded(publicKey).isPresent()
        ? Optional.of(new NoteKey(name, use, publicKey.clone()))
        : Optional.empty();
  }

  /** Reads exactly what {@link #toString} writes; empty for anything else. */
  public static Optional<NoteKey> parse(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getDecoder().decode(parts.group(3));
      return Arrays.stream(Use.values())
          .filter(use -> bytes.length == 1 + KEY_BYTES && bytes[0] == use.number)
          .findFirst()
          .flatMap(use -> of(parts.group(1), use, Arrays.copyOfRange(bytes, 1, bytes.length)))
          .filter(key -> key.toString().equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The key's name. */
  public String name() {
    return name;
  }

  /** What it signs. */
  public Use use() {
    return use;
  }

  /** The 32 bytes of the public key, a copy. */
  public byte[] bytes() {
    return key.clone();
  }

  /**
   * Whether this key has signed the note: there is a line of it and each such line is right. Lines
   * of other keys do not matter.
   */
  public boolean hasSigned(SignedNote note) {
    var lines = note.signatures().stream().filter(this::isOurs).toList();
    return !lines.isEmpty() && lines.stream().allMatch(line -> isRight(line, note.text()));
  }

  /** Those of the note's lines that are right and of this key; none unless it has signed it. */
  public List<SignedNote.Line> linesIn(SignedNote note) {
    return hasSigned(note) ? note.signatures().stream().filter(this::isOurs).toList() : List.of();
  }

  /** Whether a line of the note says that it is of this key; that it is right is not said. */
  public boolean isNamedIn(SignedNote note) {
    return note.signatures().stream().anyMatch(this::isOurs);
  }

  /**
   * When this key has co-signed the note, in seconds since 1970, by its owner's clock; empty unless
   * it has.
   */
  public OptionalLong cosignedAt(SignedNote note) {
    return use == Use.COSIGNATURE && hasSigned(note)
        ? note.signatures().stream()
            .filter(this::isOurs)
            .mapToLong(line -> ByteBuffer.wrap(signature(line)).getLong())
            .max()
        : OptionalLong.empty();
  }

  private boolean isOurs(SignedNote.Line line) {
    return line.name().equals(name) && Arrays.equals(line.bytes(), 0, id.length, id, 0, id.length);
  }

  private static byte[] signature(SignedNote.Line line) {
    var bytes = line.bytes();
    return Arrays.copyOfRange(bytes, SignedNote.Line.ID_BYTES, bytes.length);
  }

  private boolean isRight(SignedNote.Line line, String text) {
    var signature = signature(line);
    return switch (use) {
      case NOTE -> verifies(text, signature);
      case COSIGNATURE -> {
        if (signature.length != Long.BYTES + SIGNATURE_BYTES) {
          yield false;
        }
        long time = ByteBuffer.wrap(signature).getLong();
        yield time >= 0
            && verifies(
                cosigned(text, time), Arrays.copyOfRange(signature, Long.BYTES, signature.length));
      }
    };
  }

  static String cosigned(String text, long seconds) {
    return "cosignature/v1\ntime " + seconds + "\n" + text;
  }

  private boolean verifies(String message, byte[] signature) {
    try {
      var verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(decoded(key).orElseThrow());
      verifier.update(message.getBytes(StandardCharsets.UTF_8));
      return signature.length == SIGNATURE_BYTES && verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The little-endian ordinate with the abscissa's parity in the highest bit (RFC 8032, 5.1.2). */
  private static Optional<PublicKey> decoded(byte[] key) {
    var y = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      y[i] = key[KEY_BYTES - 1 - i];
    }
    boolean odd = y[0] < 0;
    y[0] &= 0x7f;
    try {
      var point = new EdECPoint(odd, new BigInteger(1, y));
      return Optional.of(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /** The same the other way round. */
  static byte[] encoded(EdECPoint point) {
    var y = point.getY().toByteArray();
    var key = new byte[KEY_BYTES];
    for (int i = 0; i < Math.min(y.length, KEY_BYTES); i++) {
      key[i] = y[y.length - 1 - i];
    }
    if (point.isXOdd()) {
      key[KEY_BYTES - 1] |= (byte) 0x80;
    }
    return key;
  }

  byte[] id() {
    return id.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteKey that
        && name.equals(that.name)
        && use == that.use
        && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key) + name.hashCode();
  }

  /** {@code name+id+key}: the id in hex digits, the use's number and the key in base64. */
  @Override
  public String toString() {
    var typed = ByteBuffer.allocate(1 + KEY_BYTES).put(use.number).put(key).array();
    return name
        + "+"
        + HexFormat.of().formatHex(id)
        + "+"
        + Base64.getEncoder().encodeToString(typed);
  }
}
