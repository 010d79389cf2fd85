package org.ledgerstone.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.protocol.AnchorEvidence.InContract;
import org.ledgerstone.protocol.EthereumFault;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.ProvedBlock;
import org.ledgerstone.protocol.Time;
import tools.jackson.databind.node.ObjectNode;

/**
 * A head that Ethereum vouches for.
 *
 * @param isByKnown whether somebody has said who has to have anchored it
 * @param isNodeAsked whether a node of Ethereum has said that it stands there
 * @param time of Ethereum's block, as that block's maker said
 * @param how it is known that this block counts, as the end of a sentence
 * @param head the hash that was given beside it, if one was
 */
record Anchored(
    EthereumMember member,
    boolean isByKnown,
    boolean isNodeAsked,
    String time,
    String how,
    Optional<Hash> head)
    implements Trusted {

  private static final long SECONDS_MAX = Time.MAX_MILLIS / 1_000;

  /** By the hash of a block that the verifier trusts. */
  static Anchored offline(EthereumMember member, boolean isByKnown, long timeSeconds) {
    return new Anchored(
        member, isByKnown, false, time(timeSeconds), "which you gave", Optional.empty());
  }

  /** By the word of a node. */
  static Anchored asked(EthereumMember member, boolean isByKnown, Instant time, String how) {
    return new Anchored(member, isByKnown, true, time.toString(), how, Optional.empty());
  }

  private static String time(long seconds) {
    return seconds <= SECONDS_MAX
        ? Instant.ofEpochSecond(seconds).toString()
        : seconds + " seconds after 1970";
  }

  /** The same where a head was given too: both have to be right. */
  Anchored beside(Optional<Hash> given) {
    return new Anchored(member, isByKnown, isNodeAsked, time, how, given);
  }

  static Failure fails(String detail) {
    return Failure.refused(
        "ANCHOR_FAILS", "It is not shown that the head is anchored on Ethereum. " + detail);
  }

  static Failure fails(EthereumFault fault, String detail) {
    return fails(
        detail.equals(fault.sentence())
            ? detail
            : fault.sentence() + " In detail: " + detail + ".");
  }

  @Override
  public Hash head(ProvedBlock proved, Optional<Hash> ledger) {
    return head.orElse(member.anchored().head());
  }

  @Override
  public String words(String which) {
    var evidence = member.evidence();
    var where =
        evidence
            .inContract()
            .map(InContract::contract)
            .map(contract -> "in the contract " + contract.shown())
            .orElse("in the transaction " + evidence.transaction());
    return """
    %s that %s%s has anchored
               %s
               as of Ethereum's block %d %s
               of %s, %s\
    """
        .formatted(
            which,
            head.isPresent() ? "you gave and " : "",
            evidence.by().shown(),
            where,
            evidence.blockNumber(),
            evidence.blockHash(),
            time,
            how);
  }

  @Override
  public List<String> missing() {
    var missing = new ArrayList<String>();
    var evidence = member.evidence();
    if (!isByKnown) {
      missing.add(
          "that "
              + evidence.by().shown()
              + " is who has to anchor this ledger; --anchored-by says who that is.");
    }
    if (!isNodeAsked) {
      missing.add(
          "that this block is one of Ethereum's, and that "
              + evidence.transaction()
              + " is the transaction.");
    }
    return missing;
  }

  @Override
  public void put(ObjectNode answer) {
    var evidence = member.evidence();
    var fields = answer.putObject("ethereum");
    fields.put("chainId", evidence.chainId());
    fields.put("by", evidence.by().shown());
    fields.put("transactionHash", evidence.transaction().toString());
    fields.put("block", evidence.blockNumber());
    fields.put("blockHash", evidence.blockHash().toString());
    fields.put("time", time);
    fields.put("counts", how);
    evidence.inContract().ifPresent(kept -> fields.put("contract", kept.contract().shown()));
  }
}
