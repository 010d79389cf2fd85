// The page signs what was typed and nothing else; keys, wallets, calls and news as they come.
import assert from "node:assert/strict";
import { test } from "node:test";
import { script, vectors } from "./vectors.mjs";

const { amountText, fieldsOf, isSame, normalised, prepare, readOrder, unitsOf, untilOf } =
  await script("order.js");
const { deleteKey, keptKey, makeKey } = await script("kept-key.js");
const { accountOf, findWallets, signBy } = await script("wallets.js");
const { call } = await script("calls.js");
const { follow } = await script("follow.js");
const ledger = await script("ledger.js");

const genesis = vectors.genesis.default.hash;
const [ALICE, BOB] = [vectors.accounts.alice.address, vectors.accounts.bob.address];

test("amounts with decimals, exactly", () => {
  for (const [text, decimals, units] of [
    ["3", 0, "3"],
    ["12.50", 2, "1250"],
    ["12.5", 2, "1250"],
    ["0.01", 2, "1"],
    ["1", 36, "1" + "0".repeat(36)],
    ["9".repeat(38), 0, "9".repeat(38)],
    ["0.1", 1, "1"],
  ]) {
    assert.equal(unitsOf(text, decimals), units, text);
  }
  for (const [text, decimals] of [
    ["0", 0], ["0.00", 2], ["", 0], ["-1", 0], ["+1", 0], ["1e3", 0], ["01", 0], ["1.", 2], [".5", 2],
    ["1.005", 2], ["1.0", 0], ["1,5", 2], ["1 000", 0], ["９", 0], ["9".repeat(39), 0], ["100", 36], ["0x10", 0],
  ]) {
    assert.equal(unitsOf(text, decimals), null, text);
  }
  assert.equal(amountText("1250", 2), "12.50");
  assert.equal(amountText("1", 2), "0.01");
  assert.equal(amountText("0", 2), "0.00");
  assert.equal(amountText("7", 0), "7");
});

test("ends as Unix seconds", () => {
  const at = (millis) => () => millis;
  assert.equal(untilOf(""), "0");
  assert.equal(untilOf("x", at(1999)), "1");
  assert.equal(untilOf("x", at(253402300799000)), "253402300799");
  for (const millis of [NaN, 0, -1, 253402300800000]) {
    assert.equal(untilOf("x", at(millis)), null);
  }
});

const typed = { asset: "COIN", from: ALICE, to: BOB, amount: "3", memo: "", until: "" };

test("reads what was typed, and names the field that it cannot read", () => {
  const { order } = readOrder(typed, 0);
  assert.deepEqual([order.from, order.to], [ALICE.toLowerCase(), BOB.toLowerCase()]);
  assert.deepEqual(fieldsOf(order), { kind: "transfer", asset: "COIN", from: ALICE, to: BOB, amount: "3" });
  const more = readOrder({ ...typed, to: " users:carol ", memo: "für dich", until: "2030-01-01T00:00" }, 0);
  assert.equal(fieldsOf(more.order).to, "users:carol");
  assert.equal(fieldsOf(more.order).memo, "für dich");
  assert.match(fieldsOf(more.order).until, /^18\d{8}$/);
  for (const [changed, fault] of [
    [{ to: BOB.replace("5", "6") }, "to"],
    [{ to: "" }, "to"],
    [{ to: ALICE.toLowerCase() }, "self"],
    [{ amount: "0" }, "amount"],
    [{ amount: "1.5" }, "amount"],
    [{ memo: "a\u202eb" }, "memo"],
    [{ memo: "x".repeat(257) }, "memo"],
    [{ until: "1960-01-01T00:00" }, "until"],
  ]) {
    assert.equal(readOrder({ ...typed, ...changed }, 0).fault, fault);
  }
});

/** What a server answers about the first of the vectors' transfers. */
function answer() {
  const [transfer] = vectors.transfers;
  const from = (values) => ledger.typedData(genesis, "Transfer", values);
  const message = { ...transfer, from: ALICE.toLowerCase(), to: BOB.toLowerCase() };
  return structuredClone({ typedData: from(message), digest: transfer.eip712Digest });
}

test("prepares what was typed, and nothing that a server says instead", () => {
  const { order } = readOrder(typed, 0);
  const prepared = prepare(order, genesis, answer());
  assert.equal(ledger.digestText(prepared.digest), vectors.transfers[0].eip712Digest);
  assert.equal(prepared.transfer.nonce, "0");
  assert.deepEqual(prepared.typedData, answer().typedData);

  const faultOf = (alter) => {
    const changed = answer();
    alter(changed, changed.typedData);
    return prepare(order, genesis, changed).fault;
  };
  assert.equal(faultOf(() => {}), undefined);
  for (const name of ["asset", "from", "to", "amount", "until", "memo"]) {
    assert.equal(faultOf((_, data) => (data.message[name] += "1")), "message", name);
    assert.equal(faultOf((_, data) => delete data.message[name]), "message", name);
  }
  assert.equal(faultOf((_, data) => (data.message.extra = "")), "message");
  assert.equal(faultOf((_, data) => (data.message.amount = 3)), "message");
  assert.equal(faultOf((_, data) => (data.domain.chainId = 1)), "message");
  assert.equal(faultOf((_, data) => (data.domain.salt = "0x" + "0".repeat(64))), "message");
  assert.equal(faultOf((_, data) => (data.primaryType = "Post")), "message");
  assert.equal(faultOf((_, data) => data.types.Transfer.pop()), "message");
  assert.equal(faultOf((_, data) => (data.types.Transfer[3].type = "string")), "message");
  assert.equal(faultOf((_, data) => data.types.Transfer.reverse()), "message");
  assert.equal(faultOf((_, data) => (data.message.nonce = "1")), "digest");
  assert.equal(faultOf((all) => (all.digest = "0x" + "0".repeat(64))), "digest");
  for (const nonce of [undefined, 0, "", "01", "-1", "9007199254740992"]) {
    assert.equal(faultOf((_, data) => (data.message.nonce = nonce)), "nonce");
  }
  for (const nothing of [null, undefined, {}, [], "x"]) {
    assert.equal(prepare(order, genesis, nothing).fault, "nonce");
  }
});

test("compares JSON member by member", () => {
  assert.ok(isSame({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }));
  for (const [one, other] of [
    [{ a: 1 }, { a: 1, b: 2 }], [{ a: 1, b: 2 }, { a: 1 }], [[1, 2], [2, 1]], [[1], { 0: 1 }], [null, {}],
    [{ a: undefined }, { b: undefined }], ["1", 1],
  ]) {
    assert.ok(!isSame(one, other));
  }
});

test("writes wallets' signatures as blocks take them", () => {
  const { handedIn, stored } = vectors.mappedSignature;
  assert.equal(normalised(handedIn), stored);
  assert.equal(normalised(stored), stored);
  assert.equal(normalised(stored.toUpperCase().replace("0X", "0x")), stored);
  assert.equal(normalised(undefined), "undefined");
});

function storage() {
  const kept = new Map();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
    kept,
  };
}

test("keeps one key in this browser", () => {
  const browser = storage();
  assert.equal(keptKey(browser), null);
  const made = makeKey(browser);
  assert.equal(ledger.accountOfKey(made.bytes), made.account);
  assert.equal(keptKey(browser).secret, made.secret);
  assert.equal(makeKey(browser).secret, made.secret);
  assert.notEqual(makeKey(storage()).secret, made.secret);
  deleteKey(browser);
  assert.equal(keptKey(browser), null);
  for (const odd of ["0x", "0x" + "0".repeat(64), "0x" + "f".repeat(64), "x", "0x" + "1".repeat(63)]) {
    browser.setItem("ledgerstone.key", odd);
    assert.equal(keptKey(browser), null, odd);
  }
});

test("finds wallets that announce themselves, each once, and the old one where none does", () => {
  const page = new EventTarget();
  const provider = { request: async () => [] };
  const announce = (detail) =>
    page.dispatchEvent(Object.assign(new Event("eip6963:announceProvider"), { detail }));
  page.addEventListener("eip6963:requestProvider", () => {
    announce({ info: { uuid: "1", name: "One", icon: "data:image/svg+xml,x" }, provider });
    announce({ info: { uuid: "1", name: "Again" }, provider });
    announce({ info: { uuid: "2", name: "Two", icon: "https://example.org/x.png" }, provider });
    announce({ info: { uuid: "3", name: "None" } });
    announce(null);
  });
  page.ethereum = provider;
  const found = [];
  findWallets(page, (wallet) => found.push(wallet));
  assert.deepEqual(found.map(({ name, icon }) => [name, icon]), [["One", "data:image/svg+xml,x"], ["Two", ""]]);

  const old = Object.assign(new EventTarget(), { ethereum: provider });
  const only = [];
  findWallets(old, (wallet) => only.push(wallet));
  assert.deepEqual(only.map(({ id }) => id), ["window.ethereum"]);
  findWallets(new EventTarget(), () => assert.fail("there is none"));
});

test("asks a wallet for its account and a signature", async () => {
  const asked = [];
  const provider = {
    request: async (question) => {
      asked.push(question);
      return question.method === "eth_requestAccounts" ? [ALICE.toLowerCase()] : "0x1";
    },
  };
  assert.equal(await accountOf(provider), ALICE.toLowerCase());
  for (const accounts of [[], null, ["treasury"], [BOB.replace("5", "6")]]) {
    assert.equal(await accountOf({ request: async () => accounts }), null);
  }
  assert.equal(await signBy(provider, ALICE, { a: 1 }), "0x1");
  assert.deepEqual(asked[1], { method: "eth_signTypedData_v4", params: [ALICE, '{"a":1}'] });
});

test("makes calls, and has a refusal for whatever comes", async () => {
  const answering = (status, body) => async () => new Response(body, { status });
  assert.deepEqual(await call("/", undefined, answering(200, '{"a":1}')), { value: { a: 1 } });
  const problem = '{"code":"BALANCE_TOO_LOW","detail":"It has 3."}';
  assert.deepEqual(await call("/", {}, answering(422, problem)), {
    refusal: { code: "BALANCE_TOO_LOW", detail: "It has 3." },
  });
  assert.equal((await call("/", {}, answering(502, "{}"))).refusal.code, "HTTP 502");
  assert.equal((await call("/", {}, answering(200, "<html>"))).refusal.code, "AWAY");
  assert.equal((await call("/", {}, answering(502, "<html>"))).refusal.code, "AWAY");
  assert.equal((await call("/", {}, async () => { throw new TypeError("x"); })).refusal.code, "AWAY");
  let sent;
  await call("/x", { b: 2 }, async (path, options) => ((sent = [path, options]), new Response("{}")));
  assert.deepEqual([sent[0], sent[1].method, sent[1].body], ["/x", "POST", '{"b":2}']);
});

/** News and timers that a test moves by hand. */
function world(answers) {
  const made = { asked: [], timers: new Map(), streams: [], told: [] };
  made.EventSource = class extends EventTarget {
    constructor(path) {
      super();
      made.streams.push(Object.assign(this, { path, closed: false }));
    }
    close() {
      this.closed = true;
    }
  };
  made.setInterval = (task, millis) => (made.timers.set(made.timers.size + 1, { task, millis }), made.timers.size);
  made.clearInterval = (timer) => made.timers.delete(timer);
  made.ask = async (path) => (made.asked.push(path), answers.shift() ?? { refusal: { code: "AWAY" } });
  return made;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const [pending, valid, dropped] = ["pending", "valid", "dropped"].map((status) => ({ value: { status } }));

test("follows by news, and asks again and again where none come", async () => {
  const made = world([pending, { refusal: { code: "AWAY" } }, pending, valid]);
  follow("1f", (transaction) => made.told.push(transaction.status), made);
  await settled();
  const [news] = made.streams;
  assert.equal(news.path, "/api/v1/events");
  assert.equal([...made.timers.values()][0].millis, 2000);
  news.dispatchEvent(new Event("open"));
  assert.equal(made.timers.size, 0);
  news.dispatchEvent(new Event("block"));
  await settled();
  assert.deepEqual(made.told, ["pending"]);
  news.dispatchEvent(new Event("error"));
  news.dispatchEvent(new Event("error"));
  assert.equal(made.timers.size, 1);
  [...made.timers.values()][0].task();
  await settled();
  news.dispatchEvent(new Event("replaced"));
  await settled();
  assert.deepEqual(made.told, ["pending", "pending", "valid"]);
  assert.deepEqual(made.asked, Array(4).fill("/api/v1/transactions/1f"));
  assert.deepEqual([news.closed, made.timers.size], [false, 0]);
});

test("hears of a chain that was replaced after it was valid, and ends where it is dropped", async () => {
  const made = world([valid, pending, valid, dropped]);
  follow("1f", (transaction) => made.told.push(transaction.status), made);
  await settled();
  const [news] = made.streams;
  const hears = async (kind) => (news.dispatchEvent(new Event(kind)), settled());
  await hears("open");
  await hears("block");
  await hears("error");
  assert.deepEqual([made.told, made.timers.size], [["valid"], 0], "nobody is asked meanwhile");
  await hears("replaced");
  assert.deepEqual([made.told, made.timers.size], [["valid", "pending"], 1]);
  await hears("open");
  assert.equal(made.timers.size, 0);
  await hears("block");
  assert.deepEqual([made.told.at(-1), news.closed], ["valid", false]);
  await hears("skipped");
  assert.deepEqual([made.told.at(-1), news.closed, made.timers.size], ["dropped", true, 0]);
});

test("tells of nothing after its end", async () => {
  const made = world([pending]);
  const end = follow("1f", (transaction) => made.told.push(transaction.status), made);
  end();
  await settled();
  assert.deepEqual([made.told, made.streams[0].closed, made.timers.size], [[], true, 0]);
});
