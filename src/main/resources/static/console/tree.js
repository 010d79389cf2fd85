/**
 * Merkle trees of RFC 6962: a node is the hash of what is left and right of it, a tree is split at
 * the largest power of two below its size. Hashes are 64 hex digits; sizes and places are BigInt.
 */
import { concat, fromHex, hex } from "./bytes.js";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The hash of a leaf that holds these bytes. */
export const leafOf = async (sha256, bytes) => hex(await sha256(concat(LEAF, bytes)));

const nodeOf = async (sha256, left, right) =>
  hex(await sha256(concat(NODE, fromHex(left), fromHex(right))));

function splitOf(size) {
  let split = 1n;
  while (split * 2n < size) {
    split *= 2n;
  }
  return split;
}

/** The root over leaves' hashes. */
export async function rootOf(sha256, leaves) {
  if (leaves.length < 2) {
    return leaves[0] ?? hex(await sha256(new Uint8Array()));
  }
  const split = Number(splitOf(BigInt(leaves.length)));
  const left = await rootOf(sha256, leaves.slice(0, split));
  return nodeOf(sha256, left, await rootOf(sha256, leaves.slice(split)));
}

/** The root that a path leads to, from the leaf upwards; null if no such tree has such a path. */
export async function rootFrom(sha256, leaf, place, size, path) {
  if (place >= size) {
    return null;
  }
  if (size === 1n) {
    return path.length === 0 ? leaf : null;
  }
  if (path.length === 0) {
    return null;
  }
  const split = splitOf(size);
  const [other, below] = [path.at(-1), path.slice(0, -1)];
  const isLeft = place < split;
  const own = isLeft
    ? await rootFrom(sha256, leaf, place, split, below)
    : await rootFrom(sha256, leaf, place - split, size - split, below);
  return own && (isLeft ? nodeOf(sha256, own, other) : nodeOf(sha256, other, own));
}

/**
 * The roots of an older and a newer tree that a proof of consistency leads to, 0 < older <= newer;
 * null if it is none of these sizes.
 *
 * @param oldRoot of the older tree: a proof leaves it out where it is a node of the newer one
 */
export async function rootsFrom(sha256, older, newer, oldRoot, proof) {
  if (older === newer) {
    const nodes = oldRoot === null ? proof : [oldRoot, ...proof];
    return nodes.length === 1 ? [nodes[0], nodes[0]] : null;
  }
  if (proof.length === 0) {
    return null;
  }
  const split = splitOf(newer);
  const [other, rest] = [proof.at(-1), proof.slice(0, -1)];
  const isLeft = older <= split;
  const roots = isLeft
    ? await rootsFrom(sha256, older, split, oldRoot, rest)
    : await rootsFrom(sha256, older - split, newer - split, null, rest);
  if (!roots) {
    return null;
  }
  const [before, whole] = roots;
  return isLeft
    ? [before, await nodeOf(sha256, whole, other)]
    : [await nodeOf(sha256, other, before), await nodeOf(sha256, other, whole)];
}
