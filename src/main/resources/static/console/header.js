/** A block's header (PROTOCOL 4): its lines, and what holds of a first block. */
import { linesOf, readLines } from "./lines.js";
import { FORM, HEADER_NONCE_MAX, millis, wholeNumber } from "./values.js";

const LINES = linesOf("ledgerstone block 1", [
  ["index", FORM.number],
  ["previous", FORM.hash],
  ["history", FORM.hash],
  ["time", FORM.time],
  ["miner", `-|${FORM.wallet}`],
  ["transactions", `${FORM.number} ${FORM.hash}`],
  ["data", `-|${FORM.hash}`],
  ["difficulty", FORM.number],
  ["nonce", FORM.number],
]);

/** The root of a tree without leaves: the SHA-256 of nothing. */
export const EMPTY_TREE = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** The values of a header text, numbers as BigInt; null if it is not canonical. */
export function parseHeader(text) {
  const said = readLines(LINES, text);
  if (!said) {
    return null;
  }
  const [countText, root] = said.transactions.split(" ");
  const header = {
    ...said,
    index: wholeNumber(said.index),
    millis: millis(said.time),
    count: wholeNumber(countText),
    root,
    difficulty: wholeNumber(said.difficulty),
    nonce: wholeNumber(said.nonce, HEADER_NONCE_MAX),
  };
  return Object.values(header).includes(null) ? null : header;
}

/** Whether a header is as that of every first block. */
export const isFirst = (header) =>
  header.index === 1n &&
  header.previous === "0".repeat(64) &&
  header.history === EMPTY_TREE &&
  header.miner === "-" &&
  header.difficulty === 0n &&
  header.nonce === 0n;

/** How many zero bits a hash begins with. */
export function leadingZeroBits(hash) {
  const number = BigInt("0x" + hash);
  return 256 - (number === 0n ? 0 : number.toString(2).length);
}
