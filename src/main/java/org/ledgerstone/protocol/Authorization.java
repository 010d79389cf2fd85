package org.ledgerstone.protocol;

import java.util.Optional;

/**
 * The proof that a transaction is wanted: a scheme, and the signature that the scheme asks for.
 *
 * @param signature present exactly for the schemes that sign
 */
public record Authorization(Scheme scheme, Optional<Signature> signature) {

  /** No authorization: 0 bytes. */
  public static final Authorization NONE = new Authorization(Scheme.NONE, Optional.empty());

  /** Signed under the scheme. */
  public static Authorization signed(Scheme scheme, Signature signature) {
    return new Authorization(scheme, Optional.of(signature));
  }

  /**
   * Reads a scheme's number and bytes as blocks carry them: no bytes or 65. Empty if the form is
   * wrong; whether the scheme suits the transaction is for {@link OrderRules}.
   */
  public static Optional<Authorization> of(int number, byte[] bytes) {
    var scheme = Scheme.of(number);
    if (bytes.length == 0) {
      return scheme.map(s -> new Authorization(s, Optional.empty()));
    }
    return scheme.flatMap(s -> Signature.parse(bytes).map(sig -> signed(s, sig)));
  }

  /** The authorization bytes, 0 or 65. */
  public byte[] bytes() {
    return signature.map(Signature::bytes).orElseGet(() -> new byte[0]);
  }
}
