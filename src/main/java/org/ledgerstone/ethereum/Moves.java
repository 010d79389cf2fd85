package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.util.Optional;
import org.ledgerstone.ethereum.EthereumReceipt.Status;
import org.ledgerstone.ethereum.EthereumSubmission.Mined;

/** What becomes of a submission. Pure. */
final class Moves {

  private Moves() {}

  /** It begins again under a nonce that nobody has used. */
  static EthereumSubmission accepted(EthereumSubmission one, long nonce) {
    return with(
        one,
        nonce,
        SubmissionState.ACCEPTED,
        "Its nonce was taken; it goes on with the nonce " + nonce + ".",
        Optional.empty(),
        Optional.empty());
  }

  /** It stands in no block now. */
  static EthereumSubmission to(EthereumSubmission one, SubmissionState state, String detail) {
    return with(one, one.nonce(), state, detail, Optional.empty(), Optional.empty());
  }

  /** It stands in a block that counts. */
  static EthereumSubmission mined(EthereumSubmission one, Sighting.Mined seen) {
    return with(
        one, one.nonce(), SubmissionState.MINED, "", Optional.of(place(seen)), Optional.empty());
  }

  /** It stands in a block that is final; how it ended is the node's word, and it has to say it. */
  static EthereumSubmission ended(EthereumSubmission one, Sighting.Mined seen) {
    var status = seen.receipt().status();
    var state =
        switch (status) {
          case SUCCEEDED -> SubmissionState.FINAL;
          case REVERTED -> SubmissionState.REVERTED;
          case UNKNOWN -> SubmissionState.MINED;
        };
    return with(
        one,
        one.nonce(),
        state,
        status == Status.UNKNOWN ? "The node does not say whether it succeeded." : "",
        Optional.of(place(seen)),
        state.isEnd() ? cost(one, seen.receipt()) : Optional.empty());
  }

  private static Mined place(Sighting.Mined seen) {
    return new Mined(
        seen.attempt().hash(), seen.receipt().blockNumber(), seen.receipt().blockHash());
  }

  private static Optional<BigInteger> cost(EthereumSubmission one, EthereumReceipt receipt) {
    var value = receipt.status() == Status.SUCCEEDED ? one.order().value() : BigInteger.ZERO;
    return receipt.gasPrice().map(price -> price.multiply(receipt.gasUsed()).add(value));
  }

  private static EthereumSubmission with(
      EthereumSubmission one,
      long nonce,
      SubmissionState state,
      String detail,
      Optional<Mined> mined,
      Optional<BigInteger> cost) {
    return new EthereumSubmission(
        one.id(),
        one.order(),
        one.from(),
        nonce,
        one.gasLimit(),
        one.costMax(),
        cost,
        state,
        detail,
        mined,
        one.accepted());
  }
}
