package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.ledgerstone.protocol.Allocation;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.tools.NeedsTool;

/** Headers that hash to what they say and are sealed, and are none; and true hashes of others. */
@NeedsTool({"python3", "node", "src/test/node/node_modules/ethers"})
@TestInstance(Lifecycle.PER_CLASS)
class ForgedHeadersTest {

  private final ChainInMemory chain = new ChainInMemory(BlockFixture.genesis());
  private SecondVerifier verifier;
  private BrowserVerifier browser;
  private PageVerifier page;

  @BeforeAll
  void start() {
    chain.accept(chain.next().block());
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

  private String fault(Map<String, Object> proof, Hash head) {
    var answer = verifier.verify(proof, "--head", head.toString());
    assertThat(answer.status()).as(answer.said()).isEqualTo(1);
    assertThat(browser.verify(proof, "--head", head.toString()).ok()).as(answer.said()).isFalse();
    assertThat(page.fault(proof, head.toString())).as(answer.said()).isNotEmpty();
    return answer.said().lines().toList().getLast().replaceFirst("DOES NOT HOLD: ", "");
  }

  /** A block that is anything. */
  private static Map<String, Object> sealed(int index, String text) {
    var hash = Hash.ofText(text);
    return Map.of(
        "index",
        index,
        "hash",
        hash.toString(),
        "headerText",
        text,
        "seal",
        BlockFixture.MINER.sign(hash.bytes()).toString());
  }

  @Test
  void seesATextThatIsNoHeader() {
    var text = chain.head().header().text();
    var miner = BlockFixture.MINER.address();
    var texts =
        List.of(
            text + "more\n",
            text.substring(0, text.length() - 1),
            text.replace("\n", "\r\n"),
            text.replace("block 1", "block 2"),
            text.replace("index 3", "index 03"),
            text.replace("index 3\n", "index 3\nindex 3\n"),
            text.replace("previous ", "previous  "),
            text.replace("time 2026-01-01", "time 2026-02-30"),
            text.replace("time 2026", "time 1969"),
            text.replace("time 2026", "time 0000"),
            text.replace(miner.text(), miner.shown()),
            text.replace(miner.text(), "users:carol"),
            text.replace("transactions 1 ", "transactions -1 "),
            text.replace("difficulty 4", "difficulty 4.0"),
            text.replaceFirst("nonce [0-9]+", "nonce 0x1"));
    for (var forged : texts) {
      var proof = ProofFile.inclusion(chain.blocks(), 2, 0, 3);
      proof.put("head", sealed(3, forged));
      assertThat(fault(proof, Hash.ofText(forged)))
          .as(forged)
          .isEqualTo("head: the header text is one");
      assertThat(page.fault(proof, Hash.ofText(forged).toString()))
          .as(forged)
          .doesNotContain("too little work");
    }
  }

  @Test
  void seesTheHashOfAnotherBlock() {
    var trusted = chain.head();
    var branch = new ArrayList<>(chain.blocks().subList(0, 2));
    branch.add(after(branch, BlockFixture.ALICE));
    var proof = ProofFile.inclusion(branch, 3, 0, 3);
    for (var place : List.of("block", "head")) {
      var block = ProofFile.block(branch.getLast());
      block.put("hash", trusted.hash().toString());
      proof.put(place, block);
    }
    assertThat(fault(proof, trusted.hash())).startsWith("block: its SHA-256 is the hash");
  }

  private static SealedBlock after(List<SealedBlock> blocks, WalletKey miner) {
    var fork = new ChainInMemory(BlockFixture.genesis());
    blocks.stream().skip(1).forEach(fork::accept);
    return fork.next().by(miner).block();
  }

  @Test
  void seesAParentThatIsAnother() {
    var fork = new ChainInMemory(BlockFixture.genesis());
    fork.accept(chain.blocks().get(1));
    var draft = fork.next();
    draft.previous = Hash.ofText("another");
    var blocks = new ArrayList<>(fork.blocks());
    blocks.add(draft.block());
    assertThat(fault(ProofFile.inclusion(blocks, 2, 0, 3), blocks.getLast().hash()))
        .isEqualTo("head: if the block is its parent, it names it so");
  }

  @Test
  void seesTheGenesisOfAnotherLedger() {
    var other = BlockFixture.genesis(draft -> draft.name = "other").block();
    var proof = ProofFile.inclusion(List.of(other), 1, 0, 1);
    proof.put("genesis", chain.blocks().getFirst().hash().toString());
    assertThat(fault(proof, other.hash())).startsWith("block: it is the genesis block");
  }

  @Test
  void seesABlockBeforeTheFirst() {
    var forged = chain.head().header().text().replace("index 3", "index 0");
    var proof = ProofFile.inclusion(chain.blocks(), 2, 0, 3);
    proof.put("head", sealed(0, forged));
    assertThat(fault(proof, Hash.ofText(forged)))
        .startsWith("head: it comes after the genesis block");
  }

  /** A ledger whose genesis holds this one allocation, by a header that may be anything. */
  private String faultOfGenesis(int position, int count, long nonce) {
    var time = chain.blocks().getFirst().header().time();
    var content = new Allocation(BlockFixture.COIN, BlockFixture.TREASURY, Amount.of(5), position);
    var held = List.of(Transaction.unsigned(content, time));
    var root = SealedBlock.merkleRoot(held);
    var header =
        new Header(
            1, Hash.ZERO, MerkleTree.EMPTY, time, Optional.empty(), count, root, "-", 0, nonce);
    var block = new SealedBlock(header, Optional.empty(), "", held);
    var proof = ProofFile.inclusion(List.of(block), 1, 0, 1);
    proof.put("count", count);
    return fault(proof, block.hash());
  }

  @Test
  void seesAGenesisThatIsNone() {
    assertThat(faultOfGenesis(1, 1, 0)).isEqualTo("block: this allocation can stand at position 0");
    assertThat(faultOfGenesis(0, 2, 0)).startsWith("block: the path leads from the transaction");
    assertThat(faultOfGenesis(0, 1, 7)).startsWith("block: it is the genesis block");
  }

  @Test
  void seesATimeThatIsNone() {
    for (var time : List.of("2026-02-30T00:00:00.000Z", "1969-12-31T23:59:59.999Z")) {
      var post = BlockFixture.post(chain.rules(), "Hello", "n-1");
      var blocks = new ArrayList<>(chain.blocks());
      blocks.add(chain.next().with(post).block());
      var proof = ProofFile.inclusion(blocks, 4, 1, 4);
      @SuppressWarnings("unchecked")
      var transaction = (Map<String, Object>) proof.get("transaction");
      assertThat(transaction).isNotNull();
      transaction.put("accepted", time);
      assertThat(fault(proof, blocks.getLast().hash()))
          .isEqualTo("transaction: the time of acceptance is one");
    }
  }
}
