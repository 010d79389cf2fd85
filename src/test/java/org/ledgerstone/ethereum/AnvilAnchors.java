package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.ledgerstone.ethereum.AnchorEvidenceSource.Mined;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.AnchorCalldata;
import org.ledgerstone.protocol.AnchorContract;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.Word;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.Patience;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes anchors on an anvil by its rich account, with the contract that is committed. */
public final class AnvilAnchors {

  private static final Path COMMITTED = Path.of("contracts/LedgerstoneAnchor.json");
  private static final Duration TIME_MAX = Duration.ofSeconds(20);

  private final Anvil anvil;

  /** Anchors on this chain. */
  public AnvilAnchors(Anvil anvil) {
    this.anvil = anvil;
  }

  /** Puts the contract onto the chain. */
  public Address deploy() {
    try {
      var committed = new JsonMapper().readTree(Files.readString(COMMITTED));
      var hash = anvil.send(Map.of("data", committed.get("bytecode").stringValue()));
      return address(receipt(hash).get("contractAddress"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has the contract keep a head; the hash of the transaction, which stands in a block. */
  public Word anchor(Address contract, AnchorCalldata head) {
    return mined(send(contract, head));
  }

  /** The same without waiting for a block. */
  Word send(Address contract, AnchorCalldata head) {
    var input = AnchorContract.call(head.ledger(), head.index(), head.head());
    return word(anvil.send(Map.of("to", contract.text(), "data", hex(input), "gas", "0x30d40")));
  }

  /** Sends a head from the account to itself; the hash of the transaction, which is in a block. */
  public Word anchor(AnchorCalldata head) {
    var self = Anvil.RICH.address().text();
    return mined(word(anvil.send(Map.of("to", self, "data", hex(head.encode())))));
  }

  private Word mined(Word transaction) {
    receipt(transaction.toString());
    return transaction;
  }

  /** What is known of a transaction in a block that anchors this head. */
  Mined mined(Word transaction, AnchorCalldata head, Optional<Address> contract) {
    var receipt = receipt(transaction.toString());
    return new Mined(
        head,
        Anvil.CHAIN_ID,
        Anvil.RICH.address(),
        contract,
        transaction,
        NodeJson.number(receipt.get("blockNumber")),
        word(receipt.get("blockHash").stringValue()));
  }

  /** The evidence that a node's owner would hand out. */
  public AnchorEvidence evidence(
      Word transaction, AnchorCalldata head, Optional<Address> contract) {
    var answer =
        new AnchorEvidenceSource(at(anvil.url())).collect(mined(transaction, head, contract));
    assertThat(answer).isInstanceOf(NodeAnswer.Got.class);
    return ((NodeAnswer.Got<AnchorEvidence>) answer).value();
  }

  /** The node at this URL. */
  static EthereumNode at(String url) {
    var address = NodeAddress.parse(url, OptionalInt.empty()).orElseThrow();
    return new Web3jNode(new JsonRpc(address, TIME_MAX, TIME_MAX));
  }

  private JsonNode receipt(String hash) {
    Patience.until("the transaction is in a block", () -> anvil.receipt(hash).isPresent());
    var receipt = anvil.receipt(hash).orElseThrow();
    assertThat(receipt.get("status").stringValue()).isEqualTo("0x1");
    return receipt;
  }

  private static Address address(JsonNode node) {
    return Address.parse(node.stringValue()).orElseThrow();
  }

  private static Word word(String text) {
    return Word.parse(text).orElseThrow();
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
