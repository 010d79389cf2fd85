/** What transactions say (PROTOCOL 2): content texts, read strictly and written. */
import { commitment, hashOf } from "./hashing.js";
import { linesOf, readLines } from "./lines.js";
import { FORM, UNTIL_MAX, wholeNumber } from "./values.js";

const LEDGER = ["ledger", FORM.hash];
const ASSET = ["asset", FORM.asset];
const AMOUNT = ["amount", FORM.amount];
const COMMITMENT = `-|${FORM.hash}`;

const KINDS = {
  transfer: linesOf("ledgerstone transfer 1", [
    LEDGER,
    ASSET,
    ["from", FORM.account],
    ["to", FORM.account],
    AMOUNT,
    ["nonce", `-|${FORM.number}`],
    ["until", FORM.number],
    ["memo", COMMITMENT],
  ]),
  post: linesOf("ledgerstone post 1", [
    LEDGER,
    ["from", `-|${FORM.account}`],
    ["author", FORM.hash],
    ["content", FORM.hash],
    ["nonce", "[A-Za-z0-9-]{1,64}"],
  ]),
  reward: linesOf("ledgerstone reward 1", [
    LEDGER,
    ASSET,
    ["to", FORM.wallet],
    AMOUNT,
    ["block", FORM.number],
  ]),
  allocation: linesOf("ledgerstone allocation 1", [
    ASSET,
    ["to", FORM.account],
    AMOUNT,
    ["position", FORM.number],
  ]),
};

/** The texts that a kind has beside its lines. */
export const TEXTS = { transfer: ["memo"], post: ["author", "content"], reward: [], allocation: [] };

/** What a content text says: its kind and the values of its lines; null if it is not canonical. */
export function parseContent(text) {
  for (const [kind, form] of Object.entries(KINDS)) {
    const said = readLines(form, text);
    if (said) {
      return hasItsNumbers(kind, said) ? { kind, ...said } : null;
    }
  }
  return null;
}

function hasItsNumbers(kind, said) {
  const inRange = (text, max) => wholeNumber(text, max) !== null;
  switch (kind) {
    case "transfer":
      return (said.nonce === "-" || inRange(said.nonce)) && inRange(said.until, UNTIL_MAX);
    case "reward":
      return inRange(said.block);
    case "allocation":
      return inRange(said.position);
    default:
      return true;
  }
}

/** The content text of a transfer; its accounts are in the form that is hashed. */
export async function transferText(transfer, sha256) {
  const lines = [
    "ledgerstone transfer 1",
    `ledger ${transfer.ledger}`,
    `asset ${transfer.asset}`,
    `from ${transfer.from}`,
    `to ${transfer.to}`,
    `amount ${transfer.amount}`,
    `nonce ${transfer.nonce}`,
    `until ${transfer.until}`,
    `memo ${await commitment(sha256, transfer.memo)}`,
  ];
  return lines.join("\n") + "\n";
}

/** A transaction's id: the SHA-256 of its content text. */
export const idOf = (contentText, sha256) => hashOf(sha256, contentText);
