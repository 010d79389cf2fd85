package org.ledgerstone.protocol;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.ledgerstone.protocol.InclusionProof.HistoryPath;

/** A chain with transactions of every kind, and proofs made from it in memory. */
public final class ProofFixture {

  private ProofFixture() {}

  /** Eight blocks after genesis; the n-th one holds n transactions and the reward. */
  public static ChainInMemory chain() {
    var chain = new ChainInMemory(BlockFixture.genesis());
    for (int size = 0; size < 8; size++) {
      var draft = chain.next();
      for (int i = 0; i < size; i++) {
        draft.with(order(chain, i, size));
      }
      chain.accept(draft.block());
    }
    return chain;
  }

  /** One of seven kinds, each at most once in a block. */
  private static Order order(ChainInMemory chain, int kind, long number) {
    var rules = chain.rules();
    return switch (kind) {
      case 0 -> transfer(chain, draft -> draft.memo = "invoice " + number + " \uD83D\uDE00");
      case 1 -> BlockFixture.post(rules, "said \"by\" nobody\n", "n" + number);
      case 2 -> {
        var from = Optional.of(BlockFixture.BOB.address());
        var post = new Post(rules.ledger(), from, "Bob", "said by Bob", "b" + number);
        yield BlockFixture.signed(rules, post, BlockFixture.BOB);
      }
      case 3 ->
          transfer(
              chain,
              draft -> {
                draft.nonce = OptionalLong.empty();
                draft.amount = 1 + number;
              });
      case 4 ->
          transfer(
              chain,
              draft -> {
                draft.from = BlockFixture.TREASURY;
                draft.signer = BlockFixture.OPERATOR;
                draft.until = 4_000_000_000L;
              });
      case 5 ->
          transfer(
              chain,
              draft -> {
                draft.asset = BlockFixture.GOLD;
                draft.to = BlockFixture.TREASURY;
              });
      default ->
          transfer(
              chain,
              draft -> {
                draft.from = BlockFixture.BOB.address();
                draft.signer = BlockFixture.BOB;
                draft.to = new Address("users:carol");
              });
    };
  }

  private static Order transfer(ChainInMemory chain, Consumer<TransferDraft> change) {
    var draft = new TransferDraft(chain.rules());
    change.accept(draft);
    if (draft.nonce.isPresent()) {
      var account = new AccountId(draft.from, draft.asset);
      draft.nonce = OptionalLong.of(chain.standing(account).nextNonce());
    }
    return draft.order();
  }

  /** The proof of a transaction, as seen from the head with this index. */
  public static InclusionProof inclusion(ChainInMemory chain, long block, int position, long head) {
    var held = chain.blocks().get((int) block - 1);
    var leaves = held.transactions().stream().map(Transaction::leaf).toList();
    var nodes = MerkleTree.nodesOf(leaves);
    return new InclusionProof(
        chain.rules().ledger(),
        held.transactions().get(position),
        position,
        leaves.size(),
        MerkleTree.inclusion(nodes, position, leaves.size()),
        proved(held),
        block == head
            ? Optional.empty()
            : Optional.of(
                new HistoryPath(
                    head - 1, MerkleTree.inclusion(history(chain), block - 1, head - 1))),
        proved(chain.blocks().get((int) head - 1)));
  }

  /** The proof that the chain up to one block is the beginning of that up to another. */
  public static ConsistencyProof consistency(ChainInMemory chain, long first, long second) {
    boolean same = first == second;
    return new ConsistencyProof(
        proved(chain.blocks().get((int) first - 1)),
        proved(chain.blocks().get((int) second - 1)),
        same ? List.of() : MerkleTree.consistency(history(chain), first - 1, second - 1),
        same ? List.of() : MerkleTree.inclusion(history(chain), first - 1, second - 1));
  }

  private static TreeNodes history(ChainInMemory chain) {
    return MerkleTree.nodesOf(
        chain.blocks().stream().map(block -> SealedBlock.historyLeaf(block.hash())).toList());
  }

  private static ProvedBlock proved(SealedBlock block) {
    return new ProvedBlock(block.header(), block.seal());
  }
}
