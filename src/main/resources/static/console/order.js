/**
 * What a person typed, as an order; and whether a server asks to sign just that. Nothing is signed
 * that was not made here from what was typed.
 */
import { digestOf, digestText, typedData } from "./typed-data.js";
import { FORM, isOf, memoFault, parseAccount, shown, UNTIL_MAX, wholeNumber } from "./values.js";

/** Smallest units of an amount as it is shown, such as 12.50 with two decimals; null if it is none. */
export function unitsOf(text, decimals) {
  const found = /^(0|[1-9][0-9]*)(?:\.([0-9]+))?$/.exec(text);
  const fraction = found?.[2] ?? "";
  if (!found || fraction.length > decimals) {
    return null;
  }
  const units = (found[1] + fraction.padEnd(decimals, "0")).replace(/^0+/, "");
  return isOf(FORM.amount, units) ? units : null;
}

/** Smallest units as people read them: with a point before the asset's decimals. */
export function amountText(units, decimals) {
  if (decimals === 0) {
    return units;
  }
  const digits = units.padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** The Unix second of what a browser's field for dates and times holds, "0" for nothing. */
export function untilOf(text, toMillis = (local) => new Date(local).getTime()) {
  if (text === "") {
    return "0";
  }
  const seconds = Math.floor(toMillis(text) / 1000);
  const isPossible = Number.isInteger(seconds) && seconds > 0 && BigInt(seconds) <= UNTIL_MAX;
  return isPossible ? String(seconds) : null;
}

/**
 * Reads what was typed.
 *
 * @param typed `asset`, `to`, `amount`, `memo`, `until` as they stand in the form, and `from`
 * @param decimals of the asset
 * @return `order` with accounts in the form that is hashed, or `fault`, the field that cannot be read
 */
export function readOrder(typed, decimals) {
  const order = {
    asset: typed.asset,
    from: parseAccount(typed.from),
    to: parseAccount(typed.to.trim()),
    amount: unitsOf(typed.amount.trim(), decimals),
    until: untilOf(typed.until),
    memo: memoFault(typed.memo) === null ? typed.memo : null,
  };
  const fault = Object.keys(order).find((name) => order[name] === null);
  if (fault) {
    return { fault };
  }
  return order.from === order.to ? { fault: "self" } : { order };
}

/** What to ask a server for: the same fields, so that it names the next nonce. */
export function fieldsOf(order) {
  const { asset, from, to, amount, until, memo } = order;
  return {
    kind: "transfer",
    asset,
    from: shown(from),
    to: shown(to),
    amount,
    ...(until !== "0" && { until }),
    ...(memo !== "" && { memo }),
  };
}

/**
 * Makes what will be signed, and compares it with what a server says will be.
 *
 * @param ledger the genesis hash
 * @param answer of `POST /api/v1/transactions/typed-data`
 * @return `transfer`, `typedData` made here, and its `digest`; or `fault`: "nonce", "message" or
 *     "digest" is not what was typed
 */
export function prepare(order, ledger, answer) {
  const nonce = answer?.typedData?.message?.nonce;
  if (typeof nonce !== "string" || wholeNumber(nonce) === null) {
    return { fault: "nonce" };
  }
  const transfer = { ...order, ledger, nonce };
  const own = typedData(ledger, "Transfer", transfer);
  if (!isSame(own, answer.typedData)) {
    return { fault: "message" };
  }
  const digest = digestOf(own);
  return digestText(digest) === answer.digest
    ? { transfer, typedData: own, digest }
    : { fault: "digest" };
}

/** Whether two JSON values are alike, in whatever order their members stand. */
export function isSame(one, other) {
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) {
    return one === other;
  }
  const names = Object.keys(one);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
  );
}

/** A wallet's signature in the form that blocks take: some write 0 and 1 for 27 and 28. */
export function normalised(signature) {
  const lower = String(signature).toLowerCase();
  const end = { "00": "1b", "01": "1c" }[lower.slice(-2)];
  return end ? lower.slice(0, -2) + end : lower;
}
