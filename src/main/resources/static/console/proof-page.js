/** The page's form that checks a proof: reads what is typed, shows every step in words. */
import { webSha256 } from "./hashing.js";
import { checkProof } from "./proof.js";
import { element, say, wordsOf } from "./words.js";

const find = (id) => document.getElementById(id);
const word = wordsOf(find("proof-words"));
const [form, verdict, steps, open] = ["form", "verdict", "steps", "open"].map((part) =>
  find(`proof-${part}`),
);

/** Texts that are too long to say anything to a reader of steps that hold. */
const SHOWN_MAX = 140;

function valueLine(label, value) {
  const line = element("div", "", "value");
  line.append(element("span", `${word(label)}: `), element("code", value));
  return line;
}

function stepItem(step) {
  const item = element("li");
  const mark = step.ok ? element("b", word("holds"), "mark valid") : element("b", word("fails"), "mark refused");
  item.append(mark, " ", element("span", word(`step.${step.key}`)));
  if (step.fault) {
    item.append(element("div", word(`fault.${step.fault}`, step.actual), "value"));
  } else if (!step.ok) {
    item.append(valueLine("expected", step.expected), valueLine("found", step.actual));
  } else if (step.actual !== "" && step.actual.length <= SHOWN_MAX) {
    item.append(" ", element("code", step.actual));
  }
  return item;
}

function show(result) {
  steps.replaceChildren(...result.steps.map(stepItem));
  const { ok, against, head } = result;
  say(verdict, ok ? word(`verdict.${against}`, head.index, head.hash) : word("verdict.failed"), !ok);
  const items = ok ? result.open.map(({ key, value }) => element("li", word(`open.${key}`, value))) : [];
  open.querySelector("ul").replaceChildren(...items);
  open.hidden = items.length === 0;
}

/** Counts the checks: the answer of one that was overtaken is shown no more. */
let latest = 0;

async function check(event) {
  event.preventDefault();
  const own = ++latest;
  steps.replaceChildren();
  open.hidden = true;
  say(verdict, word("checking"));
  try {
    const head = find("proof-head").value.trim().toLowerCase();
    const result = await checkProof(find("proof-text").value, { head });
    if (own === latest) {
      show(result);
    }
  } catch (broken) {
    say(verdict, word("broke"), true);
    throw broken;
  }
}

form.addEventListener("submit", check);
form.hidden = false;
find("proof-insecure").hidden = webSha256() !== null;
