package org.ledgerstone.audit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.WalletKey;

/**
 * Chains whose transactions and heads are proved to the verifiers that are not the ledger's own.
 */
final class ProofChains {

  private ProofChains() {}

  /** Blocks 2 to {@code last}, of which block i + 1 holds i transactions, after genesis. */
  static List<SealedBlock> growing(int last) {
    var chain = new ChainInMemory(BlockFixture.genesis());
    for (int i = 1; i < last; i++) {
      var next = chain.next();
      for (int post = 1; post < i; post++) {
        next.with(BlockFixture.post(chain.rules(), "Post " + post, i + "-" + post));
      }
      chain.accept(next.block());
    }
    return chain.blocks();
  }

  /** Four blocks, of which block 2 holds one transaction of each kind and form. */
  static List<SealedBlock> mixed() {
    var chain = new ChainInMemory(BlockFixture.genesis());
    var rules = chain.rules();
    var alice = BlockFixture.ALICE;
    var named =
        transfer(rules, BlockFixture.TREASURY, new Address("users:carol"), OptionalLong.of(0), "");
    var block =
        chain
            .next()
            .with(
                signed(rules, alice, OptionalLong.of(0), "für dich – 发票 😀"),
                signed(rules, alice, OptionalLong.empty(), ""),
                BlockFixture.signed(rules, named, BlockFixture.OPERATOR),
                BlockFixture.signed(
                    rules, post(rules, BlockFixture.BOB.address()), BlockFixture.BOB),
                BlockFixture.signed(
                    rules, post(rules, BlockFixture.TREASURY), BlockFixture.OPERATOR),
                BlockFixture.post(rules, "naïve\n\tsecond line", "n-1"))
            .block();
    chain.accept(block).accept(chain.next().block()).accept(chain.next().block());
    return chain.blocks();
  }

  private static Order signed(Rules rules, WalletKey from, OptionalLong nonce, String memo) {
    return BlockFixture.signed(
        rules, transfer(rules, from.address(), BlockFixture.BOB.address(), nonce, memo), from);
  }

  private static Transfer transfer(
      Rules rules, Address from, Address to, OptionalLong nonce, String memo) {
    return new Transfer(
        rules.ledger(),
        BlockFixture.COIN,
        from,
        to,
        Amount.of(12),
        nonce,
        memo.isEmpty() ? 0 : 4_102_444_800L,
        memo);
  }

  private static Post post(Rules rules, Address from) {
    return new Post(rules.ledger(), Optional.of(from), "Zoë 😀", "naïve\n\tsecond line", "n-1");
  }

  /** The hash of the chain's block with this index. */
  static String hash(List<SealedBlock> chain, int index) {
    return chain.get(index - 1).hash().toString();
  }
}
