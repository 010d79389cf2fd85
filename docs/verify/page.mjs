// Verifies a proof of a Ledgerstone ledger: node page.mjs FILE HEAD [OPERATOR]
// A page to be read before it is believed, written from the protocol's text alone (sections 2, 3, 4
// and 8); ethers brings the curve, Keccak-256 and EIP-712. HEAD is the hash of a head that you
// trust, from elsewhere: what holds is as good as that. Leaves with 0 if the whole proof does.
import { deepEqual as same, ok as holds } from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as ethers from "ethers";

const sha = (...parts) => ethers.sha256(ethers.concat(parts)).slice(2);
const shaOf = (text) => sha(ethers.toUtf8Bytes(text));
const millis = (time) => (new Date(time).toISOString() === time ? Date.parse(time) : -1);
const bytes = (hash) => ethers.getBytes(`0x${hash.match(/^[0-9a-f]{64}$/)[0]}`);
const node = (left, right) => sha("0x01", bytes(left), bytes(right));
const HASH = "[0-9a-f]{64}", NUMBER = "(?:0|[1-9][0-9]{0,19})";
const HEADER = `^ledgerstone block 1
index (?<index>${NUMBER})
previous (?<previous>${HASH})
history (?<history>${HASH})
time (?<time>.+)
miner (?<miner>-|0x[0-9a-f]{40})
transactions (?<transactions>${NUMBER} ${HASH})
data (?<data>-|${HASH})
difficulty (?<difficulty>${NUMBER})
nonce (?<nonce>${NUMBER})
$`;
const FIRST =
  { previous: "0".repeat(64), history: shaOf(""), miner: "-", difficulty: "0", nonce: "0" };
const FIELDS = {
  transfer: "ledger asset from to amount nonce until memo",
  post: "ledger from author content nonce",
  reward: "ledger asset to amount block",
  allocation: "asset to amount position",
};
const SIGNED = {
  transfer: { Transfer: "string asset,string from,string to,uint256 amount,uint256 nonce,"
    + "uint64 until,string memo" },
  post: { Post: "string from,string author,string content,string nonce" },
};

/** The fields of a text: one on each line, in this order and no other. */
function read(kind, text) {
  const lines = FIELDS[kind].split(" ").map((name) => `${name} (?<${name}>.+)\n`);
  return text.match(`^ledgerstone ${kind} 1\n${lines.join("")}$`).groups;
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
  const header = { ...headerText.match(HEADER).groups };
  holds(millis(header.time) >= 0, "a block has no time");
  same(header.index, JSON.stringify(index), "a block has another index");
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
  if (!SIGNED[kind] || said.from === "-") return same([scheme, authorization], [0, ""], "unsigned");
  const wallet = (name) => name?.startsWith("0x");
  const shown = (name) => (wallet(name) ? ethers.getAddress(name) : name);
  const [from, to] = [shown(said.from), shown(said.to)];
  const seed = kind === "transfer" && said.nonce === "-"; // Signs the accounts and the amount only.
  same(scheme, seed ? 1 : 2, "another scheme");
  holds(!seed || (wallet(from) && wallet(to) && said.until + said.memo === "0-"), "no seed form");
  const types = Object.entries(SIGNED[kind]).map(([name, fields]) => [name, fields.split(",")
    .map((field) => ({ type: field.split(" ")[0], name: field.split(" ")[1] }))]);
  const domain = { name: "Ledgerstone", version: "1", salt: `0x${genesis}` };
  const values = { ...said, ...texts, from, to };
  const digest = seed ? ethers.hashMessage(from + to + said.amount)
    : ethers.TypedDataEncoder.hash(domain, Object.fromEntries(types), values);
  const [by, owner] = [signer(digest, authorization), wallet(from) ? from : operator];
  if (!owner) return console.log("Not shown: that", by, "is the operator, who signs for", from);
  same(by, owner.toLowerCase(), "not signed by its owner");
}

function inclusion(proof, operator) {
  const { genesis, transaction: given, position, count } = proof;
  holds(genesis, "no ledger is named");
  const kind = given.contentText.split(" ")[1];
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
  const accepted = ethers.toBeHex(millis(given.accepted), 8); // Throws if there is no such time.
  const authorization = [ethers.toBeHex(given.scheme, 1), given.authorization || "0x"];
  const leaf = sha("0x00", bytes(given.id), accepted, ...authorization);
  const [root] = climb(leaf, position, count - 1, proof.path);
  same(`${JSON.stringify(count)} ${root}`, place.transactions, "it stands elsewhere in its block");
  same(proof.history?.size, proof.history && head.index - 1, "the history is of another size");
  if (proof.history) isHeld(proof.block, head, proof.history.path);
  else same(proof.block.hash, proof.head.hash, "the head is another block");
  return proof.head.hash;
}

function consistency({ first, second, proof, path }) {
  const [one, two] = [block(first), block(second)];
  if (first.index === second.index) same([second.hash, proof, path], [first.hash, [], []]);
  else isHeld(first, two, path);
  let [at, last] = [first.index - 2, second.index - 2];
  if (at < 0 || at === last) { same(proof, []); return second.hash; }
  while (at % 2) [at, last] = [(at - 1) / 2, Math.floor(last / 2)];
  const [start, ...rest] = at ? proof : [one.history, ...proof];
  same(climb(start, at, last, rest), [two.history, one.history], "the histories differ");
  return second.hash;
}

/** Throws at what does not hold. */
export function verify(proof, head, operator) {
  same(proof.version, 1, "another version");
  same(proof.first ? consistency(proof) : inclusion(proof, operator), head, "another head");
}

const [file, head, operator] = process.argv.slice(2);
if (file) {
  verify(JSON.parse(readFileSync(file, "utf8")), head, operator);
  console.log("It holds, as seen from", head);
}
