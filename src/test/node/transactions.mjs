// Makes src/test/resources/vectors/ethereum-transactions-1.json: transactions of type 2, signed by
// ethers. Run as: node transactions.mjs > ../resources/vectors/ethereum-transactions-1.json
import { keccak256, Transaction, version, Wallet } from "ethers";

const privateKey = "0x" + "7e57".repeat(16);
const bob = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const orders = [
  { to: bob, value: "1", data: "0x", nonce: "0", gasLimit: "26250" },
  { to: bob, value: "0", data: "0x", nonce: "127", gasLimit: "21000" },
  { to: bob, value: "1000000000000000000", data: "0x00", nonce: "128", gasLimit: "16777216" },
  { to: null, value: "0", data: "0x" + "60016000".repeat(100), nonce: "9007199254740991", gasLimit: "100000" },
  { to: bob, value: (2n ** 256n - 1n).toString(), data: "0x7f", nonce: "256", gasLimit: "255" },
];
const fees = [
  { maxFeePerGas: "100000000000", maxPriorityFeePerGas: "1000000000" },
  { maxFeePerGas: "7", maxPriorityFeePerGas: "0" },
];
const transactions = [];
for (const chainId of [31337, 1]) {
  for (const order of orders) {
    for (const fee of fees) {
      const asked = { chainId, ...order, ...fee };
      const raw = await new Wallet(privateKey).signTransaction({
        type: 2, ...asked, nonce: Number(asked.nonce),
      });
      if (Transaction.from(raw).hash !== keccak256(raw)) throw new Error("hash");
      transactions.push({ privateKey, ...asked, raw, hash: keccak256(raw) });
    }
  }
}
const about =
  `Signed transactions of type 2 (EIP-1559). Made once by ethers ${version}: src/test/node/transactions.mjs.`;
process.stdout.write(JSON.stringify({ about, transactions }, null, 1) + "\n");
