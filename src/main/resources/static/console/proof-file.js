/** The file of a proof: exactly the members that docs/PROOFS.md names, each of its form. */
import { hasBytes } from "./bytes.js";
import { NotTaken, readJson } from "./strict-json.js";
import { FORM, isOf, NUMBER_MAX } from "./values.js";

const text = (form) => (value, path) => {
  if (typeof value !== "string" || !isOf(form, value)) {
    throw new NotTaken("form", path);
  }
  return value;
};

const anyText = (value, path) => {
  if (typeof value !== "string" || !hasBytes(value)) {
    throw new NotTaken("form", path);
  }
  return value;
};

const number = (value, path) => {
  if (typeof value !== "bigint" || value > NUMBER_MAX) {
    throw new NotTaken("form", path);
  }
  return value;
};

const list = (form, lengthMax = 64) => (value, path) => {
  if (!Array.isArray(value) || value.length > lengthMax) {
    throw new NotTaken("form", path);
  }
  return value.map((one, i) => form(one, `${path}[${i}]`));
};

/** A name that ends with a question mark may be missing. */
const object = (members) => (value, path) => {
  if (!(value instanceof Map)) {
    throw new NotTaken("form", path);
  }
  const inside = (name) => (path === "" ? name : `${path}.${name}`);
  const forms = Object.entries(members).map(([name, form]) => [name.replace("?", ""), form]);
  const unknown = [...value.keys()].find((name) => !forms.some(([known]) => known === name));
  if (unknown !== undefined) {
    throw new NotTaken("unknown", inside(unknown));
  }
  const missing = forms.find(([name]) => name in members && !value.has(name));
  if (missing) {
    throw new NotTaken("missing", inside(missing[0]));
  }
  const there = forms.filter(([name]) => value.has(name));
  return Object.fromEntries(there.map(([name, form]) => [name, form(value.get(name), inside(name))]));
};

const hash = text(FORM.hash);
const wallet = text(FORM.wallet);
const word = text(`0x${FORM.hash}`);
const bytes = (lengthMax) => (value, path) => {
  if (typeof value !== "string" || value.length > 2 + 2 * lengthMax) {
    throw new NotTaken("form", path);
  }
  return text("0x(?:[0-9a-f]{2})*")(value, path);
};

const BLOCK = object({ index: number, hash, headerText: anyText, "seal?": text(FORM.signature) });

const TRANSACTION = object({
  id: hash,
  contentText: anyText,
  accepted: text(FORM.time),
  scheme: number,
  authorization: text(`(?:${FORM.signature})?`),
  "memo?": anyText,
  "author?": anyText,
  "content?": anyText,
});

const ANCHOR = {
  chainId: number,
  by: wallet,
  transactionHash: word,
  block: object({ number, hash: word }),
};

const nodes = list(bytes(1024), 65);
const ANCHOR_IN_CONTRACT = {
  ...ANCHOR,
  contract: wallet,
  log: number,
  header: bytes(16384),
  accountProof: nodes,
  indexProof: nodes,
  headProof: nodes,
};

const ethereum = (value, path) => {
  const isInContract = value instanceof Map && value.has("contract");
  return object(isInContract ? ANCHOR_IN_CONTRACT : ANCHOR)(value, path);
};

const INCLUSION = object({
  version: number,
  genesis: hash,
  transaction: TRANSACTION,
  position: number,
  count: number,
  path: list(hash),
  block: BLOCK,
  "history?": object({ size: number, path: list(hash) }),
  head: BLOCK,
  "ethereum?": ethereum,
});

const CONSISTENCY = object({
  version: number,
  first: BLOCK,
  second: BLOCK,
  proof: list(hash, 128),
  path: list(hash),
});

/**
 * Reads the text of a proof file: that a transaction stands in a chain, or, if it has a member
 * `first`, that one head of a chain comes after another.
 *
 * @throws NotTaken if it is not of the documented form
 */
export function readProof(json) {
  const file = readJson(json);
  const isConsistency = file instanceof Map && file.has("first");
  const proof = (isConsistency ? CONSISTENCY : INCLUSION)(file, "");
  if (proof.version !== 1n) {
    throw new NotTaken("version", "version");
  }
  return { ...proof, isConsistency };
}
