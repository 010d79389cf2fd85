// Verifies a proof of a Ledgerstone ledger: node page.mjs FILE HEAD [OPERATOR]
// A page to be read before it is believed, written from the protocol's text alone (sections 2, 3, 4
// and 8); ethers brings the curve, Keccak-256 and EIP-712. HEAD is the hash of a head that you
// trust, from elsewhere: what holds is as good as that. Leaves with 0 if the whole proof does.
import { deepEqual as same, ok as holds } from "node:assert/strict";
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as ethers from "ethers";

const sha = (...parts) => ethers.sha256(ethers.concat(parts)).slice(2);
const shaOf = (text) => {
  holds(!/\p{Cs}/u.test(text), "a lone surrogate");
  return sha(ethers.toUtf8Bytes(text));
};
const bytes = (hash) => ethers.getBytes(`0x${hash.match(/^[0-9a-f]{64}$/)[0]}`);
const node = (left, right) => sha("0x01", bytes(left), bytes(right));

// Texts (sections 1, 2 and 4): on each line a name and what may stand there, in this order.
const HASH = "[0-9a-f]{64}", WALLET = "0x[0-9a-f]{40}", NUMBER = "(?:0|[1-9][0-9]{0,15})";
const NAME = "(?!0x|[0-9a-f]{40}\n|[0-9a-f]{64}\n)[a-z0-9][a-z0-9._:-]{0,62}";
const ACCOUNT = `(?:${WALLET}|${NAME})`, ASSET = "[A-Z][A-Z0-9]{1,11}", AMOUNT = "[1-9][0-9]{0,37}";
const LINES = {
  block: { index: NUMBER, previous: HASH, history: HASH, time: ".{24}", miner: `-|${WALLET}`,
    transactions: `${NUMBER} ${HASH}`, data: `-|${HASH}`, difficulty: NUMBER,
    nonce: "0|[1-9][0-9]{0,19}" },
  transfer: { ledger: HASH, asset: ASSET, from: ACCOUNT, to: ACCOUNT, amount: AMOUNT,
    nonce: `-|${NUMBER}`, until: NUMBER, memo: `-|${HASH}` },
  post: { ledger: HASH, from: `-|${ACCOUNT}`, author: HASH, content: HASH,
    nonce: "[A-Za-z0-9-]{1,64}" },
  reward: { ledger: HASH, asset: ASSET, to: WALLET, amount: AMOUNT, block: NUMBER },
  allocation: { asset: ASSET, to: ACCOUNT, amount: AMOUNT, position: NUMBER },
};
const FIRST =
  { previous: "0".repeat(64), history: shaOf(""), miner: "-", difficulty: "0", nonce: "0" };
const SIGNED = {
  transfer: { Transfer: "string asset,string from,string to,uint256 amount,uint256 nonce,"
    + "uint64 until,string memo" },
  post: { Post: "string from,string author,string content,string nonce" },
};

function read(kind, text) {
  const lines = Object.entries(LINES[kind]).map(([name, form]) => `${name} (?<${name}>${form})\n`);
  const found = text.match(`^ledgerstone ${kind} 1\n${lines.join("")}$`);
  holds(found, `no text of a ${kind}`);
  return { ...found.groups };
}

function millis(time) {
  holds(time.length === 24 && new Date(time).toISOString() === time, "no time");
  return ethers.toBeHex(Date.parse(time), 8); // Throws before 1970.
}

/** From node `at` of a level that ends with `last`: the roots of all and of what ends there. */
function climb(start, at, last, path) { // RFC 9162, 2.1.3.2 and 2.1.4.2
  let [all, before] = [start, start];
  path.forEach((other) => {
    holds(last > 0, "a path is too long");
    if (at % 2 || at === last) [all, before] = [node(other, all), node(other, before)];
    else all = node(all, other);
    while (at === last && at > 0 && at % 2 === 0) at = last /= 2;
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  });
  same(last, 0, "a path is too short");
  return [all, before];
}

function signer(digest, signature) {
  holds(/^0x[0-9a-f]{128}1[bc]$/.test(signature), "a signature is not r, s and v");
  holds(BigInt(`0x${signature.slice(66, 130)}`) <= ethers.N / 2n, "an s is above n/2");
  return ethers.recoverAddress(digest, signature).toLowerCase();
}

function block({ index, hash, headerText, seal }, genesis) {
  const header = read("block", headerText);
  millis(header.time);
  holds(Number.isSafeInteger(index) && index > 0, "no index of a block");
  same(header.index, `${index}`, "a block has another index");
  same(shaOf(headerText), hash, "a block has another hash");
  holds(!genesis || (hash === genesis) === (index === 1), "another block is the first");
  holds(!genesis || (header.previous === genesis) === (index === 2), "another block is the second");
  if (index === 1) {
    same([{ ...header, ...FIRST }, seal], [header, undefined], "no first block");
    return header;
  }
  same(BigInt(`0x${hash}`) >> 256n - BigInt(header.difficulty), 0n, "a block has too little work");
  same(signer(`0x${hash}`, seal), header.miner, "a block is not sealed by its miner");
  return header;
}

function isHeld({ index, hash }, head, path) {
  const size = head.index - 1;
  holds(index <= size, "the head does not come after the block");
  const [history] = climb(sha("0x00", bytes(hash)), index - 1, size - 1, path);
  same(history, head.history, "the head has another history");
  same(head.previous === hash, index === size, "the head has another parent");
}

function isSigned(kind, said, { scheme, authorization, ...texts }, genesis, operator) {
  const nobody = kind === "post" ? said.from === "-" : !SIGNED[kind];
  if (nobody) return same([scheme, authorization], [0, ""], "nobody signs this");
  const wallet = (name) => name?.startsWith("0x");
  const shown = (name) => (wallet(name) ? ethers.getAddress(name) : name);
  const [from, to] = [shown(said.from), shown(said.to)];
  const seed = kind === "transfer" && said.nonce === "-"; // Signs the accounts and the amount only.
  same(scheme, seed ? 1 : 2, "another scheme");
  holds(!seed || (wallet(from) && wallet(to) && said.until + said.memo === "0-"), "no seed form");
  const types = Object.entries(SIGNED[kind]).map(([name, fields]) => [name, fields.split(",")
    .map((field) => ({ type: field.split(" ")[0], name: field.split(" ")[1] }))]);
  const domain = { name: "Ledgerstone", version: "1", salt: `0x${genesis}` };
  const { memo, author, content } = texts; // All else that is signed is what the content text says.
  const values = { ...said, from, to, memo, author, content };
  const digest = seed ? ethers.hashMessage(from + to + said.amount)
    : ethers.TypedDataEncoder.hash(domain, Object.fromEntries(types), values);
  if (seed) console.log("Not shown: that the sender meant this ledger and asset: nobody signed it");
  const [by, owner] = [signer(digest, authorization), wallet(from) ? from : operator];
  if (owner === undefined)
    return console.log("Not shown: that", by, "is the operator, who signs for", from);
  same(by, owner.toLowerCase(), "not signed by its owner");
}

function inclusion(proof, operator) {
  const { genesis, transaction: given, position, count } = proof;
  holds(genesis, "no ledger is named");
  const kind = Object.keys(SIGNED).concat("reward", "allocation")
    .find((name) => given.contentText.startsWith(`ledgerstone ${name} `));
  const said = read(kind, given.contentText);
  same(shaOf(given.contentText), given.id, "the content has another id");
  same(said.ledger ?? genesis, genesis, "it is for another ledger");
  for (const name of ["memo", "author", "content"]) {
    const hash = given[name] === "" ? "-" : given[name] && shaOf(given[name]);
    same(hash, said[name], `another ${name}`);
  }
  isSigned(kind, said, given, genesis, operator);
  const [place, head] = [block(proof.block, genesis), block(proof.head, genesis)];
  same(kind === "allocation", place.index === "1", "it has no place in this block");
  holds(Number.isSafeInteger(position) && position >= 0 && position < count, "no place in a block");
  same(said.position ?? `${position}`, `${position}`, "it has another place in its block");
  if (kind === "reward")
    same([position, said.block, said.to], [0, place.index, place.miner], "no reward of this block");
  if (!SIGNED[kind]) same(given.accepted, place.time, "it has another time than its block");
  const authorization = [ethers.toBeHex(given.scheme, 1), given.authorization || "0x"];
  const leaf = sha("0x00", bytes(given.id), millis(given.accepted), ...authorization);
  const [root] = climb(leaf, position, count - 1, proof.path);
  same(`${JSON.stringify(count)} ${root}`, place.transactions, "it stands elsewhere in its block");
  same(proof.history?.size, proof.history && head.index - 1, "the history is of another size");
  if (proof.history) isHeld(proof.block, head, proof.history.path);
  else same(proof.block.hash, proof.head.hash, "the head is another block");
  const about = `In block ${place.index} of ledger ${genesis}:\n${given.contentText}`;
  return { last: proof.head.hash, about };
}

function consistency({ first, second, proof, path }) {
  const [one, two] = [block(first), block(second)];
  const found = { last: second.hash, about: `Begins with block ${first.index}, ${first.hash}` };
  if (first.index === second.index) same([second.hash, proof, path], [first.hash, [], []]);
  else isHeld(first, two, path);
  let [at, last] = [first.index - 2, second.index - 2];
  if (first.index === 1 || at === last) { same(proof, []); return found; }
  while (at % 2) [at, last] = [(at - 1) / 2, Math.floor(last / 2)];
  const [start, ...rest] = at ? proof : [one.history, ...proof];
  same(climb(start, at, last, rest), [two.history, one.history], "the histories differ");
  return found;
}

/** What a file says, if no member stands twice in it: each has one colon. */
function parsed(text) {
  const members = (value) => (value === null || typeof value !== "object" ? 0
    : Object.values(value).reduce((sum, inner) => sum + members(inner),
      Array.isArray(value) ? 0 : Object.keys(value).length));
  const proof = JSON.parse(text);
  const colons = text.replace(/"(?:[^"\\]|\\.)*"/g, "").split(":").length - 1;
  same(members(proof), colons, "a member stands twice");
  return proof;
}

/** What is shown; throws at what does not hold. */
export function verify(text, head, operator) {
  const proof = parsed(text);
  same(proof.version, 1, "another version");
  holds("first" in proof !== "transaction" in proof, "of two kinds, or of none");
  const { last, about } = "first" in proof ? consistency(proof) : inclusion(proof, operator);
  same(last, head.toLowerCase(), "another head");
  return about;
}

const self = realpathSync(fileURLToPath(import.meta.url));
if (realpathSync(process.argv[1] ?? ".") === self) {
  const [file, head, operator] = process.argv.slice(2);
  if (!head) {
    console.error("Usage: node page.mjs FILE HEAD [OPERATOR]");
    process.exit(2);
  }
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  console.log(verify(utf8.decode(readFileSync(file)), head, operator));
  console.log("It holds, as seen from", head);
}
