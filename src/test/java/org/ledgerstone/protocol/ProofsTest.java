package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.InclusionProof.HistoryPath;

/** Proofs hold for what is so, and each rule is missed when it alone is broken. */
class ProofsTest {

  private static final Optional<Address> OPERATOR = Optional.of(BlockFixture.OPERATOR.address());

  private final ChainInMemory chain = ProofFixture.chain();
  private final int length = chain.blocks().size();

  private Hash hash(long index) {
    return chain.blocks().get((int) index - 1).hash();
  }

  private InclusionProof proof(long block, int position) {
    return ProofFixture.inclusion(chain, block, position, length);
  }

  /** A transfer in a block before the head. */
  private InclusionProof usual() {
    return proof(5, 1);
  }

  private void misses(InclusionProof proof, String rule) {
    assertThat(proof.fault(proof.head().hash(), OPERATOR))
        .hasValueSatisfying(fault -> assertThat(fault.rule()).isEqualTo(rule));
  }

  @Test
  void holdForEachTransactionFromEachHead() {
    int checked = 0;
    for (var block : chain.blocks()) {
      long index = block.header().index();
      for (int position = 0; position < block.transactions().size(); position++) {
        for (long head = index; head <= length; head++) {
          var proof = ProofFixture.inclusion(chain, index, position, head);
          assertThat(proof.fault(hash(head), OPERATOR)).as("%s", proof).isEmpty();
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(100);
  }

  @Test
  void holdOnlyForTheHeadThatIsTrusted() {
    assertThat(usual().fault(hash(length - 1), OPERATOR))
        .hasValueSatisfying(
            fault -> assertThat(fault.rule()).isEqualTo("is seen from the head that you trust"));
  }

  private static InclusionProof with(InclusionProof proof, Transaction transaction) {
    return new InclusionProof(
        proof.ledger(),
        transaction,
        proof.position(),
        proof.count(),
        proof.path(),
        proof.block(),
        proof.history(),
        proof.head());
  }

  private static InclusionProof with(
      InclusionProof proof, ProvedBlock block, Optional<HistoryPath> history, ProvedBlock head) {
    return new InclusionProof(
        proof.ledger(),
        proof.transaction(),
        proof.position(),
        proof.count(),
        proof.path(),
        block,
        history,
        head);
  }

  @Test
  void nameTheLedger() {
    var proof = usual();
    var other =
        new InclusionProof(
            Hash.ofText("another"),
            proof.transaction(),
            proof.position(),
            proof.count(),
            proof.path(),
            proof.block(),
            proof.history(),
            proof.head());
    misses(other, "is of one ledger");
  }

  @Test
  void areOfWhatItsOwnerSigned() {
    var proof = usual();
    var transfer = (Transfer) proof.transaction().content();
    var forged = BlockFixture.signed(chain.rules(), transfer, BlockFixture.BOB);
    misses(with(proof, forged.acceptedAt(proof.transaction().accepted())), "is authorised");
    var unsigned = Transaction.unsigned(transfer, proof.transaction().accepted());
    misses(with(proof, unsigned), "is authorised");
  }

  /** Its text does not say what the memo is. */
  @Test
  void takeNoSeedTextForWhatItDoesNotSay() {
    var draft = new TransferDraft(chain.rules());
    draft.nonce = OptionalLong.empty();
    draft.memo = "something";
    misses(with(usual(), draft.order().acceptedAt(new Time(0))), "is authorised");
  }

  @Test
  void askTheOperatorOnlyIfHeIsKnown() {
    var named = proof(7, 5);
    assertThat(named.debtor()).contains(BlockFixture.TREASURY);
    assertThat(named.signer()).isEqualTo(OPERATOR);
    var head = named.head().hash();
    assertThat(named.fault(head, OPERATOR)).isEmpty();
    assertThat(named.fault(head, Optional.empty())).isEmpty();
    assertThat(named.fault(head, Optional.of(BlockFixture.BOB.address()))).isPresent();
  }

  @Test
  void leadToTheBlock() {
    var proof = usual();
    for (var wrong :
        List.of(
            List.<Hash>of(),
            proof.path().subList(1, proof.path().size()),
            Stream.concat(proof.path().stream(), Stream.of(Hash.ZERO)).toList(),
            proof.path().reversed())) {
      misses(
          new InclusionProof(
              proof.ledger(),
              proof.transaction(),
              proof.position(),
              proof.count(),
              wrong,
              proof.block(),
              proof.history(),
              proof.head()),
          "stands in its block");
    }
  }

  @Test
  void countAsTheHeaderDoes() {
    var proof = usual();
    misses(
        new InclusionProof(
            proof.ledger(),
            proof.transaction(),
            proof.position(),
            proof.count() + 1,
            proof.path(),
            proof.block(),
            proof.history(),
            proof.head()),
        "stands in its block");
  }

  /** A chain that pays a reward twice, or allocates later, can be hashed but not be valid. */
  @Test
  void areOfWhatTheBlockMayPay() {
    var head = chain.blocks().getLast();
    var reward =
        new Reward(
            chain.rules().ledger(),
            BlockFixture.COIN,
            BlockFixture.MINER.address(),
            Amount.of(10),
            head.header().index() + 2);
    misses(alone(Transaction.unsigned(reward, head.header().time())), "is what its block pays");
    var allocation =
        new Allocation(BlockFixture.COIN, BlockFixture.MINER.address(), Amount.of(10), 0);
    var later = alone(Transaction.unsigned(allocation, head.header().time()));
    misses(later, "is of one ledger");
  }

  /** The proof of a transaction that a new block holds alone. */
  private InclusionProof alone(Transaction transaction) {
    var draft = chain.next();
    draft.transactions = all -> List.of(transaction);
    var block = draft.block();
    var proved = new ProvedBlock(block.header(), block.seal());
    return new InclusionProof(
        chain.rules().ledger(), transaction, 0, 1, List.of(), proved, Optional.empty(), proved);
  }

  @Test
  void areOfSealedBlocks() {
    var proof = usual();
    var other = BlockFixture.BOB.sign(proof.block().hash().bytes());
    var header = proof.block().header();
    for (var seal : List.of(Optional.of(other), Optional.<Signature>empty())) {
      var block = new ProvedBlock(header, seal);
      misses(with(proof, block, proof.history(), proof.head()), "is in a sealed block");
    }
    var head = new ProvedBlock(proof.head().header(), Optional.of(other));
    misses(with(proof, proof.block(), proof.history(), head), "is seen from a sealed head");
  }

  @Test
  void needTheWorkThatTheHeaderNames() {
    var draft = chain.next();
    draft.mined = false;
    var idle = draft.block();
    var proved = new ProvedBlock(idle.header(), idle.seal());
    var transaction = idle.transactions().getFirst();
    var proof =
        new InclusionProof(
            chain.rules().ledger(), transaction, 0, 1, List.of(), proved, Optional.empty(), proved);
    misses(proof, "is in a sealed block");
  }

  @Test
  void leadFromTheBlockToTheHead() {
    var proof = usual();
    var history = proof.history().orElseThrow();
    var shorter = history.path().subList(0, history.path().size() - 1);
    for (var wrong :
        List.of(
            Optional.<HistoryPath>empty(),
            Optional.of(new HistoryPath(history.size(), shorter)),
            Optional.of(new HistoryPath(history.size() - 1, history.path())))) {
      misses(with(proof, proof.block(), wrong, proof.head()), "is in the head's history");
    }
  }

  @Test
  void showThatNothingWasChanged() {
    for (long first = 1; first <= length; first++) {
      for (long second = first; second <= length; second++) {
        var proof = ProofFixture.consistency(chain, first, second);
        assertThat(proof.fault(hash(second))).as(first + " to " + second).isEmpty();
        assertThat(proof.fault(Hash.ZERO)).isPresent();
      }
    }
  }

  /** The history of a head does not hold the head itself: its leaf in the later one does. */
  @Test
  void findOutAnotherHeadOnTheSameHistory() {
    var fork = new ChainInMemory(BlockFixture.genesis());
    chain.blocks().subList(1, 5).forEach(fork::accept);
    var other = fork.next();
    other.data = "another";
    fork.accept(other.block());
    var proof = ProofFixture.consistency(chain, 6, length);
    var head = fork.head();
    assertThat(head.header().history()).isEqualTo(proof.first().header().history());
    var swapped =
        new ConsistencyProof(
            new ProvedBlock(head.header(), head.seal()),
            proof.second(),
            proof.proof(),
            proof.path());
    assertThat(swapped.fault(hash(length)))
        .hasValueSatisfying(fault -> assertThat(fault.rule()).isEqualTo("keeps the history"));
  }

  @Test
  void findOutAChainThatWasRewritten() {
    var rewritten = new ChainInMemory(BlockFixture.genesis());
    for (int i = 1; i < length; i++) {
      var draft = rewritten.next();
      draft.data = "rewritten";
      rewritten.accept(draft.block());
    }
    var after = ProofFixture.consistency(rewritten, 4, length);
    var first = ProofFixture.consistency(chain, 4, length).first();
    var proof = new ConsistencyProof(first, after.second(), after.proof(), after.path());
    assertThat(proof.fault(rewritten.head().hash()))
        .hasValueSatisfying(fault -> assertThat(fault.rule()).isEqualTo("keeps the history"));
  }

  @Test
  void areNotReadBackwards() {
    var proof = ProofFixture.consistency(chain, 4, 6);
    var backwards =
        new ConsistencyProof(proof.second(), proof.first(), proof.proof(), proof.path());
    assertThat(backwards.fault(proof.first().hash()))
        .hasValueSatisfying(fault -> assertThat(fault.rule()).isEqualTo("keeps the history"));
  }
}
