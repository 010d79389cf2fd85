/**
 * Checks proof files (docs/PROOFS.md) in the browser. It asks no server: what a proof shows
 * follows from its own bytes and from a head's hash that its reader has from elsewhere.
 */
import { webSha256 } from "./hashing.js";
import { parseHeader } from "./header.js";
import { parseContent } from "./content.js";
import { readProof } from "./proof-file.js";
import { blockSteps, historySteps, step } from "./proof-steps.js";
import { authorizationSteps, contentSteps, placeSteps } from "./proof-transaction.js";
import { NotTaken } from "./strict-json.js";
import { rootsFrom } from "./tree.js";
import { FORM, isOf, parseAccount } from "./values.js";

/**
 * Checks a proof file's text, step by step, and stops at the first step that fails.
 *
 * @param text the file
 * @param asked what the reader knows from elsewhere, each of it optional: `head`, the hash of the
 *     head that has to be seen from, `first`, that of the first of two heads, `genesis`, the ledger
 *     that is meant, `operator`, who signs for its named accounts
 * @return `steps`, a list of {key, ok, expected, actual} in order, with `fault` where the file is not of
 *     the documented form; `ok`, whether all of them hold; `against`, "given" or "file": whether the
 *     head was compared with a given one or is only what the file says; `head`, its hash, index and
 *     time if it came to that; `open`, what all this does not show, a list of {key, value}
 */
export async function checkProof(text, asked = {}) {
  const known = { head: asked.head || null, first: asked.first || null };
  known.genesis = asked.genesis || null;
  known.operator = asked.operator || null;
  const found = { open: [], head: null, against: known.head === null ? "file" : "given" };
  const steps = [];
  for await (const one of stepsOf(text, known, found)) {
    steps.push(one);
    if (!one.ok) {
      break;
    }
  }
  return { steps, ok: steps.length > 0 && steps.at(-1).ok, ...found };
}

async function* stepsOf(text, known, found) {
  const sha256 = webSha256();
  yield step("webCrypto", "crypto.subtle", sha256 ? "crypto.subtle" : "-");
  yield knownStep(known);
  const { proof, fault } = read(text);
  yield { ...step("file", "", fault ? fault.path : "", !fault), ...(fault && { fault: fault.code }) };
  yield* proof.isConsistency
    ? consistency(sha256, proof, known, found)
    : inclusion(sha256, proof, known, found);
}

/** What the reader gave has to be readable itself: a slip must not look like a false proof. */
function knownStep({ head, first, genesis, operator }) {
  const isHash = (text) => text === null || isOf(FORM.hash, text);
  const isWallet = (text) => text === null || (parseAccount(text) ?? "").startsWith("0x");
  const odd = [head, first, genesis].find((text) => !isHash(text));
  const faulty = odd ?? (isWallet(operator) ? "" : operator);
  return step("known", "", faulty);
}

function read(text) {
  try {
    return { proof: readProof(text) };
  } catch (fault) {
    if (fault instanceof NotTaken) {
      return { fault };
    }
    throw fault;
  }
}

async function* inclusion(sha256, proof, known, found) {
  const { transaction: given, genesis, block, head } = proof;
  if (known.genesis !== null) {
    yield step("genesis", known.genesis, genesis);
  }
  yield* contentSteps(sha256, given, genesis);
  const said = parseContent(given.contentText);
  const operator = known.operator && parseAccount(known.operator);
  yield* authorizationSteps(given, said, genesis, operator, found.open);
  yield* blockSteps(sha256, "block", block, genesis);
  const header = parseHeader(block.headerText);
  yield* placeSteps(sha256, proof, said, header);
  yield* blockSteps(sha256, "head", head, genesis);
  const headHeader = parseHeader(head.headerText);
  if (proof.history) {
    yield* historySteps(sha256, block, headHeader, proof.history.size, proof.history.path);
  } else {
    yield step("history.none", head.hash, block.hash);
  }
  found.open.push({ key: "accepted", value: given.accepted });
  yield* against(head, headHeader, known, found, genesis, proof);
}

async function* consistency(sha256, proof, known, found) {
  const { first, second } = proof;
  const genesis = first.index === 1n ? first.hash : null;
  if (known.genesis !== null && genesis !== null) {
    yield step("genesis", known.genesis, genesis);
  }
  yield* blockSteps(sha256, "first", first, null);
  yield* blockSteps(sha256, "second", second, genesis);
  const [one, two] = [parseHeader(first.headerText), parseHeader(second.headerText)];
  if (one.index === two.index) {
    yield step("consistency.same", second.hash, first.hash);
    yield step("consistency.empty", 0, proof.proof.length + proof.path.length);
  } else {
    yield step("consistency.order", `> ${one.index}`, two.index, one.index < two.index);
    yield await rootsStep(sha256, proof, one, two);
    yield* historySteps(sha256, first, two, two.index - 1n, proof.path);
  }
  if (known.first !== null) {
    yield step("first", known.first, first.hash);
  } else {
    found.open.push({ key: "first", value: first.hash });
  }
  yield* against(second, two, known, found, genesis, proof);
}

async function rootsStep(sha256, { proof }, one, two) {
  const older = one.index - 1n;
  if (older === 0n) {
    return step("consistency.proof", 0, proof.length);
  }
  const roots = await rootsFrom(sha256, older, two.index - 1n, one.history, proof);
  return step("consistency.proof", [one.history, two.history].join("\n"), (roots ?? ["-"]).join("\n"));
}

/** Compares the head with the one that the reader trusts, and names what nothing here shows. */
function* against(head, header, known, found, genesis, proof) {
  found.head = { hash: head.hash, index: header.index, time: header.time };
  if (known.head !== null) {
    yield step("head", known.head, head.hash);
  } else {
    found.open.push({ key: "head", value: head.hash });
  }
  if (known.genesis === null || genesis === null) {
    found.open.push({ key: "genesis", value: genesis ?? "" });
  }
  if (proof.ethereum) {
    found.open.push({ key: "ethereum", value: proof.ethereum.transactionHash });
  }
  found.open.push({ key: "counts", value: head.hash }, { key: "later", value: header.time });
}
