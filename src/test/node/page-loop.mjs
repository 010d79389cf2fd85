// docs/verify/page.mjs for a test, from the folder that PAGE names: a line of JSON in, {"text",
// "head", "operator"?}, a line out: what does not hold, or nothing.
import { createInterface } from "node:readline";

console.log = () => {}; // Lines are answers.
const { verify } = await import(process.env.PAGE);

for await (const line of createInterface({ input: process.stdin })) {
  const { text, head, operator } = JSON.parse(line);
  let fault = "";
  try {
    verify(text, head, operator);
  } catch (refused) {
    fault = `${refused.name}: ${refused.message}`;
  }
  process.stdout.write(JSON.stringify(fault) + "\n");
}
