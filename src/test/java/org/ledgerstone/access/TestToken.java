package org.ledgerstone.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens by hand, so that a test can also make wrong ones. */
public final class TestToken {

  /** The secret of the server that takes these tokens. */
  public static final String SECRET = "0123456789abcdef0123456789abcdef";

  static final long FAR_FUTURE = 4_102_444_800L;

  private TestToken() {}

  /** The header line of an admin. */
  public static String admin() {
    return header("{\"scope\":\"admin\",\"exp\":" + FAR_FUTURE + "}");
  }

  /** The header line of a reader. */
  public static String reader() {
    return header("{\"scope\":\"reader\",\"exp\":" + FAR_FUTURE + "}");
  }

  /** A token that a server with this secret takes, without the header. */
  public static String of(String scope, String secret) {
    var claims = "{\"scope\":\"" + scope + "\",\"exp\":" + FAR_FUTURE + "}";
    return token("{\"alg\":\"HS256\"}", claims, "HmacSHA256", secret);
  }

  /** The header line with a token of these claims. */
  static String header(String claims) {
    return "Authorization: Bearer " + token("{\"alg\":\"HS256\"}", claims, "HmacSHA256", SECRET);
  }

  /** A session as the server would have made it, of these claims. */
  static String session(String claims) {
    return token("{\"alg\":\"HS256\"}", claims, "HmacSHA256", SECRET);
  }

  static String token(String header, String claims, String algorithm, String secret) {
    try {
      var signed = encode(header.getBytes(UTF_8)) + "." + encode(claims.getBytes(UTF_8));
      var mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), algorithm));
      return signed + "." + encode(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
