// Blocks of a miner who hashes and seals what is no transaction, for docs/verify/page.mjs, which lies
// where PAGE says: every hash and seal is right, and it takes none of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  computeAddress,
  concat,
  sha256,
  SigningKey,
  toBeHex,
  toUtf8Bytes,
  TypedDataEncoder,
} from "ethers";

const { verify } = await import(process.env.PAGE);

const [MINER, ALICE, BOB] = ["1", "2", "3"].map((digit) => new SigningKey("0x" + digit.repeat(64)));
const shown = (key) => computeAddress(key.publicKey);
const stored = (key) => shown(key).toLowerCase();
const LEDGER = "a".repeat(64);
const OTHER = "b".repeat(64);
const ACCEPTED = "2026-01-01T00:00:08.000Z";
const sha = (...parts) => sha256(concat(parts)).slice(2);
const shaOf = (text) => sha(toUtf8Bytes(text));
const lines = (kind, fields) =>
  `ledgerstone ${kind} 1\n` + Object.entries(fields).map(([name, value]) => `${name} ${value}\n`).join("");

function block(index, root, changed = {}) {
  const headerText = lines("block", {
    index,
    previous: OTHER,
    history: OTHER,
    time: "2026-01-01T00:00:09.000Z",
    miner: stored(MINER),
    transactions: `1 ${root}`,
    data: "-",
    difficulty: 0,
    nonce: 0,
    ...changed,
  });
  const hash = shaOf(headerText);
  return { index, hash, headerText, seal: MINER.sign("0x" + hash).serialized };
}

const leaf = ({ id, accepted, scheme, authorization }) =>
  sha("0x00", "0x" + id, toBeHex(Date.parse(accepted), 8), toBeHex(scheme, 1), authorization || "0x");

/** The only transaction of block 5, which is the head. */
function alone(transaction, changed) {
  const head = block(5, leaf(transaction), changed);
  const [position, count, path] = [0, 1, []];
  return { version: 1, genesis: LEDGER, transaction, position, count, path, block: head, head };
}

const FIELDS = "string asset,string from,string to,uint256 amount,uint256 nonce,uint64 until,string memo";
const types = { Transfer: FIELDS.split(",").map((field) => ({ type: field.split(" ")[0], name: field.split(" ")[1] })) };
const domain = { name: "Ledgerstone", version: "1", salt: "0x" + LEDGER };
const PAID = { asset: "COIN", from: shown(ALICE), to: shown(BOB), amount: "5", nonce: "2", until: "0", memo: "" };
const signature = ALICE.sign(TypedDataEncoder.hash(domain, types, PAID)).serialized;

const unsigned = (contentText, more) =>
  ({ id: shaOf(contentText), contentText, accepted: ACCEPTED, scheme: 0, authorization: "", ...more });

/** A transfer whose text differs from what Alice has signed, and with other members. */
function transfer(changed = {}, more = {}) {
  const fields = { ...PAID, from: stored(ALICE), to: stored(BOB), memo: "-", ...changed };
  const said = lines("transfer", { ledger: LEDGER, ...fields });
  return unsigned(said, { scheme: 2, authorization: signature, memo: "", ...more });
}

const text = (proof) => (typeof proof === "string" ? proof : JSON.stringify(proof));
const takes = (proof, head, operator) => verify(text(proof), head ?? proof.head.hash, operator);
const refuses = (what, proof, reason, head) =>
  assert.throws(() => takes(proof, head), reason, what);

test("begins with what holds", () => {
  takes(alone(transfer()));
  assert.doesNotThrow(() => takes(alone(transfer({}, { extra: 1 }))));
});

test("a member of the file does not stand for what is signed", () => {
  for (const [name, value] of [["amount", "5000000"], ["asset", "GOLD"], ["nonce", "7"], ["until", "9"]]) {
    const more = { [name]: PAID[name] };
    refuses(name, alone(transfer({ [name]: value }, more)), /not signed by its owner/);
  }
});

test("nobody moves money without a signature", () => {
  const none = { scheme: 0, authorization: "" };
  refuses("from nobody", alone(transfer({ from: "-" }, none)), /no text of a transfer/);
  refuses("unsigned", alone(transfer({}, none)), /another scheme/);
});

test("an operator who is named by nothing is not nobody", () => {
  const named = { ...PAID, from: "treasury" };
  const authorization = ALICE.sign(TypedDataEncoder.hash(domain, types, named)).serialized;
  const proof = alone(transfer({ from: "treasury" }, { authorization }));
  takes(proof, proof.head.hash, shown(ALICE));
  takes(proof, proof.head.hash, undefined);
  for (const operator of ["", shown(BOB)]) {
    assert.throws(() => takes(proof, proof.head.hash, operator), /not signed by its owner/);
  }
});

test("one signature is for one text", () => {
  for (const changed of [
    { nonce: "02" },
    { amount: "0x5" },
    { amount: "0b101" },
    { amount: "5 " },
    { amount: "05" },
    { until: "00" },
    { from: shown(ALICE) },
    { from: "0X" + stored(ALICE).slice(2) },
    { to: "0x" + stored(BOB).slice(2).toUpperCase() },
  ]) {
    refuses(JSON.stringify(changed), alone(transfer(changed)), /no text of a transfer/);
  }
});

test("a text that is of no kind", () => {
  for (const [kind, fields, more] of [
    ["reward", { ledger: LEDGER, asset: "?", to: stored(MINER), amount: 1, block: 5 }],
    ["reward", { ledger: LEDGER, asset: "COIN", to: stored(MINER), amount: "banana", block: 5 }],
    ["post", { ledger: LEDGER, from: "-", author: "-", content: OTHER, nonce: "n" }, { author: "", content: "" }],
    ["post", { ledger: LEDGER, from: "-", author: OTHER, content: OTHER, nonce: "!!" }, { author: "a", content: "b" }],
    ["allocation", { asset: "COIN", to: "0x1", amount: 1, position: 0 }],
  ]) {
    refuses(kind, alone(unsigned(lines(kind, fields), more)), new RegExp(`no text of a ${kind}`));
  }
});

test("a text that has no bytes", () => {
  refuses("a lone surrogate", alone(transfer({}, { memo: "\udc00" })), /a lone surrogate/);
});

test("a file is of one kind", () => {
  const proof = alone(transfer());
  const head = proof.head.hash;
  for (const first of [0, null, "", proof.head]) {
    refuses("of both", { ...proof, first }, /of two kinds/, head);
  }
  refuses("of none", { version: 1 }, /or of none/, head);
});

test("times end with the year 9999", () => {
  const late = "+010000-01-01T00:00:00.000Z";
  refuses("of a block", alone(transfer(), { time: late }), /no text of a block/);
  refuses("of acceptance", alone(transfer({}, { accepted: late })), /no time/);
});

test("blocks are counted from 1, as far as numbers go", () => {
  const zero = block(0, OTHER);
  const history = sha("0x01", "0x" + OTHER, "0x" + sha("0x00", "0x" + zero.hash));
  const third = block(3, OTHER, { history });
  const from = (first, second, path) => ({ version: 1, first, second, proof: [], path });
  refuses("the last leaf", from(zero, third, [OTHER]), /no index/, third.hash);
  refuses("itself", from(zero, zero, []), /no index/, zero.hash);
  takes(from(third, third, []), third.hash);
  const far = block(2 ** 53 + 2, OTHER);
  refuses("far", from(far, far, []), /no index/, far.hash);
});

test("no member stands twice", () => {
  const proof = alone(transfer());
  const twice = JSON.stringify(proof).replace('"transaction":', '"transaction":{"id":"x"},"transaction":');
  refuses("twice", twice, /a member stands twice/, proof.head.hash);
  const hidden = JSON.stringify(proof).replace('"count":', '"coun\\u0074":2,"count":');
  refuses("twice in disguise", hidden, /a member stands twice/, proof.head.hash);
  takes(JSON.stringify({ ...proof, note: 'a colon: "and another": {' }), proof.head.hash);
});
