/**
 * The bytes of the ledger's protocol in the browser: what is hashed, signed and proved. Pure: it
 * touches no page and asks no server. PROTOCOL.md says what each of these is.
 */
export * from "./bytes.js";
export * from "./content.js";
export * from "./hashing.js";
export * from "./header.js";
export * from "./signature.js";
export * from "./tree.js";
export * from "./typed-data.js";
export * from "./values.js";
