/** Who can pay from this page: a wallet of the browser, or the key that is kept in it. */
import { shown } from "./values.js";
import { sign } from "./signature.js";
import { accountOf, signBy } from "./wallets.js";

/** A payer has an `account`, in the form that is hashed, and signs what was prepared. */
export const keyPayer = (key) => ({
  account: key.account,
  sign: async ({ digest }) => sign(digest, key.bytes),
});

/** The payer that a wallet lets the page use; null if it lets it use none. */
export async function walletPayer(provider) {
  const account = await accountOf(provider);
  return (
    account && {
      account,
      sign: ({ typedData }) => signBy(provider, shown(account), typedData),
    }
  );
}
