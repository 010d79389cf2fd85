// What the tests of the page's scripts are held against, and where those scripts lie.
import { readFileSync } from "node:fs";
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;

const here = (path) => new URL(path, import.meta.url);

export const vectors = JSON.parse(
  readFileSync(here("../resources/vectors/protocol-1.json"), "utf8"),
);
export const documented = (name) => readFileSync(here(`../../../docs/verify/${name}`), "utf8");
export const script = (name) => import(here(`../../main/resources/static/console/${name}`));
