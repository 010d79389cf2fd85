package org.ledgerstone.hostile;

import java.util.Map;
import java.util.Optional;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Rules;
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
