/** Bytes, and how numbers and texts become them. */

const encoder = new TextEncoder();

/** The UTF-8 bytes of a text. A lone surrogate has none: ask {@link hasBytes} before. */
export const utf8 = (text) => encoder.encode(text);

/** Whether a text has UTF-8 bytes of its own: one with a lone surrogate has not. */
export const hasBytes = (text) => !/[\ud800-\udfff]/u.test(text);

/** All the bytes of several arrays, one after the other. */
export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Lower-case hex digits. */
export const hex = (bytes) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * The bytes that lower-case hex digits stand for.
 *
 * @throws RangeError if the text is anything else
 */
export function fromHex(digits) {
  if (!/^(?:[0-9a-f]{2})*$/.test(digits)) {
    throw new RangeError("Not lower-case hex digits in pairs");
  }
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** A whole number in so many bytes, the most significant first. */
export const bigEndian = (number, length) =>
  fromHex(number.toString(16).padStart(2 * length, "0"));

/** The number that bytes stand for, the most significant first. */
export const toNumber = (bytes) => BigInt("0x0" + hex(bytes));
