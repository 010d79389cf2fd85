/** What is checked of a proof's transaction: its texts, its signature, its place in its block. */
import { bigEndian, concat, fromHex } from "./bytes.js";
import { idOf, parseContent, TEXTS } from "./content.js";
import { commitment } from "./hashing.js";
import { NOTHING, step } from "./proof-steps.js";
import { signerOf } from "./signature.js";
import { leafOf, rootFrom } from "./tree.js";
import { digestOf, seedText, textDigest, typedData } from "./typed-data.js";
import { millis, shown } from "./values.js";

/** Checks what a transaction says, and that it says so to this ledger. */
export async function* contentSteps(sha256, given, genesis) {
  const said = parseContent(given.contentText);
  yield step("transaction.content", "ledgerstone … 1", given.contentText, said !== null);
  yield step("transaction.id", given.id, await idOf(given.contentText, sha256));
  yield step("transaction.ledger", genesis, said.ledger ?? genesis);
  yield await textsStep(sha256, given, said);
  yield step("transaction.accepted", "…", given.accepted, millis(given.accepted) !== null);
}

async function textsStep(sha256, given, said) {
  const names = ["memo", "author", "content"].filter((name) => given[name] !== undefined);
  const actual = [];
  for (const name of names) {
    actual.push(`${name} ${await commitment(sha256, given[name])}`);
  }
  const expected = TEXTS[said.kind].map((name) => `${name} ${said[name]}`);
  return step("transaction.texts", expected.join("\n"), actual.join("\n"));
}

/**
 * Checks who signed.
 *
 * @param operator who signs for named accounts, or null if that is not known
 * @param open gets what stays open: who the operator is
 */
export function* authorizationSteps(given, said, genesis, operator, open) {
  const sender = said.from ?? "-";
  if (sender === "-") {
    const unsigned = given.scheme === 0n && given.authorization === "";
    yield step("authorization.scheme", "0", given.scheme, unsigned);
    return;
  }
  const scheme = schemeOf(said);
  yield step("authorization.scheme", scheme ?? NOTHING, given.scheme);
  const signer = signerOf(digestBy(scheme, given, said, genesis), given.authorization);
  const found = signer ? shown(signer) : NOTHING;
  const owner = sender.startsWith("0x") ? sender : operator;
  if (owner !== null) {
    yield step("authorization.signer", shown(owner), found);
    return;
  }
  yield step("authorization.signer", sender, found, signer !== null);
  open.push({ key: "operator", value: found });
}

/** The scheme that a transaction with a sender has to have; null where there is none for it. */
function schemeOf(said) {
  if (said.kind === "post" || said.nonce !== "-") {
    return 2n;
  }
  const isSeedForm = said.until === "0" && said.memo === "-";
  return isSeedForm && said.from.startsWith("0x") && said.to.startsWith("0x") ? 1n : null;
}

function digestBy(scheme, given, said, genesis) {
  if (scheme === 1n) {
    return textDigest(seedText(said));
  }
  const values = { ...said };
  for (const name of TEXTS[said.kind]) {
    values[name] = given[name];
  }
  return digestOf(typedData(genesis, said.kind === "post" ? "Post" : "Transfer", values));
}

/** Checks that a transaction of this kind can stand there, and that the block's root holds it. */
export async function* placeSteps(sha256, proof, said, header) {
  const { transaction: given, position, count } = proof;
  yield step("place.kind", `${said.kind} ${position}`, header.index, fits(proof, said, header));
  yield step("place.count", header.count, count);
  const leaf = await leafOf(sha256, leafBytes(given));
  const root = await rootFrom(sha256, leaf, position, count, proof.path);
  yield step("place.path", header.root, root ?? NOTHING);
}

function fits({ transaction: given, position }, said, header) {
  const isDated = given.accepted === header.time;
  switch (said.kind) {
    case "allocation":
      return header.index === 1n && BigInt(said.position) === position && isDated;
    case "reward":
      return (
        BigInt(said.block) === header.index &&
        header.index > 1n &&
        header.miner === said.to &&
        position === 0n &&
        isDated
      );
    default:
      return header.index > 1n;
  }
}

/** What a transaction's leaf holds (PROTOCOL 4). */
const leafBytes = (given) =>
  concat(
    fromHex(given.id),
    bigEndian(millis(given.accepted), 8),
    Uint8Array.of(Number(given.scheme)),
    fromHex(given.authorization.slice(2)),
  );
