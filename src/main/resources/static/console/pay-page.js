/** The page that pays: what was typed, what will be signed, and what came of it. */
import { call } from "./calls.js";
import { idOf, transferText } from "./content.js";
import { follow } from "./follow.js";
import { anySha256 } from "./hashing.js";
import { amountText, fieldsOf, normalised, prepare, readOrder } from "./order.js";
import { offerPayers } from "./pay-who.js";
import { signerOf } from "./signature.js";
import { digestText } from "./typed-data.js";
import { shown } from "./values.js";
import { element, say, wordsOf } from "./words.js";

const find = (id) => document.getElementById(id);
const word = wordsOf(find("pay-words"));
const [form, review, said] = ["form", "review", "said"].map((part) => find(`pay-${part}`));
const { ledger } = find("pay").dataset;

let payer = null;
let prepared = null;
let endFollowing = () => {};

const asset = () => {
  const [option] = find("pay-asset").selectedOptions;
  return { code: option.value, decimals: decimalsOf(option.value) };
};

function decimalsOf(code) {
  const option = [...find("pay-asset").options].find(({ value }) => value === code);
  return Number(option.dataset.decimals);
}

const tell = (text) => say(said, text);
const refuse = (text) => say(said, text, true);
const refusalText = ({ code, detail }, away) =>
  code === "AWAY" ? away : word("refused", detail, code);

/** While something is under way nothing else is begun. */
async function busy(task) {
  const buttons = [find("pay-look"), find("pay-sign"), find("pay-back")];
  buttons.forEach((button) => (button.disabled = true));
  try {
    await task();
  } finally {
    buttons.forEach((button) => (button.disabled = false));
  }
}

function forget() {
  prepared = null;
  review.hidden = true;
  find("pay-done").hidden = true;
  endFollowing();
  tell("");
}

function choose(chosen) {
  payer = chosen;
  forget();
  find("pay-from").hidden = form.hidden = payer === null;
  if (payer) {
    find("pay-account").textContent = shown(payer.account);
    find("pay-account").href = `/accounts/${shown(payer.account)}`;
    showAvailable();
  }
}

async function showAvailable() {
  if (!payer) {
    return;
  }
  const { code, decimals } = asset();
  const { account } = payer;
  find("pay-available").textContent = "…";
  const { value } = await call(`/api/v1/accounts/${shown(account)}?asset=${code}`);
  if (payer?.account === account && asset().code === code) {
    const isNumber = typeof value?.available === "string" && /^\d+$/.test(value.available);
    find("pay-available").textContent = isNumber
      ? `${amountText(value.available, decimals)} ${code}`
      : word("unknown");
  }
}

async function look() {
  forget();
  const { to, amount, memo, until } = Object.fromEntries(new FormData(form));
  const typed = { asset: asset().code, from: payer.account, to, amount, memo, until };
  const { order, fault } = readOrder(typed, asset().decimals);
  if (fault) {
    refuse(word(`fault.${fault}`));
    (find(`pay-${fault}`) ?? find("pay-to")).focus?.();
    return;
  }
  tell(word("asking"));
  const { value, refusal } = await call("/api/v1/transactions/typed-data", fieldsOf(order));
  if (refusal) {
    refuse(refusalText(refusal, word("away.asked")));
    return;
  }
  const made = prepare(order, ledger, value);
  if (made.fault) {
    refuse(word(`answer.${made.fault}`));
    return;
  }
  tell("");
  showReview(made);
}

function showReview(made) {
  const { transfer, digest } = made;
  const code = transfer.asset;
  const units = word("field.units", transfer.amount);
  const end = new Date(Number(transfer.until) * 1000);
  const rows = {
    ledger: ledger,
    from: shown(transfer.from),
    to: shown(transfer.to),
    asset: code,
    amount: `${amountText(transfer.amount, decimalsOf(code))} ${code} (${units})`,
    nonce: transfer.nonce,
    until: transfer.until === "0" ? word("noEnd") : `${end.toISOString()} (${transfer.until})`,
    memo: transfer.memo,
    digest: digestText(digest),
  };
  const lines = Object.entries(rows).flatMap(([name, value]) => [
    element("dt", word(`field.${name}`)),
    element("dd", value, ["memo", "amount"].includes(name) ? "said" : "hash"),
  ]);
  find("pay-fields").replaceChildren(...lines);
  prepared = made;
  review.hidden = false;
  review.focus();
}

async function signature() {
  tell(word("signing"));
  try {
    return normalised(await payer.sign(prepared));
  } catch (fault) {
    refuse(word("declined", fault?.message ?? ""));
    return null;
  }
}

async function send() {
  const { transfer, digest } = prepared;
  const signed = await signature();
  if (signed === null) {
    return;
  }
  if (signerOf(digest, signed) !== transfer.from) {
    refuse(word("signer"));
    return;
  }
  tell(word("sending"));
  const body = { ...fieldsOf(transfer), nonce: transfer.nonce, signature: signed };
  const { value, refusal } = await call("/api/v1/transactions", body);
  if (refusal) {
    refuse(refusalText(refusal, word("away.sent", find("pay-sign").textContent)));
    return;
  }
  const sha256 = anySha256();
  const id = await idOf(await transferText(transfer, sha256), sha256);
  if (value?.id !== id) {
    refuse(word("unlike", value?.id ?? ""));
    return;
  }
  showSent(id);
}

function showSent(id) {
  review.hidden = true;
  prepared = null;
  form.reset();
  tell(word("pending"));
  find("pay-transaction").href = `/transactions/${id}`;
  find("pay-done").hidden = false;
  endFollowing = follow(id, (transaction) => {
    if (transaction.status === "dropped") {
      refuse(word("dropped", transaction.reason ?? ""));
    } else {
      tell(word(transaction.status, transaction.block?.index));
    }
    showAvailable();
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  busy(look);
});
form.addEventListener("input", () => prepared && forget());
find("pay-asset").addEventListener("change", showAvailable);
find("pay-sign").addEventListener("click", () => busy(send));
find("pay-back").addEventListener("click", () => {
  forget();
  find("pay-to").focus();
});
find("pay-insecure").hidden = window.isSecureContext;
find("pay").hidden = false;
offerPayers(word, choose, refuse);
