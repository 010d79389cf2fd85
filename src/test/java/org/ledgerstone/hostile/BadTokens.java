package org.ledgerstone.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Bearer tokens for the guarded node, by RFC 7515 and 7519; all but two are wrong in one way. */
final class BadTokens {

  /** The secret of the guarded node. */
  static final String SECRET = "0123456789abcdef0123456789abcdef";

  private static final String HS256 = "{\"alg\":\"HS256\"}";
  private static final String END = ",\"exp\":4102444800}";
  private static final String ADMIN = "{\"scope\":\"admin\"" + END;

  private BadTokens() {}

  /** The token of this name for the ledger with this genesis hash. */
  static String of(String name, String genesis) {
    return switch (name) {
      case "admin" -> signed(HS256, "{\"scope\":\"admin\",\"aud\":\"" + genesis + "\"" + END);
      case "reader" -> signed(HS256, "{\"scope\":\"reader\"" + END);
      case "no-scope" -> signed(HS256, "{\"sub\":\"me\"" + END);
      case "odd-scope" -> signed(HS256, "{\"scope\":\"Admin\"" + END);
      case "roles" -> signed(HS256, "{\"roles\":[\"admin\"]" + END);
      case "no-end" -> signed(HS256, "{\"scope\":\"admin\"}");
      case "ended" -> signed(HS256, "{\"scope\":\"admin\",\"exp\":1700000000}");
      case "not-yet" -> signed(HS256, "{\"scope\":\"admin\",\"nbf\":4102444799" + END);
      case "other-ledger" ->
          signed(HS256, "{\"scope\":\"admin\",\"aud\":\"" + "0".repeat(64) + "\"" + END);
      case "session" -> signed(HS256, "{\"scope\":\"admin\",\"use\":\"session\"" + END);
      case "other-secret" -> token(HS256, ADMIN, "HmacSHA256", SECRET + "x");
      case "empty-secret" -> token(HS256, ADMIN, "HmacSHA256", "\0");
      case "HS512" -> token("{\"alg\":\"HS512\"}", ADMIN, "HmacSHA512", SECRET);
      case "HS256-says-RS256" -> token("{\"alg\":\"RS256\"}", ADMIN, "HmacSHA256", SECRET);
      case "alg-none" -> encode("{\"alg\":\"none\"}") + "." + encode(ADMIN) + ".";
      case "unsigned" -> encode(HS256) + "." + encode(ADMIN) + ".";
      case "critical" -> signed("{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}", ADMIN);
      case "claims-list" -> signed(HS256, "[]");
      case "claims-cut" -> signed(HS256, "{\"scope\":");
      case "end-text" -> signed(HS256, "{\"scope\":\"admin\",\"exp\":\"never\"}");
      case "end-huge" -> signed(HS256, "{\"scope\":\"admin\",\"exp\":1e400}");
      default -> throw new IllegalArgumentException("No token is called " + name);
    };
  }

  private static String signed(String header, String claims) {
    return token(header, claims, "HmacSHA256", SECRET);
  }

  private static String token(String header, String claims, String algorithm, String secret) {
    try {
      var signed = encode(header) + "." + encode(claims);
      var mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), algorithm));
      return signed + "." + encode(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String text) {
    return encode(text.getBytes(UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
