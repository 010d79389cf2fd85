// The page's check of proofs for a test: a line of JSON in, {"text", "asked"}, a line out, the result.
import { createInterface } from "node:readline";
import { script } from "./vectors.mjs";

const { checkProof } = await script("proof.js");
const plain = (name, value) => (typeof value === "bigint" ? value.toString() : value);

for await (const line of createInterface({ input: process.stdin })) {
  const { text, asked } = JSON.parse(line);
  process.stdout.write(JSON.stringify(await checkProof(text, asked), plain) + "\n");
}
