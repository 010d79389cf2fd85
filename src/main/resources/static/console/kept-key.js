/** A key made in the page for trying out, kept in this browser and nowhere else. */
import { fromHex, hex } from "./bytes.js";
import { accountOfKey, isKey, newKey } from "./signature.js";

const NAME = "ledgerstone.key";

/** The key's wallet account and its secret, as hex digits with 0x. */
const keyOf = (bytes) => ({ account: accountOfKey(bytes), bytes, secret: "0x" + hex(bytes) });

/** The key that this browser keeps; null if none, or if what is there is no key. */
export function keptKey(storage) {
  const text = storage.getItem(NAME) ?? "";
  if (!/^0x[0-9a-f]{64}$/.test(text)) {
    return null;
  }
  const bytes = fromHex(text.slice(2));
  return isKey(bytes) ? keyOf(bytes) : null;
}

/** Makes a key and keeps it; one that is kept already stays, so that nothing is lost. */
export function makeKey(storage) {
  const kept = keptKey(storage);
  if (kept) {
    return kept;
  }
  const made = keyOf(newKey());
  storage.setItem(NAME, made.secret);
  return made;
}

/** Forgets the key: what its account holds is lost unless the key is kept elsewhere. */
export const deleteKey = (storage) => storage.removeItem(NAME);
