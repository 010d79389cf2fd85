// The page's scripts reproduce every byte, hash and signature of the protocol's vectors.
import assert from "node:assert/strict";
import { test } from "node:test";
import { script, vectors } from "./vectors.mjs";

const ledger = await script("ledger.js");
const sha256 = ledger.webSha256();
const genesis = vectors.genesis.default.hash;
const keyOf = (account) => ledger.fromHex(account.privateKey.slice(2));
const stored = (account) => ledger.parseAccount(account);

test("accounts of keys, and all the forms in which an account may be written", () => {
  for (const account of Object.values(vectors.accounts)) {
    const lower = account.address.toLowerCase();
    assert.equal(ledger.accountOfKey(keyOf(account)), lower);
    assert.equal(ledger.shown(lower), account.address);
    assert.equal(stored(account.address), lower);
    assert.equal(stored(lower), lower);
  }
  assert.equal(stored(vectors.upperCaseForm), vectors.upperCaseForm.toLowerCase());
});

test("no other form of an account", () => {
  for (const bad of vectors.badAccounts) {
    assert.equal(stored(bad), null, bad);
  }
  const good = vectors.accounts.alice.address;
  for (const bad of [good + "\n", " " + good, good.replace("0x", "0X"), "a".repeat(64), "é"]) {
    assert.equal(stored(bad), null, bad);
  }
  for (const name of vectors.goodNames) {
    assert.equal(stored(name), name);
    assert.equal(ledger.shown(name), name);
  }
});

test("content texts, ids and digests of transfers", async () => {
  for (const one of [...vectors.transfers, vectors.acmeTransfer]) {
    const of = one === vectors.acmeTransfer ? vectors.genesis.acme.hash : genesis;
    const transfer = {
      ledger: of,
      asset: one.asset,
      from: stored(one.from),
      to: stored(one.to),
      amount: one.amount,
      nonce: one.nonce ?? "-",
      until: one.until ?? 0,
      memo: one.memo ?? "",
    };
    assert.equal(await ledger.transferText(transfer, sha256), one.content);
    assert.equal(await ledger.idOf(one.content, sha256), one.id);
    assert.deepEqual(ledger.parseContent(one.content).kind, "transfer");
    const digest =
      one.scheme === 1
        ? ledger.textDigest(one.signedText)
        : ledger.digestOf(ledger.typedData(of, "Transfer", transfer));
    assert.equal(ledger.digestText(digest), one.eip712Digest ?? one.digest);
    const signer = one.signer ?? one.from;
    assert.equal(ledger.shown(ledger.signerOf(digest, one.signature)), signer);
    const key = Object.values(vectors.accounts).find(({ address }) => address === signer);
    if (key) {
      assert.equal(ledger.sign(digest, keyOf(key)), one.signature);
    }
  }
});

test("the seed text", () => {
  const seed = vectors.transfers.find(({ scheme }) => scheme === 1);
  const transfer = { from: stored(seed.from), to: stored(seed.to), amount: seed.amount };
  assert.equal(ledger.seedText(transfer), seed.signedText);
});

test("content texts, ids and digests of posts", async () => {
  for (const post of vectors.posts) {
    const said = ledger.parseContent(post.content_text);
    assert.equal(said.kind, "post");
    assert.equal(said.nonce, post.nonce);
    assert.equal(said.author, await ledger.commitment(sha256, post.author));
    assert.equal(said.content, await ledger.commitment(sha256, post.content));
    assert.equal(await ledger.idOf(post.content_text, sha256), post.id);
    if (post.signature) {
      const values = { ...post, from: said.from };
      const digest = ledger.digestOf(ledger.typedData(genesis, "Post", values));
      assert.equal(ledger.digestText(digest), post.eip712Digest);
      assert.equal(ledger.shown(ledger.signerOf(digest, post.signature)), post.from);
    }
  }
});

test("no signature that blocks do not take", () => {
  const { list, of } = vectors.badSignatures;
  const transfer = vectors.transfers.find(({ id }) => id === of);
  const digest = ledger.fromHex(transfer.eip712Digest.slice(2));
  for (const { why, signature } of list) {
    const signer = ledger.signerOf(digest, signature);
    if (why === "other signer") {
      assert.notEqual(ledger.shown(signer), transfer.from);
    } else {
      assert.equal(signer, null, why);
    }
  }
  const { handedIn, stored: inBlocks } = vectors.mappedSignature;
  assert.equal(ledger.signerOf(digest, handedIn), null);
  assert.equal(ledger.shown(ledger.signerOf(digest, inBlocks)), transfer.from);
  const noPoint = "0x" + "0".repeat(63) + "5" + "0".repeat(63) + "1" + "1b";
  assert.equal(ledger.signerOf(digest, noPoint), null);
});

test("headers and their hashes, seals and work", async () => {
  const { default: first, acme } = vectors.genesis;
  for (const block of [first, acme, ...vectors.blocks]) {
    const header = ledger.parseHeader(block.headerText);
    assert.equal(await ledger.hashOf(sha256, block.headerText), block.hash);
    assert.equal(ledger.isFirst(header), header.index === 1n);
    assert.ok(BigInt(ledger.leadingZeroBits(block.hash)) >= header.difficulty);
    if (block.seal) {
      assert.equal(ledger.signerOf(ledger.fromHex(block.hash), block.seal), header.miner);
      assert.equal(header.root, block.merkleRoot);
    }
  }
  assert.equal(ledger.leadingZeroBits("0".repeat(64)), 256);
  assert.equal(ledger.leadingZeroBits("0f" + "0".repeat(62)), 4);
});

test("leaves, Merkle roots and paths of blocks", async () => {
  for (const block of vectors.blocks) {
    const leaves = block.transactions.map(({ leaf }) => leaf);
    assert.equal(await ledger.rootOf(sha256, leaves), block.merkleRoot);
    for (const one of block.transactions) {
      const size = BigInt(leaves.length);
      const root = await ledger.rootFrom(sha256, one.leaf, BigInt(one.position), size, one.path);
      assert.equal(root, block.merkleRoot);
      const bytes = ledger.concat(
        ledger.fromHex(one.id),
        ledger.bigEndian(ledger.millis(one.accepted), 8),
        Uint8Array.of(one.scheme),
        ledger.fromHex(one.authorization.slice(2)),
      );
      assert.equal(await ledger.leafOf(sha256, bytes), one.leaf);
      assert.equal(await ledger.idOf(one.content, sha256), one.id);
      assert.notEqual(ledger.parseContent(one.content), null);
    }
  }
});

test("trees of many sizes", async () => {
  for (const { leaves: size, root, path, path_of: place } of vectors.trees) {
    const texts = Array.from({ length: size }, (_, i) => ledger.utf8(String(i)));
    const leaves = await Promise.all(texts.map((text) => ledger.leafOf(sha256, text)));
    assert.equal(await ledger.rootOf(sha256, leaves), root);
    if (path) {
      const from = (at, steps) =>
        ledger.rootFrom(sha256, leaves[place], BigInt(at), BigInt(size), steps);
      assert.equal(await from(place, path), root);
      assert.equal(await from(size, path), null);
      assert.equal(await from(place, [...path, root]), null);
      if (path.length > 0) {
        assert.equal(await from(place, path.slice(1)), null);
        assert.notEqual(await from(place - 1, path), root);
      }
    }
  }
});

test("histories: roots, inclusion and consistency", async () => {
  const { blockHashes, roots, inclusion, consistency, rfc6962 } = vectors.history;
  const leaves = await Promise.all(
    blockHashes.map((hash) => ledger.leafOf(sha256, ledger.fromHex(hash))),
  );
  for (const [i, root] of roots.entries()) {
    assert.equal(await ledger.rootOf(sha256, leaves.slice(0, i + 1)), root);
  }
  const { index, size, path } = inclusion;
  const found = await ledger.rootFrom(sha256, leaves[index], BigInt(index), BigInt(size), path);
  assert.equal(found, roots[size - 1]);
  const heads = [consistency.firstHead - 1, consistency.secondHead - 1, consistency.proof];
  for (const [older, newer, proof] of [heads, [rfc6962.first, rfc6962.second, rfc6962.proof]]) {
    const due = [roots[older - 1], roots[newer - 1]];
    const from = (old, nodes) =>
      ledger.rootsFrom(sha256, BigInt(older), BigInt(newer), old, nodes);
    assert.deepEqual(await from(due[0], proof), due);
    assert.equal(await from(due[0], [...proof, due[0]]), null);
    assert.equal(await from(due[0], []), null);
    assert.notDeepEqual(await from(due[1], proof), due);
  }
});

test("consistency of all pairs of sizes up to 9, by a path made here", async () => {
  const leaves = await Promise.all(
    Array.from({ length: 9 }, (_, i) => ledger.leafOf(sha256, ledger.utf8(String(i)))),
  );
  const root = (from, to) => ledger.rootOf(sha256, leaves.slice(from, to));
  const proofOf = async (older, from, to, isWhole) => {
    const size = to - from;
    if (older === size) {
      return isWhole ? [] : [await root(from, to)];
    }
    let split = 1;
    while (split * 2 < size) {
      split *= 2;
    }
    return older <= split
      ? [...(await proofOf(older, from, from + split, isWhole)), await root(from + split, to)]
      : [...(await proofOf(older - split, from + split, to, false)), await root(from, from + split)];
  };
  for (let newer = 2; newer <= 9; newer++) {
    for (let older = 1; older < newer; older++) {
      const due = [await root(0, older), await root(0, newer)];
      const sizes = [BigInt(older), BigInt(newer)];
      const proof = await proofOf(older, 0, newer, true);
      assert.deepEqual(await ledger.rootsFrom(sha256, ...sizes, due[0], proof), due);
    }
  }
});

test("no text that is almost canonical", () => {
  const [transfer] = vectors.transfers;
  const [header] = vectors.blocks;
  for (const [from, to] of [
    ["amount 3", "amount 03"],
    ["amount 3", "amount 0"],
    ["amount 3", "amount " + "9".repeat(39)],
    ["nonce 0", "nonce 9007199254740992"],
    ["nonce 0", "nonce -1"],
    ["until 0", "until 253402300800"],
    ["memo -", "memo "],
    ["from 0x19e", "from 0x19E"],
    ["asset COIN", "asset C"],
    ["transfer 1", "transfer 2"],
    ["memo -\n", "memo -"],
    ["memo -\n", "memo -\n\n"],
    ["\n", "\r\n"],
  ]) {
    assert.ok(transfer.content.includes(from));
    assert.equal(ledger.parseContent(transfer.content.replace(from, to)), null, to);
  }
  for (const [from, to] of [
    ["index 2", "index 02"],
    ["index 2", "index 9007199254740992"],
    ["time 2026-01-01", "time 2026-02-30"],
    ["time 2026-01-01T00", "time 2026-01-01T24"],
    ["time 2026", "time 1969"],
    ["time 2026", "time 0000"],
    ["nonce 82109", "nonce 18446744073709551616"],
    ["nonce 82109\n", "nonce 82109"],
    ["miner 0x5cbd", "miner 0x5Cbd"],
    ["transactions 1 ", "transactions 1  "],
    ["difficulty 16", "difficulty 16.0"],
  ]) {
    assert.ok(header.headerText.includes(from), from);
    assert.equal(ledger.parseHeader(header.headerText.replace(from, to)), null, to);
  }
  const greatest = header.headerText.replace("nonce 82109", "nonce 18446744073709551615");
  assert.equal(ledger.parseHeader(greatest).nonce, 2n ** 64n - 1n);
});

test("memos", () => {
  const longest = vectors.transfers.find(({ label }) => label.includes("256")).memo;
  assert.equal(ledger.memoFault(longest), null);
  assert.equal(ledger.memoFault(longest + "x"), "length");
  assert.equal(ledger.memoFault("发票 #1 – café 😀"), null);
  for (const code of [0, 9, 10, 0x1f, 0x7f, 0x9f, 0x200e, 0x200f, 0x202a, 0x202e, 0x2066, 0x2069, 0xd800]) {
    assert.equal(ledger.memoFault("a" + String.fromCharCode(code) + "b"), "character");
  }
  for (const code of [0x20, 0x7e, 0xa0, 0x200d, 0x2010, 0x202f, 0x2065, 0x206a]) {
    assert.equal(ledger.memoFault(String.fromCharCode(code)), null);
  }
});

test("signs without Web Crypto, as on a page over plain http", async () => {
  const [transfer] = vectors.transfers;
  const digest = ledger.fromHex(transfer.eip712Digest.slice(2));
  const whole = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  const { getRandomValues } = globalThis.crypto;
  const bare = { getRandomValues: getRandomValues.bind(globalThis.crypto) };
  Object.defineProperty(globalThis, "crypto", { value: bare, configurable: true });
  try {
    assert.equal(ledger.webSha256(), null);
    assert.equal(await ledger.idOf(transfer.content, ledger.anySha256()), transfer.id);
    const key = ledger.newKey();
    assert.ok(ledger.isKey(key));
    assert.equal(ledger.signerOf(digest, ledger.sign(digest, key)), ledger.accountOfKey(key));
    const alice = keyOf(vectors.accounts.alice);
    assert.equal(ledger.sign(digest, alice), transfer.signature);
  } finally {
    Object.defineProperty(globalThis, "crypto", whole);
  }
});
