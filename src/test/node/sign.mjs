// Signs with ethers what a ledger asks to be signed. One JSON object in, one out:
//   {"privateKey", "typedData"}   -> {"address", "digest", "signature"}
//   {"privateKey", "text"}        -> {"address", "signature"}
import { readFileSync } from "node:fs";
import { TypedDataEncoder, Wallet } from "ethers";

const asked = JSON.parse(readFileSync(0, "utf8"));
const wallet = new Wallet(asked.privateKey);
const answer = { address: wallet.address };

if (asked.typedData) {
  const { types, domain, message } = asked.typedData;
  // ethers derives this type from the domain and refuses to be told it.
  const { EIP712Domain, ...others } = types;
  answer.digest = TypedDataEncoder.hash(domain, others, message);
  answer.signature = await wallet.signTypedData(domain, others, message);
} else {
  answer.signature = await wallet.signMessage(asked.text);
}
process.stdout.write(JSON.stringify(answer));
