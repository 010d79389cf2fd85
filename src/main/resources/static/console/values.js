/** The values of PROTOCOL 1: each in one canonical form, read strictly. */
import { hex, utf8 } from "./bytes.js";
import { keccak_256 as keccak } from "./vendor/noble-hashes/sha3.js";

/** Greatest nonce and index: 2^53 − 1. */
export const NUMBER_MAX = 2n ** 53n - 1n;
/** Greatest nonce of a header: 2^64 − 1. */
export const HEADER_NONCE_MAX = 2n ** 64n - 1n;
/** The last Unix second of the year 9999. */
export const UNTIL_MAX = 253402300799n;

/** Forms as parts of regular expressions. Wallets and names as they are hashed. */
export const FORM = {
  hash: "[0-9a-f]{64}",
  number: "(?:0|[1-9][0-9]*)",
  wallet: "0x[0-9a-f]{40}",
  name: "(?!0x|[0-9a-f]{40}(?![a-z0-9._:-]))[a-z0-9][a-z0-9._:-]{0,62}",
  asset: "[A-Z][A-Z0-9]{1,11}",
  amount: "[1-9][0-9]{0,37}",
  time: "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z",
  signature: "0x[0-9a-f]{130}",
};
FORM.account = `(?:${FORM.wallet}|${FORM.name})`;

/** Whether a text, as a whole, has the form. */
export const isOf = (form, text) => new RegExp(`^(?:${form})$`).test(text);

/** The number that a text is the canonical form of, up to a greatest one; null for other texts. */
export function wholeNumber(text, max = NUMBER_MAX) {
  if (!isOf(FORM.number, text) || text.length > 39) {
    return null;
  }
  const number = BigInt(text);
  return number <= max ? number : null;
}

/** The form of an account for people and for signing: capitals after EIP-55, names as they are. */
export function shown(account) {
  if (!account.startsWith("0x")) {
    return account;
  }
  const marks = hex(keccak(utf8(account.slice(2))));
  const digits = Array.from(account.slice(2), (digit, i) =>
    marks[i] > "7" ? digit.toUpperCase() : digit,
  );
  return "0x" + digits.join("");
}

/**
 * The account that a person or client wrote, in the form that is hashed. A wallet account may be
 * all lower case, all upper case, or carry a correct checksum; anything else is null.
 */
export function parseAccount(text) {
  const lower = text.toLowerCase();
  if (isOf(FORM.wallet, lower) && text.startsWith("0x")) {
    const upper = "0x" + lower.slice(2).toUpperCase();
    return [lower, upper, shown(lower)].includes(text) ? lower : null;
  }
  return isOf(FORM.name, text) ? text : null;
}

/** The milliseconds since 1970 of a canonical time, as a BigInt; null if there is no such time. */
export function millis(text) {
  if (!isOf(FORM.time, text)) {
    return null;
  }
  const date = new Date(text);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString() === text;
  return exists && date.getTime() >= 0 ? BigInt(date.getTime()) : null;
}

const DIRECTIONS = "\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069";
const FORBIDDEN = new RegExp(`[\\u0000-\\u001f\\u007f-\\u009f${DIRECTIONS}\\ud800-\\udfff]`, "u");

/** What is wrong with a memo: "length" or "character"; null if nothing is. */
export function memoFault(text) {
  if ([...text].length > 256) {
    return "length";
  }
  return FORBIDDEN.test(text) ? "character" : null;
}
