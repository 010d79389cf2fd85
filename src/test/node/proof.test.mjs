// The page's check of proofs takes what holds, and stops at the right step where it does not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { documented, script, vectors } from "./vectors.mjs";

const { checkProof } = await script("proof.js");

const HEAD = "0ea4012a90f68c5f9908c071a2173cfe61436f10ec7a58c85df2d6bdbc872e7b";
const [ALICE, BOB] = [vectors.accounts.alice.address, vectors.accounts.bob.address];

const whole = { head: vectors.proof.head.hash, genesis: vectors.proof.genesis };

const failed = async (file, asked = whole) => {
  const text = typeof file === "string" ? file : JSON.stringify(file);
  const { steps, ok } = await checkProof(text, asked);
  assert.equal(ok, steps.every((step) => step.ok));
  assert.ok(steps.slice(0, -1).every((step) => step.ok), "nothing comes after a failure");
  return ok ? null : steps.at(-1);
};

const failedKey = async (file, asked) => (await failed(file, asked))?.key;

/** The proof with one thing altered. */
function altered(alter, proof = vectors.proof) {
  const copy = structuredClone(proof);
  alter(copy);
  return copy;
}

/** A hex digit other than the one that is there. */
function flipped(text, at = text.length - 1) {
  const digit = text[at] === "0" ? "1" : "0";
  return text.slice(0, at) + digit + text.slice(at + 1);
}

test("takes the vectors' proof, and says against what", async () => {
  const given = await checkProof(JSON.stringify(vectors.proof), whole);
  assert.ok(given.ok);
  assert.equal(given.against, "given");
  assert.equal(given.head.hash, whole.head);
  assert.equal(given.head.index, 4n);
  assert.deepEqual(given.steps.at(-1), {
    key: "head",
    ok: true,
    expected: whole.head,
    actual: whole.head,
  });
  assert.deepEqual(given.open.map(({ key }) => key), ["accepted", "counts", "later"]);

  const alone = await checkProof(JSON.stringify(vectors.proof));
  assert.ok(alone.ok);
  assert.equal(alone.against, "file");
  assert.ok(!alone.steps.some(({ key }) => key === "head"));
  assert.deepEqual(alone.open.map(({ key }) => key), ["accepted", "head", "genesis", "counts", "later"]);
});

test("takes the documented files", async () => {
  for (const name of ["inclusion.json", "anchored.json", "consistency.json"]) {
    const { ok, steps, open } = await checkProof(documented(name), { head: HEAD });
    assert.ok(ok, `${name}: ${steps.at(-1).key}`);
    assert.equal(open.some(({ key }) => key === "ethereum"), name === "anchored.json");
  }
});

test("refuses another head, and a head that is none", async () => {
  const other = { head: flipped(whole.head) };
  const step = await failed(vectors.proof, other);
  assert.deepEqual(step, { key: "head", ok: false, expected: other.head, actual: whole.head });
  for (const head of ["0x" + whole.head, whole.head.slice(1), whole.head + "\n", "x"]) {
    assert.equal(await failedKey(vectors.proof, { head }), "known");
  }
  assert.equal(await failedKey(vectors.proof, { genesis: flipped(whole.genesis) }), "genesis");
  assert.equal(await failedKey(vectors.proof, { operator: "treasury" }), "known");
});

const MEMBERS = [
  ["genesis", (p) => (p.genesis = flipped(p.genesis)), "transaction.ledger"],
  ["id", (p) => (p.transaction.id = flipped(p.transaction.id)), "transaction.id"],
  ["content", (p) => edit(p.transaction, "contentText", "amount 3", "amount 4"), "transaction.id"],
  ["content's form", (p) => edit(p.transaction, "contentText", "amount 3", "amount 03"), "transaction.content"],
  ["accepted", (p) => edit(p.transaction, "accepted", "01.500", "01.501"), "place.path"],
  ["accepted, no time", (p) => edit(p.transaction, "accepted", "01-01T", "02-30T"), "transaction.accepted"],
  ["scheme", (p) => (p.transaction.scheme = 1), "authorization.scheme"],
  ["authorization", (p) => (p.transaction.authorization = flipped(p.transaction.authorization, 20)), "authorization.signer"],
  ["no authorization", (p) => (p.transaction.authorization = ""), "authorization.signer"],
  ["memo", (p) => (p.transaction.memo = "1"), "transaction.texts"],
  ["no memo", (p) => delete p.transaction.memo, "transaction.texts"],
  ["author", (p) => (p.transaction.author = "Ann"), "transaction.texts"],
  ["position", (p) => (p.position = 2), "place.path"],
  ["count", (p) => (p.count = 6), "place.count"],
  ["path", (p) => (p.path[1] = flipped(p.path[1])), "place.path"],
  ["path's length", (p) => p.path.push(p.path[0]), "place.path"],
  ["block's index", (p) => (p.block.index = 2), "block.index"],
  ["block's hash", (p) => (p.block.hash = flipped(p.block.hash)), "block.hash"],
  ["block's header", (p) => edit(p.block, "headerText", "data -", "data " + "0".repeat(64)), "block.hash"],
  ["block's header form", (p) => edit(p.block, "headerText", "data -", "data"), "block.header"],
  ["block's seal", (p) => (p.block.seal = flipped(p.block.seal, 20)), "block.seal"],
  ["no seal", (p) => delete p.block.seal, "block.seal"],
  ["history's size", (p) => (p.history.size = 4), "history.size"],
  ["history's path", (p) => (p.history.path[0] = flipped(p.history.path[0])), "history.path"],
  ["no history", (p) => delete p.history, "history.none"],
  ["head's index", (p) => (p.head.index = 5), "head.index"],
  ["head's hash", (p) => (p.head.hash = flipped(p.head.hash)), "head.hash"],
  ["head's header", (p) => edit(p.head, "headerText", "nonce 12378", "nonce 12379"), "head.hash"],
  ["head's seal", (p) => (p.head.seal = p.block.seal), "head.seal"],
];

function edit(of, name, from, to) {
  assert.ok(of[name].includes(from));
  of[name] = of[name].replace(from, to);
}

test("sees one altered byte of every member at its step", async () => {
  for (const [what, alter, key] of MEMBERS) {
    assert.equal(await failedKey(altered(alter), { head: whole.head }), key, what);
  }
});

test("says who signed instead", async () => {
  const { list } = vectors.badSignatures;
  const { signature } = list.find(({ why }) => why === "other signer");
  const step = await failed(altered((p) => (p.transaction.authorization = signature)));
  assert.equal(step.expected, ALICE);
  assert.notEqual(step.actual, ALICE);
  for (const { why, signature: bad } of list.filter(({ why }) => !why.includes("bytes"))) {
    const key = await failedKey(altered((p) => (p.transaction.authorization = bad)));
    assert.equal(key, "authorization.signer", why);
  }
});

const text = JSON.stringify(vectors.proof);

test("reads no file that has another form", async () => {
  for (const [what, file, fault, path] of [
    ["nothing", "", "json"],
    ["no JSON", text.slice(0, -1), "json"],
    ["more than one value", text + "{}", "json"],
    ["a comma too many", text.replace(/}$/, ",}"), "json"],
    ["single quotes", "{'version': 1}", "json"],
    ["a mark of byte order", "\ufeff" + text, "json"],
    ["a raw line feed", text.replace('"memo":""', '"memo":"\n"'), "json"],
    ["too deep", "[".repeat(100000), "json"],
    ["no object", "[]", "form", ""],
    ["null", "null", "form", ""],
    ["another version", text.replace('"version":1', '"version":2'), "version", "version"],
    ["a fraction", text.replace('"version":1', '"version":1.0'), "form", "version"],
    ["an exponent", text.replace('"position":1', '"position":1e0'), "form", "position"],
    ["a leading zero", text.replace('"position":1', '"position":01'), "form", "position"],
    ["a negative number", text.replace('"position":1', '"position":-1'), "form", "position"],
    ["a number too large", text.replace('"position":1', '"position":9007199254740992'), "form", "position"],
    ["a number as text", text.replace('"position":1', '"position":"1"'), "form", "position"],
    ["a member twice", text.replace('"position":1', '"position":1,"position":1'), "twice", "position"],
    ["twice in disguise", text.replace('"position":1', '"position":1,"positio\\u006e":1'), "twice", "position"],
    ["an unknown member", text.replace('"position":1', '"position":1,"x":1'), "unknown", "x"],
    ["a prototype", text.replace('"position":1', '"position":1,"__proto__":{}'), "unknown", "__proto__"],
    ["an unknown member inside", text.replace('"memo":""', '"memo":"","x":""'), "unknown", "transaction.x"],
    ["a missing member", text.replace('"position":1,', ""), "missing", "position"],
    ["a missing member inside", text.replace(/"id":"[0-9a-f]+",/, ""), "missing", "transaction.id"],
    ["capitals", text.replace(/"id":"[0-9a-f]+"/, (id) => id.toUpperCase().replace("ID", "id")), "form", "transaction.id"],
    ["half a pair", text.replace('"memo":""', '"memo":"\\ud800"'), "form", "transaction.memo"],
    ["a seal too short", text.replace('1c"},"history"', '"},"history"'), "form", "block.seal"],
    ["null for nothing", text.replace('"memo":""', '"memo":null'), "form", "transaction.memo"],
  ]) {
    assert.notEqual(file, text, what);
    const step = await failed(file);
    assert.deepEqual([step.key, step.fault], ["file", fault], what);
    if (path !== undefined) {
      assert.equal(step.actual, path, what);
    }
  }
});

test("reads the member of Ethereum strictly, and says that it asked nobody", async () => {
  const anchored = JSON.parse(documented("anchored.json"));
  for (const name of Object.keys(anchored.ethereum)) {
    const without = altered((p) => delete p.ethereum[name], anchored);
    const step = await failed(without, { head: HEAD });
    assert.deepEqual([step.key, step.actual.startsWith("ethereum.")], ["file", true], name);
  }
  const upper = altered((p) => (p.ethereum.by = ALICE), anchored);
  assert.equal((await failed(upper, { head: HEAD })).actual, "ethereum.by");
});

test("compares the heads of a consistency with what is known", async () => {
  const file = documented("consistency.json");
  const { first, second } = JSON.parse(file);
  const known = { head: second.hash, first: first.hash };
  assert.equal(await failedKey(file, known), undefined);
  assert.equal(await failedKey(file, { ...known, first: flipped(first.hash) }), "first");
  assert.equal(await failedKey(file, { ...known, head: first.hash }), "head");
  const same = altered((p) => (p.second = p.first), JSON.parse(file));
  assert.equal(await failedKey(same, {}), "consistency.empty");
  const reversed = altered((p) => ([p.first, p.second] = [second, first]), JSON.parse(file));
  assert.equal(await failedKey(reversed, {}), "consistency.order");
  const [proof, path] = ["proof", "path"];
  for (const [name, key] of [[proof, "consistency.proof"], [path, "history.path"]]) {
    const other = altered((p) => (p[name][0] = flipped(p[name][0])), JSON.parse(file));
    assert.equal(await failedKey(other, {}), key);
    const shorter = altered((p) => p[name].pop(), JSON.parse(file));
    assert.equal(await failedKey(shorter, {}), key);
  }
});

test("says that a browser gives no Web Crypto", async () => {
  const crypto = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  for (const value of [{}, undefined]) {
    Object.defineProperty(globalThis, "crypto", { value, configurable: true });
    try {
      const { steps, ok } = await checkProof(text, whole);
      assert.ok(!ok);
      assert.deepEqual(steps.map(({ key }) => key), ["webCrypto"]);
    } finally {
      Object.defineProperty(globalThis, "crypto", crypto);
    }
  }
});

test("shows accounts as people know them", async () => {
  const { steps } = await checkProof(text, whole);
  const signer = steps.find(({ key }) => key === "authorization.signer");
  assert.deepEqual([signer.expected, signer.actual], [ALICE, ALICE]);
  assert.notEqual(BOB, ALICE);
});
