package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Allocation;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.BlockDraft;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Content;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.tools.NeedsTool;

/**
 * Miners who hash and seal whatever they like: every hash in these proofs is right, and what is
 * wrong is seen by the second verifier, that of one page and the browser's all the same.
 */
@NeedsTool({"python3", "node", "src/test/node/node_modules/ethers"})
@TestInstance(Lifecycle.PER_CLASS)
class DishonestBlocksTest {

  private final ChainInMemory chain = new ChainInMemory(BlockFixture.genesis());
  private SecondVerifier verifier;
  private BrowserVerifier browser;
  private PageVerifier page;

  @BeforeAll
  void start() {
    chain.accept(chain.next().block());
    verifier = SecondVerifier.start();
    browser = BrowserVerifier.start();
    page = PageVerifier.start();
  }

  @AfterAll
  void stop() {
    verifier.close();
    browser.close();
    page.close();
  }

  /** What fails in the proof of the transaction at this position of block 3, which is the head. */
  private String fault(SealedBlock block, int position) {
    var blocks = new ArrayList<>(chain.blocks());
    blocks.add(block);
    var proof = ProofFile.inclusion(blocks, 3, position, 3);
    var operator = BlockFixture.OPERATOR.address().text();
    var head = block.hash().toString();
    var answer = verifier.verify(proof, "--head", head, "--operator", operator);
    assertThat(answer.status()).as(answer.said()).isLessThan(2);
    assertThat(browser.verify(proof, "--head", head, "--operator", operator).ok())
        .as(answer.said())
        .isEqualTo(answer.status() == 0);
    assertThat(page.fault(proof, head, operator).isEmpty())
        .as(answer.said())
        .isEqualTo(answer.status() == 0);
    var lines = answer.said().lines().toList();
    return answer.status() == 0 ? "" : lines.getLast().replaceFirst("DOES NOT HOLD: ", "");
  }

  private String faultOf(Order order) {
    return fault(chain.next().with(order).block(), 1);
  }

  private String faultOf(Consumer<TransferDraft> change) {
    var draft = new TransferDraft(chain.rules());
    change.accept(draft);
    return faultOf(draft.order());
  }

  @Test
  void beginsWithWhatHolds() {
    assertThat(faultOf(draft -> {})).isEmpty();
    assertThat(fault(chain.next().block(), 0)).isEmpty();
  }

  @Test
  void seesWhoHasNotSigned() {
    assertThat(faultOf(draft -> draft.signer = BlockFixture.BOB))
        .startsWith("authorization: typed data signed by the sender");
    assertThat(
            faultOf(draft -> {
              draft.signer = BlockFixture.BOB;
              draft.nonce = OptionalLong.empty();
            }))
        .startsWith("authorization: seed text signed by the sender");
    assertThat(faultOf(draft -> draft.from = BlockFixture.TREASURY))
        .startsWith("authorization: that is the operator");
    var unusable = Signature.fromHex("0x" + "%064x%064x1b".formatted(5, 1)).orElseThrow();
    var named = new TransferDraft(chain.rules());
    named.from = BlockFixture.TREASURY;
    assertThat(
            faultOf(new Order(named.transfer(), Authorization.signed(Scheme.TYPED_DATA, unusable))))
        .isEqualTo("authorization: typed data signed by a key");
    var post = post(Optional.of(BlockFixture.BOB.address()));
    assertThat(faultOf(BlockFixture.signed(chain.rules(), post, BlockFixture.ALICE)))
        .startsWith("authorization: typed data signed by the sender");
  }

  private Post post(Optional<Address> from) {
    return new Post(chain.rules().ledger(), from, "Ann", "Hello", "n-1");
  }

  @Test
  void seesASchemeThatIsNotForIt() {
    var fault = "authorization: scheme %d is for this and has a signature";
    assertThat(faultOf(draft -> draft.scheme = Optional.of(Scheme.SEED_TEXT)))
        .isEqualTo(fault.formatted(1));
    assertThat(faultOf(draft -> draft.scheme = Optional.of(Scheme.ETHEREUM_TRANSACTION)))
        .isEqualTo(fault.formatted(3));
    assertThat(faultOf(draft -> draft.scheme = Optional.of(Scheme.NONE)))
        .isEqualTo(fault.formatted(0));
    List<Consumer<TransferDraft>> notInSeedForm =
        List.of(
            draft -> draft.memo = "hello",
            draft -> draft.until = 4_102_444_800L,
            draft -> draft.to = BlockFixture.TREASURY);
    for (var change : notInSeedForm) {
      assertThat(faultOf(change.andThen(draft -> draft.nonce = OptionalLong.empty())))
          .isEqualTo(fault.formatted(1));
    }
    assertThat(
            faultOf(draft -> {
              draft.nonce = OptionalLong.empty();
              draft.scheme = Optional.of(Scheme.TYPED_DATA);
            }))
        .isEqualTo(fault.formatted(2));
    var transfer = new TransferDraft(chain.rules()).transfer();
    assertThat(faultOf(new Order(transfer, Authorization.NONE))).isEqualTo(fault.formatted(0));
    var empty = new Authorization(Scheme.TYPED_DATA, Optional.empty());
    assertThat(faultOf(new Order(transfer, empty))).isEqualTo(fault.formatted(2));
    var post = post(Optional.of(BlockFixture.ALICE.address()));
    var signature = BlockFixture.ALICE.sign(chain.rules().typedData().digest(post));
    assertThat(faultOf(new Order(post, Authorization.signed(Scheme.SEED_TEXT, signature))))
        .isEqualTo(fault.formatted(1));
    var signed = Authorization.signed(Scheme.TYPED_DATA, signature);
    assertThat(faultOf(new Order(post(Optional.empty()), signed)))
        .isEqualTo("authorization: nobody has to sign this");
    var idle = Authorization.signed(Scheme.NONE, signature);
    assertThat(faultOf(new Order(post(Optional.empty()), idle)))
        .isEqualTo("authorization: nobody has to sign this");
    assertThat(faultOf(new Order(post(Optional.empty()), empty)))
        .isEqualTo("authorization: nobody has to sign this");
  }

  @Test
  void seesWhatIsOfAnotherLedger() {
    assertThat(faultOf(draft -> draft.ledger = Hash.ofText("another")))
        .startsWith("transaction: it is for the ledger");
  }

  private String faultOfFirst(Content content, Consumer<BlockDraft> change) {
    var draft = chain.next();
    draft.transactions = all -> List.of(Transaction.unsigned(content, draft.time));
    change.accept(draft);
    return fault(draft.block(), 0);
  }

  private Reward reward(Address to, long block) {
    var rules = chain.rules();
    return new Reward(rules.ledger(), rules.nativeAsset(), to, Amount.of(10), block);
  }

  @Test
  void seesRewardsAndAllocationsThatDoNotBelongThere() {
    var miner = BlockFixture.MINER.address();
    assertThat(faultOfFirst(reward(miner, 3), draft -> {})).isEmpty();
    assertThat(faultOfFirst(reward(miner, 4), draft -> {}))
        .isEqualTo("block: this reward can stand at position 0");
    assertThat(faultOfFirst(reward(BlockFixture.ALICE.address(), 3), draft -> {}))
        .startsWith("block: the reward has the block's time and goes to its miner");
    var second = chain.next();
    second.with(Transaction.unsigned(reward(miner, 3), second.time));
    assertThat(fault(second.block(), 1)).isEqualTo("block: this reward can stand at position 1");
    var early = chain.next();
    early.transactions =
        all -> List.of(Transaction.unsigned(reward(miner, 3), chain.parent().time()));
    assertThat(fault(early.block(), 0)).startsWith("block: the reward has the block's time");
    assertThat(
            faultOfFirst(
                new Allocation(BlockFixture.COIN, BlockFixture.ALICE.address(), Amount.of(10), 0),
                draft -> {}))
        .isEqualTo("block: this allocation can stand at position 0");
  }

  private String faultOfHeader(Consumer<BlockDraft> change) {
    var draft = chain.next();
    change.accept(draft);
    return fault(draft.block(), 0);
  }

  @Test
  void seesBlocksThatAreNone() {
    assertThat(faultOfHeader(draft -> draft.sealer = Optional.of(BlockFixture.BOB)))
        .startsWith("block: the seal is of its miner");
    assertThat(faultOfHeader(draft -> draft.mined = false))
        .isEqualTo("block: the hash begins with 4 zero bits");
    assertThat(faultOfHeader(draft -> draft.previous = chain.blocks().getFirst().hash()))
        .startsWith("block: it comes after the genesis block");
    assertThat(faultOfHeader(draft -> draft.header = DishonestBlocksTest::ofOneMore))
        .isEqualTo("block: it holds 1 transactions");
    assertThat(faultOfHeader(draft -> draft.header = DishonestBlocksTest::ofNobody))
        .startsWith("block: the seal is of its miner -");
  }

  private static Header ofOneMore(Header h) {
    return new Header(
        h.index(),
        h.previous(),
        h.history(),
        h.time(),
        h.miner(),
        h.count() + 1,
        h.merkleRoot(),
        h.data(),
        h.difficulty(),
        h.nonce());
  }

  private static Header ofNobody(Header h) {
    return new Header(
        h.index(),
        h.previous(),
        h.history(),
        h.time(),
        Optional.empty(),
        h.count(),
        h.merkleRoot(),
        h.data(),
        h.difficulty(),
        h.nonce());
  }
}
