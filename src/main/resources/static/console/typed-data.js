/** What is signed (PROTOCOL 3): EIP-712 typed data, and the seed text of the first document. */
import { bigEndian, concat, fromHex, hex, utf8 } from "./bytes.js";
import { shown } from "./values.js";
import { keccak_256 as keccak } from "./vendor/noble-hashes/sha3.js";

const typeOf = (text) => text.split(",").map((field) => {
  const [type, name] = field.split(" ");
  return { name, type };
});

/** The types by name, their fields in the order in which they are hashed. */
export const TYPES = {
  EIP712Domain: typeOf("string name,string version,bytes32 salt"),
  Transfer: typeOf(
    "string asset,string from,string to,uint256 amount,uint256 nonce,uint64 until,string memo",
  ),
  Post: typeOf("string from,string author,string content,string nonce"),
};

const ENCODED = {
  string: (text) => keccak(utf8(text)),
  bytes32: (text) => fromHex(text.slice(2)),
  uint64: (number) => bigEndian(BigInt(number), 32),
  uint256: (number) => bigEndian(BigInt(number), 32),
};

function structHash(name, values) {
  const fields = TYPES[name];
  const form = `${name}(${fields.map((field) => `${field.type} ${field.name}`).join(",")})`;
  const encoded = fields.map((field) => ENCODED[field.type](values[field.name]));
  return keccak(concat(keccak(utf8(form)), ...encoded));
}

/** Typed data for `eth_signTypedData_v4`, made here from values of a transfer or a post. */
export function typedData(ledger, primaryType, values) {
  const message = {};
  for (const { name } of TYPES[primaryType]) {
    const isAccount = name === "from" || name === "to";
    message[name] = isAccount ? shown(values[name]) : String(values[name]);
  }
  return {
    types: { EIP712Domain: TYPES.EIP712Domain, [primaryType]: TYPES[primaryType] },
    primaryType,
    domain: { name: "Ledgerstone", version: "1", salt: "0x" + ledger },
    message,
  };
}

/** The 32 bytes that a key signs for typed data. */
export function digestOf({ primaryType, domain, message }) {
  const parts = [structHash("EIP712Domain", domain), structHash(primaryType, message)];
  return keccak(concat(Uint8Array.of(0x19, 0x01), ...parts));
}

/** What the first document signs: both accounts as they are shown, and the amount. */
export const seedText = ({ from, to, amount }) => shown(from) + shown(to) + amount;

/** The 32 bytes that a key signs for a text (EIP-191, `personal_sign`). */
export function textDigest(text) {
  const bytes = utf8(text);
  return keccak(concat(utf8(`\x19Ethereum Signed Message:\n${bytes.length}`), bytes));
}

/** A digest as people and servers write it. */
export const digestText = (digest) => "0x" + hex(digest);
