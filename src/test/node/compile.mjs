// Compiles contracts/LedgerstoneAnchor.sol with the solc of package-lock.json and prints what is
// committed as contracts/LedgerstoneAnchor.json.
import { readFileSync } from "node:fs";
import solc from "solc";

const name = "LedgerstoneAnchor";
const file = `${name}.sol`;
const source = readFileSync(new URL(`../../../contracts/${file}`, import.meta.url), "utf8");

const settings = {
  evmVersion: "paris",
  optimizer: { enabled: true, runs: 200 },
  viaIR: false,
  // No hash of the sources at the end of the code: comments do not change it.
  metadata: { appendCBOR: false, bytecodeHash: "none" },
};
const input = {
  language: "Solidity",
  sources: { [file]: { content: source } },
  settings: {
    ...settings,
    outputSelection: {
      [file]: { [name]: ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] },
    },
  },
};
const output = JSON.parse(solc.compile(JSON.stringify(input)));
if (output.errors) {
  process.stderr.write(output.errors.map((error) => error.formattedMessage).join("\n"));
  process.exit(1);
}

const { abi, evm } = output.contracts[file][name];
const compiled = {
  contract: name,
  compiler: solc.version().replace(/\.Emscripten\.clang$/, ""),
  settings,
  abi,
  bytecode: `0x${evm.bytecode.object}`,
  deployedBytecode: `0x${evm.deployedBytecode.object}`,
};
process.stdout.write(`${JSON.stringify(compiled, null, 2)}\n`);
