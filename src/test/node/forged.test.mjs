// Blocks and transactions whose hashes and seals are right, and that are none all the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { script, vectors } from "./vectors.mjs";

const ledger = await script("ledger.js");
const { authorizationSteps, placeSteps } = await script("proof-transaction.js");
const { checkProof } = await script("proof.js");
const sha256 = ledger.webSha256();
const key = ledger.fromHex(vectors.accounts.miner.privateKey.slice(2));
const [MINER, ALICE] = ["miner", "alice"].map((who) => vectors.accounts[who].address.toLowerCase());

async function failedStep(steps) {
  for await (const step of steps) {
    if (!step.ok) {
      return step.key;
    }
  }
  return null;
}

/** A block that is whatever its lines say, sealed by the miner. */
async function sealed(lines) {
  const headerText = lines.join("\n") + "\n";
  const hash = await ledger.hashOf(sha256, headerText);
  const index = Number(/\nindex ([0-9]+)\n/.exec(headerText)[1]);
  return { index, hash, headerText, seal: ledger.sign(ledger.fromHex(hash), key) };
}

const lines = (index, difficulty = 0, nonce = 0) => [
  "ledgerstone block 1",
  `index ${index}`,
  `previous ${"a".repeat(64)}`,
  `history ${"b".repeat(64)}`,
  "time 2026-01-01T00:00:01.000Z",
  `miner ${MINER}`,
  `transactions 1 ${"c".repeat(64)}`,
  "data -",
  `difficulty ${difficulty}`,
  `nonce ${nonce}`,
];

const consistency = (first, second) =>
  JSON.stringify({ version: 1, first, second, proof: [], path: [] });

test("two blocks of one index are not one head", async () => {
  const [one, other] = [await sealed(lines(3)), await sealed(lines(3, 0, 1))];
  assert.ok((await checkProof(consistency(one, one))).ok);
  const { steps } = await checkProof(consistency(one, other));
  assert.deepEqual([steps.at(-1).key, steps.at(-1).ok], ["consistency.same", false]);
});

test("a block without its work, and one before the first", async () => {
  for (const [block, failed] of [
    [await sealed(lines(3, 200)), "first.work"],
    [await sealed(lines(3, 9007199254740991)), "first.work"],
    [await sealed(lines(0)), "first.genesis"],
    [await sealed(lines(1)), "first.genesis"],
  ]) {
    const { steps, ok } = await checkProof(consistency(block, block));
    assert.deepEqual([ok, steps.at(-1).key], [false, failed]);
  }
});

test("a first block is like every first block", () => {
  const text = vectors.genesis.default.headerText;
  assert.ok(ledger.isFirst(ledger.parseHeader(text)));
  for (const [from, to] of [
    ["index 1", "index 2"],
    ["previous 0", "previous 1"],
    ["history e", "history f"],
    ["miner -", `miner ${MINER}`],
    ["difficulty 0", "difficulty 1"],
    ["nonce 0", "nonce 1"],
  ]) {
    assert.ok(text.includes(from));
    assert.ok(!ledger.isFirst(ledger.parseHeader(text.replace(from, to))), to);
  }
});

test("no signature by any other number than 27 and 28", () => {
  const signature = vectors.transfers[0].signature.slice(0, -2);
  const taken = Array.from({ length: 256 }, (_, v) => v).filter((v) =>
    ledger.isSignature(signature + v.toString(16).padStart(2, "0")),
  );
  assert.deepEqual(taken, [27, 28]);
});

test("a named account's transaction is signed by somebody, whoever the operator is", async () => {
  const transfer = vectors.acmeTransfer;
  const genesis = vectors.genesis.acme.hash;
  const said = ledger.parseContent(transfer.content);
  const given = { scheme: 2n, authorization: transfer.signature, memo: transfer.memo };
  const failed = (changed, operator, open = []) =>
    failedStep(authorizationSteps({ ...given, ...changed }, said, genesis, operator, open));
  const open = [];
  assert.equal(await failed({}, null, open), null);
  assert.deepEqual(open, [{ key: "operator", value: transfer.signer }]);
  assert.equal(await failed({}, transfer.signer.toLowerCase()), null);
  assert.equal(await failed({}, ALICE), "authorization.signer");
  assert.equal(await failed({ authorization: "" }, null), "authorization.signer");
  const noPoint = "0x" + "0".repeat(63) + "5" + "0".repeat(63) + "1" + "1b";
  assert.equal(await failed({ authorization: noPoint }, null), "authorization.signer");
  assert.equal(await failed({ scheme: 1n }, null), "authorization.scheme");
});

const TIME = "2026-01-01T00:00:01.000Z";

/** The step that fails of a block's only transaction. */
async function failedPlace(said, { position = 0n, count = 1n, accepted = TIME, index = 2n }) {
  const transaction = { id: "d".repeat(64), accepted, scheme: 0n, authorization: "" };
  const bytes = ledger.concat(
    ledger.fromHex(transaction.id),
    ledger.bigEndian(ledger.millis(accepted), 8),
    Uint8Array.of(0),
  );
  const root = await ledger.leafOf(sha256, bytes);
  const header = { index, time: TIME, miner: MINER, count, root };
  const proof = { transaction, position, count, path: [] };
  return failedStep(placeSteps(sha256, proof, said, header));
}

test("every kind has its place in blocks", async () => {
  const late = { accepted: "2026-01-01T00:00:01.001Z" };
  const reward = { kind: "reward", to: MINER, block: "2" };
  assert.equal(await failedPlace(reward, {}), null);
  assert.equal(await failedPlace(reward, late), "place.kind");
  assert.equal(await failedPlace(reward, { position: 1n }), "place.kind");
  assert.equal(await failedPlace(reward, { index: 3n }), "place.kind");
  assert.equal(await failedPlace({ ...reward, to: ALICE }, {}), "place.kind");
  assert.equal(await failedPlace({ ...reward, block: "1" }, { index: 1n }), "place.kind");
  const allocation = { kind: "allocation", position: "0" };
  assert.equal(await failedPlace(allocation, { index: 1n }), null);
  assert.equal(await failedPlace(allocation, { index: 1n, ...late }), "place.kind");
  assert.equal(await failedPlace(allocation, { index: 2n }), "place.kind");
  assert.equal(await failedPlace({ ...allocation, position: "1" }, { index: 1n }), "place.kind");
  for (const kind of ["transfer", "post"]) {
    assert.equal(await failedPlace({ kind }, late), null);
    assert.equal(await failedPlace({ kind }, { index: 1n }), "place.kind");
  }
});
