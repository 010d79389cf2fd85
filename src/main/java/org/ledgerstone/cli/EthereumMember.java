package org.ledgerstone.cli;

import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.AnchorCalldata;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.AnchorEvidence.InContract;
import org.ledgerstone.protocol.EthereumHeader;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.ProvedBlock;
import org.ledgerstone.protocol.Proven.NotShown;
import org.ledgerstone.protocol.Proven.Shown;
import org.ledgerstone.protocol.Word;

/**
 * Where a proof's head is anchored on Ethereum, as the file tells it.
 *
 * @param anchored what is said to be anchored: the proof's head
 */
record EthereumMember(AnchorCalldata anchored, AnchorEvidence evidence) {

  private static final long NUMBER_MAX = (1L << 53) - 1;

  /**
   * Reads the member.
   *
   * @param fields of the member
   * @param file that holds it
   * @throws Failure if it is no such member, or contradicts itself
   */
  static EthereumMember read(
      StrictFields fields, StrictFields file, Hash ledger, ProvedBlock head) {
    var anchored =
        AnchorCalldata.of(ledger, head.header().index(), head.hash())
            .orElseThrow(() -> file.odd("ethereum", "is about an index that no block has"));
    return new EthereumMember(anchored, evidence(fields));
  }

  private static AnchorEvidence evidence(StrictFields fields) {
    var block = fields.object("block").only("number", "hash");
    boolean hasContract = fields.has("contract");
    if (!hasContract) {
      fields.only("chainId", "by", "transactionHash", "block");
    }
    var evidence =
        new AnchorEvidence(
            number(fields, "chainId"),
            wallet(fields, "by"),
            fields.parsed("transactionHash", Word::parse),
            number(block, "number"),
            block.parsed("hash", Word::parse),
            hasContract ? Optional.of(inContract(fields)) : Optional.empty());
    evidence.inContract().ifPresent(kept -> refuseOtherBlock(evidence, kept, fields));
    return evidence;
  }

  /**
   * Looks whether what the file holds of the contract's state shows its head, whatever the block of
   * Ethereum that it names is worth: no file may claim more than it shows.
   *
   * @throws Failure if not
   */
  void refuseIfItFails() {
    if (evidence.inContract().isPresent()
        && evidence.judge(anchored, evidence.blockHash())
            instanceof NotShown<?>(var fault, var detail)) {
      throw Anchored.fails(fault, detail);
    }
  }

  private static InContract inContract(StrictFields fields) {
    fields.only(
        "chainId",
        "by",
        "transactionHash",
        "block",
        "contract",
        "log",
        "header",
        "accountProof",
        "indexProof",
        "headProof");
    return new InContract(
        wallet(fields, "contract"),
        number(fields, "log"),
        fields.bytes("header", AnchorEvidence.HEADER_BYTES_MAX),
        fields.manyBytes("accountProof", AnchorEvidence.NODES_MAX, AnchorEvidence.NODE_BYTES_MAX),
        fields.manyBytes("indexProof", AnchorEvidence.NODES_MAX, AnchorEvidence.NODE_BYTES_MAX),
        fields.manyBytes("headProof", AnchorEvidence.NODES_MAX, AnchorEvidence.NODE_BYTES_MAX));
  }

  private static void refuseOtherBlock(
      AnchorEvidence evidence, InContract kept, StrictFields fields) {
    if (!(EthereumHeader.read(kept.header(), evidence.blockHash())
        instanceof Shown<EthereumHeader>(var header))) {
      throw fields.odd("header", "is not that of the block");
    }
    if (header.number() != evidence.blockNumber()) {
      throw fields.odd("block", "has not the number of its header");
    }
  }

  private static long number(StrictFields fields, String name) {
    long number = fields.number(name);
    if (number > NUMBER_MAX) {
      throw fields.odd(name, "is too large");
    }
    return number;
  }

  private static Address wallet(StrictFields fields, String name) {
    return fields.parsed(
        name,
        text ->
            Address.parse(text)
                .filter(Address::isWallet)
                .filter(address -> address.text().equals(text)));
  }
}
