/** Ethereum wallets in the browser: found by EIP-6963, or as `window.ethereum` (EIP-1193). */
import { parseAccount } from "./values.js";

/**
 * Finds wallets, and goes on doing so: wallets announce themselves when they are ready.
 *
 * @param page the window
 * @param found called with each wallet once: `id`, `name`, `icon` (a data URL or ""), `provider`
 */
export function findWallets(page, found) {
  const seen = new Set();
  const add = (id, wallet) => {
    if (!seen.has(id)) {
      seen.add(id);
      found({ id, ...wallet });
    }
  };
  page.addEventListener("eip6963:announceProvider", ({ detail }) => {
    const { info, provider } = detail ?? {};
    if (typeof info?.uuid === "string" && typeof provider?.request === "function") {
      add(info.uuid, { name: String(info.name), icon: iconOf(info.icon), provider });
    }
  });
  page.dispatchEvent(new Event("eip6963:requestProvider"));
  if (seen.size === 0 && typeof page.ethereum?.request === "function") {
    add("window.ethereum", { name: "", icon: "", provider: page.ethereum });
  }
}

/** Only a picture that comes with its own bytes: no other is ever asked for. */
const iconOf = (icon) => (/^data:image\//.test(icon ?? "") ? icon : "");

/** The account that a wallet lets the page use, in the form that is hashed; null if none. */
export async function accountOf(provider) {
  const accounts = await provider.request({ method: "eth_requestAccounts" });
  const account = parseAccount(String(accounts?.[0] ?? ""));
  return account?.startsWith("0x") ? account : null;
}

/** Has a wallet sign typed data. */
export const signBy = (provider, account, typedData) =>
  provider.request({
    method: "eth_signTypedData_v4",
    params: [account, JSON.stringify(typedData)],
  });
