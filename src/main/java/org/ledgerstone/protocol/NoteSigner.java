package org.ledgerstone.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.List;

/** Signs notes with an Ed25519 key (RFC 8032). Never shows the private key. Immutable. */
public final class NoteSigner {

  private final NoteKey key;
  private final PrivateKey secret;

  /**
   * Signs with this key.
   *
   * @param key what its signatures are checked with
   * @param seed the 32 bytes of the private key
   * @throws IllegalArgumentException if the two are not one pair
   */
  public NoteSigner(NoteKey key, byte[] seed) {
    this.key = key;
    this.secret = decoded(seed);
    var probe = new SignedNote("probe\n", List.of());
    if (!key.hasSigned(probe.and(line("probe\n", 0)))) {
      throw new IllegalArgumentException("The private key is not that of " + key);
    }
  }

  private static PrivateKey decoded(byte[] seed) {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("A private key has 32 bytes", e);
    }
  }

  /**
   * The public key, 32 bytes, of a private one.
   *
   * @param seed the 32 bytes of the private key
   * @throws IllegalArgumentException if there are not as many
   */
  public static byte[] publicKey(byte[] seed) {
    try {
      var pairs = KeyPairGenerator.getInstance("Ed25519");
      pairs.initialize(NamedParameterSpec.ED25519, new Drawn(seed));
      var point = ((EdECPublicKey) pairs.generateKeyPair().getPublic()).getPoint();
      return NoteKey.encoded(point);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has Ed25519", e);
    }
  }

  /** Draws just these bytes: Java computes a public key only where it draws the private one. */
  private static final class Drawn extends SecureRandom {

    private static final long serialVersionUID = 1;

    private final byte[] seed;

    Drawn(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalArgumentException("A private key has " + bytes.length + " bytes");
      }
      System.arraycopy(seed, 0, bytes, 0, seed.length);
    }
  }

  /** What its signatures are checked with. */
  public NoteKey key() {
    return key;
  }

  /**
   * The note with this key's signature at the end.
   *
   * @param seconds since 1970, which only a co-signature holds
   * @throws IllegalArgumentException if the text cannot be signed
   */
  public SignedNote sign(SignedNote note, long seconds) {
    if (!SignedNote.isText(note.text()) || seconds < 0) {
      throw new IllegalArgumentException("A note is lines of text, and a time not before 1970");
    }
    return note.and(line(note.text(), seconds));
  }

  private SignedNote.Line line(String text, long seconds) {
    var signature =
        switch (key.use()) {
          case NOTE -> signature(text);
          case COSIGNATURE ->
              ByteBuffer.allocate(Long.BYTES + 64)
                  .putLong(seconds)
                  .put(signature(NoteKey.cosigned(text, seconds)))
                  .array();
        };
    var id = key.id();
    var blob = ByteBuffer.allocate(id.length + signature.length).put(id).put(signature).array();
    return new SignedNote.Line(key.name(), Base64.getEncoder().encodeToString(blob));
  }

  private byte[] signature(String message) {
    try {
      var signer = Signature.getInstance("Ed25519");
      signer.initSign(secret);
      signer.update(message.getBytes(StandardCharsets.UTF_8));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has Ed25519", e);
    }
  }
}
