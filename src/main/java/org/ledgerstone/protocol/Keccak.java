package org.ledgerstone.protocol;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256 with Ethereum's padding (the submission of 2011, not FIPS 202's SHA3-256). */
final class Keccak {

  /** Used again and again: making one takes more memory than all else a hash needs. */
  private static final ThreadLocal<KeccakDigest> DIGEST =
      ThreadLocal.withInitial(() -> new KeccakDigest(256));

  private Keccak() {}

  static byte[] hash(byte[]... parts) {
    var digest = DIGEST.get();
    digest.reset();
    for (var part : parts) {
      digest.update(part, 0, part.length);
    }
    var hash = new byte[32];
    digest.doFinal(hash, 0);
    return hash;
  }

  static byte[] hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }
}
