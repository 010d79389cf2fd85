/** The part of the page where a person chooses who pays. */
import { deleteKey, keptKey, makeKey } from "./kept-key.js";
import { keyPayer, walletPayer } from "./payers.js";
import { findWallets } from "./wallets.js";
import { element } from "./words.js";

const find = (id) => document.getElementById(id);

/** Where this browser keeps things for the page; null where it keeps nothing. */
function storageHere() {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

/**
 * Offers what there is.
 *
 * @param word the page's words
 * @param chosen called with who pays, or with null when that is nobody any more
 * @param refused called with a text when nobody could be chosen
 */
export function offerPayers(word, chosen, refused) {
  const storage = storageHere();
  const press = (pressed) => {
    for (const button of find("pay-wallets").querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button === pressed));
    }
  };
  const choose = (payer, button) => {
    press(payer ? button : null);
    find("pay-key").hidden = !payer || button !== find("pay-key-use");
    find("pay-key").dataset.account = payer?.account ?? "";
    hideSecret();
    chosen(payer);
  };
  offerKey(storage, word, choose, refused);
  findWallets(window, (wallet) => {
    find("pay-none").hidden = true;
    find("pay-wallets").append(walletButton(wallet, word, choose, refused));
  });
}

function walletButton({ name, icon, provider }, word, choose, refused) {
  const button = element("button", name || word("wallet"));
  button.type = "button";
  button.setAttribute("aria-pressed", "false");
  if (icon) {
    const picture = element("img");
    picture.src = icon;
    picture.alt = "";
    button.prepend(picture);
  }
  const ask = async () => {
    try {
      const payer = await walletPayer(provider);
      choose(payer, button);
      if (!payer) {
        refused(word("nothing"));
      }
    } catch (fault) {
      refused(word("declined", fault?.message ?? ""));
    }
  };
  button.addEventListener("click", ask);
  // Another account in the wallet is another payer: chosen anew, so that nobody pays unawares.
  provider.on?.("accountsChanged", () => {
    if (button.getAttribute("aria-pressed") === "true") {
      choose(null, button);
    }
  });
  return button;
}

function offerKey(storage, word, choose, refused) {
  const use = find("pay-key-use");
  use.addEventListener("click", () => {
    try {
      choose(keyPayer(makeKey(storage)), use);
    } catch {
      refused(word("storage"));
    }
  });
  // Another tab may have changed it: nobody is shown, or loses, a key that is not the one on the page.
  const chosenKey = () => {
    const key = keptKey(storage);
    if (key?.account === find("pay-key").dataset.account) {
      return key;
    }
    choose(null, use);
    refused(word("key.other"));
    return null;
  };
  find("pay-key-show").addEventListener("click", () => {
    const secret = find("pay-key-secret");
    const isShown = !secret.hidden;
    hideSecret();
    const key = isShown ? null : chosenKey();
    if (key) {
      secret.textContent = key.secret;
      secret.hidden = false;
      find("pay-key-show").setAttribute("aria-expanded", "true");
    }
  });
  find("pay-key-delete").addEventListener("click", () => {
    if (chosenKey() && window.confirm(word("key.confirm")) && chosenKey()) {
      deleteKey(storage);
      choose(null, use);
      use.focus();
    }
  });
}

function hideSecret() {
  find("pay-key-secret").textContent = "";
  find("pay-key-secret").hidden = true;
  find("pay-key-show").setAttribute("aria-expanded", "false");
}
