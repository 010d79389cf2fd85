package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.protocol.EthereumVectors.allBytes;
import static org.ledgerstone.protocol.EthereumVectors.bytes;
import static org.ledgerstone.protocol.EthereumVectors.word;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a real chain's {@code eth_getProof} says of a real anchor, and that nothing else says it.
 */
class AnchorProofTest {

  private static final JsonNode VECTORS = EthereumVectors.anchors();
  private static final JsonNode BLOCK = VECTORS.get("block");
  private static final Word TRUSTED = word(BLOCK.get("hash"));

  private static final int NEWEST = 0;
  private static final int NONE = 1;
  private static final int TOO_HIGH = 2;

  private static AnchorProof proof(int which) {
    return new AnchorProof(
        bytes(BLOCK.get("header")),
        address(VECTORS.get("contract").get("address")),
        allBytes(VECTORS.get("contract").get("accountProof")),
        address(anchor(which).get("by")),
        Hash.parse(anchor(which).get("ledger").asString()).orElseThrow(),
        storage(which, 0),
        storage(which, 1));
  }

  private static JsonNode anchor(int which) {
    return VECTORS.get("anchors").get(which);
  }

  private static List<byte[]> storage(int which, int slot) {
    return allBytes(anchor(which).get("storageProof").get(slot).get("proof"));
  }

  private static Address address(JsonNode node) {
    return new Address(node.asString());
  }

  private static String judged(AnchorProof proof) {
    return judged(proof, TRUSTED);
  }

  private static String judged(AnchorProof proof, Word trusted) {
    return said(proof.judge(trusted));
  }

  private static <T> String said(Proven<T> proven) {
    return switch (proven) {
      case Proven.Shown<T>(var value) -> value.toString();
      case Proven.NotShown<T>(var fault, var detail) -> {
        assertThat(detail).isNotEmpty();
        yield fault.name();
      }
    };
  }

  @Test
  void showsTheNewestHead() {
    var block =
        new EthereumHeader(
            TRUSTED,
            BLOCK.get("number").asLong(),
            BLOCK.get("timeSeconds").asLong(),
            word(BLOCK.get("stateRoot")));
    var newest = anchor(NEWEST);
    var anchored =
        new AnchorProof.Anchored(
            block,
            newest.get("index").asLong(),
            Hash.parse(newest.get("head").asString()).orElseThrow());

    assertThat(proof(NEWEST).judge(TRUSTED)).isEqualTo(Proven.shown(anchored));
  }

  @Test
  void tellsWhenNothingOrNoIndexWasAnchored() {
    assertThat(judged(proof(NONE))).isEqualTo("NOTHING_ANCHORED");
    assertThat(judged(proof(TOO_HIGH))).isEqualTo("INDEX_WRONG");
  }

  @Test
  void knowsTheSlotsAsSolidityDoes() {
    for (var anchor : VECTORS.get("anchors")) {
      var ledger = Hash.parse(anchor.get("ledger").asString()).orElseThrow();
      assertThat(AnchorContract.indexSlot(address(anchor.get("by")), ledger))
          .contains(word(anchor.get("slot")));
    }
  }

  @Test
  void knowsTheCodeOfTheContractThatIsCommitted() throws Exception {
    var committed =
        new JsonMapper().readTree(Files.readString(Path.of("contracts/LedgerstoneAnchor.json")));

    assertThat(Word.keccak(bytes(committed.get("deployedBytecode"))))
        .isEqualTo(AnchorContract.CODE_HASH)
        .isEqualTo(word(VECTORS.get("contract").get("codeHash")));
  }

  @Test
  void readsAccounts() {
    for (var kind : List.of("contract", "wallet")) {
      var account = VECTORS.get(kind);
      var expected =
          new EthereumStateAccount(
              quantity(account.get("nonce")),
              quantity(account.get("balance")),
              word(account.get("storageHash")),
              word(account.get("codeHash")));

      assertThat(accountAt(kind)).isEqualTo(Proven.shown(expected));
    }
    assertThat(said(accountAt("unused"))).isEqualTo("ACCOUNT_MISSING");
  }

  private static BigInteger quantity(JsonNode node) {
    return new BigInteger(node.asString().substring(2), 16);
  }

  private static Proven<EthereumStateAccount> accountAt(String kind) {
    var account = VECTORS.get(kind);
    return EthereumHeader.read(bytes(BLOCK.get("header")), TRUSTED)
        .then(block ->
            block.account(address(account.get("address")), allBytes(account.get("accountProof"))));
  }

  @Test
  void takesNoOtherBlock() {
    assertThat(judged(proof(NEWEST), word(BLOCK.get("stateRoot")))).isEqualTo("HEADER_HASH_WRONG");
    assertThat(judged(proof(NEWEST), Word.ZERO)).isEqualTo("HEADER_HASH_WRONG");
  }

  @Test
  void takesNoOtherContract() {
    var wallet = VECTORS.get("wallet");
    var p = proof(NEWEST);
    var elsewhere =
        new AnchorProof(
            p.header(),
            address(wallet.get("address")),
            allBytes(wallet.get("accountProof")),
            p.by(),
            p.ledger(),
            p.indexNodes(),
            p.headNodes());
    assertThat(judged(elsewhere)).isEqualTo("CODE_WRONG");
  }

  @Test
  void takesNoNamedAccounts() {
    var p = proof(NEWEST);
    var name = new Address("users:alice");
    assertThat(
            List.of(
                judged(
                    new AnchorProof(
                        p.header(),
                        name,
                        p.accountNodes(),
                        p.by(),
                        p.ledger(),
                        p.indexNodes(),
                        p.headNodes())),
                judged(of(name, p.ledger(), p.indexNodes(), p.headNodes()))))
        .containsOnly("ADDRESS_WRONG");
  }

  /** With whom, what ledger and which slot swapped, the nodes lead elsewhere. */
  @Test
  void showsNothingOfAnotherSenderOrLedger() {
    var p = proof(NEWEST);
    var other = proof(TOO_HIGH);
    var said =
        List.of(
            judged(of(other.by(), p.ledger(), p.indexNodes(), p.headNodes())),
            judged(of(p.by(), Hash.ZERO, p.indexNodes(), p.headNodes())),
            judged(of(p.by(), p.ledger(), other.indexNodes(), p.headNodes())),
            judged(of(p.by(), p.ledger(), p.indexNodes(), other.headNodes())),
            judged(of(p.by(), p.ledger(), p.headNodes(), p.indexNodes())),
            judged(of(p.by(), p.ledger(), p.indexNodes(), p.indexNodes())));
    assertThat(said).allMatch(text -> text.startsWith("NODE_"));
  }

  private static AnchorProof of(
      Address by, Hash ledger, List<byte[]> indexNodes, List<byte[]> headNodes) {
    var p = proof(NEWEST);
    return new AnchorProof(
        p.header(), p.contract(), p.accountNodes(), by, ledger, indexNodes, headNodes);
  }

  @Test
  void showsNothingWithAnyByteAltered() {
    var p = proof(NEWEST);
    var header = List.of(p.header());
    for (var flipped : flips(header)) {
      assertThat(judged(with(flipped.getFirst(), p.accountNodes(), p.indexNodes(), p.headNodes())))
          .isEqualTo("HEADER_HASH_WRONG");
    }
    var said = new ArrayList<String>();
    flips(p.accountNodes())
        .forEach(nodes -> said.add(judged(with(p.header(), nodes, p.indexNodes(), p.headNodes()))));
    flips(p.indexNodes())
        .forEach(
            nodes -> said.add(judged(with(p.header(), p.accountNodes(), nodes, p.headNodes()))));
    flips(p.headNodes())
        .forEach(
            nodes -> said.add(judged(with(p.header(), p.accountNodes(), p.indexNodes(), nodes))));
    assertThat(said).hasSizeGreaterThan(1000).containsOnly("NODE_HASH_WRONG");
  }

  private static AnchorProof with(
      byte[] header, List<byte[]> account, List<byte[]> index, List<byte[]> head) {
    var p = proof(NEWEST);
    return new AnchorProof(header, p.contract(), account, p.by(), p.ledger(), index, head);
  }

  private static List<List<byte[]>> flips(List<byte[]> nodes) {
    var random = new Random(3);
    var all = new ArrayList<List<byte[]>>();
    for (int node = 0; node < nodes.size(); node++) {
      for (int at = 0; at < nodes.get(node).length; at++) {
        all.add(EthereumVectors.flipped(nodes, node, 8 * at + random.nextInt(8)));
      }
    }
    return all;
  }
}
