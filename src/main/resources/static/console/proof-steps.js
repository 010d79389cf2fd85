/** What is checked of every proof: a block by itself, and its place in a head's history. */
import { fromHex } from "./bytes.js";
import { hashOf } from "./hashing.js";
import { isFirst, leadingZeroBits, parseHeader } from "./header.js";
import { signerOf } from "./signature.js";
import { leafOf, rootFrom } from "./tree.js";
import { shown } from "./values.js";

/**
 * One step of a check.
 *
 * @param key which one
 * @param expected what has to be found, as text
 * @param actual what was found, as text
 */
export const step = (key, expected, actual, ok = expected === actual) => ({
  key,
  ok,
  expected: String(expected),
  actual: String(actual),
});

/** What a step found where there is nothing that it could have found. */
export const NOTHING = "-";

/**
 * Checks a block by itself: header, hash, place after genesis, work and seal.
 *
 * @param name of the block in the steps' keys: block, head, first or second
 * @param genesis the ledger's genesis hash, or null if the proof names none
 */
export async function* blockSteps(sha256, name, block, genesis) {
  const header = parseHeader(block.headerText);
  yield step(`${name}.header`, "ledgerstone block 1", block.headerText, header !== null);
  yield step(`${name}.hash`, block.hash, await hashOf(sha256, block.headerText));
  yield step(`${name}.index`, block.index, header.index);
  if (header.index === 1n) {
    const begins = isFirst(header) && block.seal === undefined;
    const expected = genesis ?? block.hash;
    yield step(`${name}.genesis`, expected, block.hash, begins && expected === block.hash);
    return;
  }
  if (genesis !== null) {
    const follows = (header.previous === genesis) === (header.index === 2n);
    yield step(`${name}.genesis`, genesis, header.previous, header.index > 1n && follows);
  } else {
    yield step(`${name}.genesis`, "> 1", header.index, header.index > 1n);
  }
  const zeros = leadingZeroBits(block.hash);
  yield step(`${name}.work`, `>= ${header.difficulty}`, zeros, BigInt(zeros) >= header.difficulty);
  const signer = signerOf(fromHex(block.hash), block.seal ?? "");
  yield step(`${name}.seal`, shown(header.miner), signer ? shown(signer) : NOTHING);
}

/** Checks that a block is one of those that a head's history holds. */
export async function* historySteps(sha256, block, head, size, path) {
  const fits = size === head.index - 1n && size >= block.index;
  yield step("history.size", head.index - 1n, size, fits);
  const leaf = await leafOf(sha256, fromHex(block.hash));
  const root = await rootFrom(sha256, leaf, block.index - 1n, size, path);
  yield step("history.path", head.history, root ?? NOTHING);
  const isParent = size === block.index;
  const named = (head.previous === block.hash) === isParent;
  yield step("history.parent", isParent ? block.hash : `!= ${block.hash}`, head.previous, named);
}
