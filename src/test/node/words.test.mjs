// Whatever a script says has its words in every language, and the page brings them.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const resources = new URL("../../main/resources/", import.meta.url);
const read = (path) => readFileSync(new URL(path, resources), "utf8");

function messages(name) {
  const lines = read(`messages/${name}.properties`).split("\n").filter(Boolean);
  return new Map(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

const matches = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found);

/** What a pattern finds in the scripts whose names begin so. */
function inScripts(beginning, pattern) {
  const names = readdirSync(new URL("static/console/", resources));
  const scripts = names.filter((name) => name.startsWith(beginning) && name.endsWith(".js"));
  return scripts.flatMap((name) => matches(read(`static/console/${name}`), pattern));
}

const gaps = (text) => (text.match(/\{\d\}/g) ?? []).sort().join();

for (const bundle of ["proof", "pay"]) {
  test(`${bundle}: both languages have the same words, with the same gaps`, () => {
    const [english, chinese] = [messages(bundle), messages(`${bundle}_zh`)];
    assert.deepEqual([...english.keys()].sort(), [...chinese.keys()].sort());
    for (const [key, text] of english) {
      assert.notEqual(text, "", key);
      assert.equal(gaps(text), gaps(chinese.get(key)), key);
      assert.ok(!text.includes("'"), `${key}: an apostrophe means something else with gaps`);
    }
  });

  test(`${bundle}: the page brings every word that its script says, and no others`, () => {
    const page = read(bundle === "proof" ? "templates/fragments/proof.html" : "templates/pay.html");
    const template = page.slice(page.indexOf(`<template id="${bundle}-words">`));
    const list = template.slice(template.indexOf("${ {"), template.indexOf("} }"));
    const brought = matches(list, /'([^']+)'/g);
    assert.equal(new Set(brought).size, brought.length);
    for (const key of brought) {
      assert.ok(messages(bundle).has(`${bundle}.${key}`), key);
    }
    for (const key of inScripts(bundle, /\bword\("([^"]+)"/g)) {
      assert.ok(brought.includes(key), key);
    }
    if (bundle === "proof") {
      assert.deepEqual(brought.filter((key) => key.startsWith("step.")).sort(), dueSteps());
    }
  });
}

function dueSteps() {
  const names = ["block", "head", "first", "second"];
  const steps = inScripts("proof", /\bstep\(\s*["`]([^"`]+)["`]/g);
  const keys = steps.flatMap((key) =>
    key.startsWith("${name}") ? names.map((name) => key.replace("${name}", name)) : [key],
  );
  return [...new Set(keys)].map((key) => `step.${key}`).sort();
}
