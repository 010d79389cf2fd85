/**
 * Signatures of 65 bytes, r, s and v (PROTOCOL 3). The curve is the library's, and so are the
 * hashes that signing needs: a browser gives its own only to pages over https.
 */
import { concat, fromHex, hex, toNumber } from "./bytes.js";
import { FORM, isOf } from "./values.js";
import { hmac } from "./vendor/noble-hashes/hmac.js";
import { sha256 } from "./vendor/noble-hashes/sha2.js";
import { keccak_256 as keccak } from "./vendor/noble-hashes/sha3.js";
import * as curve from "./vendor/noble-secp256k1/index.js";

curve.hashes.sha256 = sha256;
curve.hashes.hmacSha256 = (key, message) => hmac(sha256, key, message);

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** The wallet account of an uncompressed public key, in the form that is hashed. */
const accountOf = (publicKey) => "0x" + hex(keccak(publicKey.slice(1)).slice(12));

/** The wallet account of a private key, in the form that is hashed. */
export const accountOfKey = (privateKey) => accountOf(curve.getPublicKey(privateKey, false));

/** A new private key: 32 bytes from the browser's source of randomness. */
export const newKey = () => curve.utils.randomSecretKey();

/** Whether 32 bytes can be a private key. */
export const isKey = (bytes) => curve.utils.isValidSecretKey(bytes);

/** Whether a text is a signature in the one form that blocks take. */
export function isSignature(text) {
  if (!isOf(FORM.signature, text)) {
    return false;
  }
  const bytes = fromHex(text.slice(2));
  const [r, s] = [toNumber(bytes.slice(0, 32)), toNumber(bytes.slice(32, 64))];
  return 0n < r && r < ORDER && 0n < s && s <= ORDER / 2n && [27, 28].includes(bytes[64]);
}

/** The wallet account whose key signed a digest; null if that is nobody's signature. */
export function signerOf(digest, signature) {
  if (!isSignature(signature)) {
    return null;
  }
  const bytes = fromHex(signature.slice(2));
  const recovered = concat(Uint8Array.of(bytes[64] - 27), bytes.slice(0, 64));
  try {
    const asIs = { prehash: false, isCompressed: false };
    return accountOf(curve.recoverPublicKey(recovered, digest, asIs));
  } catch {
    return null; // No point of the curve has this r, or the key would be the point at infinity.
  }
}

/** The signature of a digest by a private key; the same each time (RFC 6979). */
export function sign(digest, privateKey) {
  const bytes = curve.sign(digest, privateKey, { prehash: false, format: "recovered" });
  return "0x" + hex(bytes.slice(1)) + (27 + bytes[0]).toString(16);
}
