package org.ledgerstone.hostile;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.Wire;

/** Orders that {@link Stock} makes by the rules of another ledger, and posts. */
final class BadTransfers {

  private BadTransfers() {}

  /** The same transfer, named and signed for a ledger that differs in its chain number. */
  static TransferDraft forAnotherLedger(TransferDraft draft) {
    var rules = BlockFixture.rules(BlockFixture.genesis(genesis -> genesis.chain = 8));
    var other = new TransferDraft(rules);
    other.asset = draft.asset;
    other.from = draft.from;
    other.to = draft.to;
    other.amount = draft.amount;
    other.nonce = draft.nonce;
    other.until = draft.until;
    other.memo = draft.memo;
    other.signer = draft.signer;
    return other;
  }

  /** The same transfer of as much as an amount can be, which is more than there is of anything. */
  static Map<String, Object> ofTheLargestAmount(TransferDraft draft, Rules rules) {
    var all = new Amount(BigInteger.TEN.pow(38).subtract(BigInteger.ONE));
    var transfer =
        new Transfer(
            draft.ledger,
            draft.asset,
            draft.from,
            draft.to,
            all,
            draft.nonce,
            draft.until,
            draft.memo);
    return Wire.order(BlockFixture.signed(rules, transfer, draft.signer));
  }

  /** A post by alice, or by nobody, signed by the key that is said. */
  static Map<String, Object> post(
      Map<String, String> said, Rules rules, Map<String, WalletKey> keys) {
    var from = Optional.ofNullable(keys.get(said.getOrDefault("from", "alice")));
    var post =
        new Post(
            rules.ledger(),
            from.map(WalletKey::address),
            said.getOrDefault("author", "Ann"),
            said.getOrDefault("content", "Hi"),
            said.getOrDefault("nonce", "post-1"));
    if (from.isEmpty()) {
      return Wire.unsigned(post);
    }
    var signer = keys.getOrDefault(said.getOrDefault("signer", ""), from.get());
    return Wire.order(BlockFixture.signed(rules, post, signer));
  }
}
