/**
 * SHA-256. Who checks a proof has it done by the browser (Web Crypto), which many have looked at;
 * who signs where the browser gives none (a page over plain http) takes the library's.
 */
import { hex, utf8 } from "./bytes.js";
import { sha256 as librarySha256 } from "./vendor/noble-hashes/sha2.js";

/** The browser's SHA-256 of bytes, or null where it gives none. */
export function webSha256() {
  const subtle = globalThis.crypto?.subtle;
  return subtle ? async (bytes) => new Uint8Array(await subtle.digest("SHA-256", bytes)) : null;
}

/** The browser's SHA-256, or the library's where the browser gives none. */
export const anySha256 = () => webSha256() ?? (async (bytes) => librarySha256(bytes));

/** A text's hash as 64 hex digits. */
export const hashOf = async (sha256, text) => hex(await sha256(utf8(text)));

/** How a content text names a text: by its hash, or by a hyphen when it is empty. */
export const commitment = async (sha256, text) => (text === "" ? "-" : hashOf(sha256, text));
