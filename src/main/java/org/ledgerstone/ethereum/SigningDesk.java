package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.ethereum.Reading.NotRead;
import org.ledgerstone.ethereum.Reading.Read;
import org.ledgerstone.ethereum.TakenNonce.Taken;
import org.ledgerstone.ledger.Durability;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.ledger.Steps;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Word;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Everything that the {@link Submitter} writes, each under the fence of its lease, and everything
 * that it sends: nothing but bytes that are durable.
 */
final class SigningDesk {

  /** Where a node does not say what tip is usual. */
  private static final BigInteger TIP_USUAL = BigInteger.valueOf(1_000_000_000);

  private static final Logger log = LoggerFactory.getLogger(SigningDesk.class);

  private final EthereumChain chain;
  private final TransactionSigner signer;
  private final SubmissionTable submissions;
  private final AttemptTable attempts;
  private final SignerTable signers;
  private final TransactionTemplate transaction;
  private final Durability durability;
  private final Steps steps;
  private final Clock clock;
  private final String instance;
  private long fence;

  SigningDesk(
      EthereumChain chain,
      TransactionSigner signer,
      SubmissionTable submissions,
      AttemptTable attempts,
      SignerTable signers,
      TransactionTemplate transaction,
      Durability durability,
      Steps steps,
      Clock clock,
      String instance) {
    this.chain = chain;
    this.signer = signer;
    this.submissions = submissions;
    this.attempts = attempts;
    this.signers = signers;
    this.transaction = transaction;
    this.durability = durability;
    this.steps = steps;
    this.clock = clock;
    this.instance = instance;
  }

  Address account() {
    return signer.address();
  }

  /** Whether anything was ever submitted. */
  boolean isKnown() {
    return signers.find(account()).isPresent();
  }

  /** Whether this instance is the one that signs. */
  boolean hold() {
    var held = signers.hold(account(), instance, fence, clock.instant());
    held.ifPresent(is -> {
      if (is != fence) {
        log.info("Ethereum: this instance signs for {} from now on", account().shown());
      }
      fence = is;
    });
    return held.isPresent();
  }

  void leave() {
    signers.leave(account(), instance, fence);
  }

  long nextNonce() {
    return signers.find(account()).orElseThrow().nextNonce();
  }

  Optional<String> halted() {
    return signers.halted(account());
  }

  List<EthereumSubmission> open() {
    return submissions.open(account());
  }

  List<SubmissionAttempt> attempts(EthereumSubmission one) {
    return attempts.of(one.id());
  }

  /** What a transaction has to offer now, before any cap. */
  static NodeAnswer<Fees> today(EthereumNode node) {
    return node.block(BlockTag.LATEST)
        .then(head ->
            node.tip()
                .orIfRefused(TIP_USUAL)
                .map(tip ->
                    Fees.of(head.flatMap(EthereumBlock::baseFee).orElse(BigInteger.ZERO), tip)));
  }

  /** What is written under the fence. */
  private interface Writing {
    void write(Instant now);
  }

  /** Writes in one database transaction, unless another instance has taken over. */
  private boolean write(Writing writing) {
    boolean isWritten =
        transaction.execute(status -> {
          if (signers.lock(account()).fence() != fence) {
            return false;
          }
          writing.write(clock.instant());
          return true;
        });
    if (!isWritten) {
      log.info("Ethereum: another instance signs for {} now", account().shown());
    }
    return isWritten;
  }

  /** Notes what has become of a submission. */
  void move(EthereumSubmission was, EthereumSubmission is) {
    if (write(now -> submissions.update(was, is, now)) && was.state() != is.state()) {
      log.info("Ethereum: submission {} is {}", is.id(), is.state());
    }
  }

  /** Signs nothing more until an operator says so. */
  void halt(String why) {
    if (write(now -> signers.halt(account(), why, now))) {
      log.error("Ethereum: NOTHING IS SIGNED ANY MORE: {}", why);
    }
  }

  /** Somebody else's transaction has the nonce of this one for good. */
  void taken(EthereumSubmission one, Taken taken) {
    var why =
        "The nonce %d of submission %d was used by %s in block %d, which this ledger has not made."
            .formatted(one.nonce(), one.id(), taken.by().hash(), taken.block());
    boolean isWritten =
        write(now -> {
          submissions.update(one, Moves.to(one, SubmissionState.TAKEN, why), now);
          signers.halt(account(), why, now);
        });
    if (isWritten) {
      log.error("Ethereum: NOTHING IS SIGNED ANY MORE: {}", why);
    }
  }

  /**
   * Signs, and keeps the signed bytes.
   *
   * @return what is durable now and may be sent; empty if another instance has taken over
   */
  Optional<SubmissionAttempt> sign(EthereumSubmission one, Fees fees, long chainId) {
    var signed = signer.sign(chainId, one, fees);
    var attempt =
        new SubmissionAttempt(
            attempts.of(one.id()).size() + 1,
            one.nonce(),
            signed.hash(),
            fees,
            signed.raw(),
            clock.instant(),
            "");
    boolean isKept =
        write(now -> {
          attempts.insert(one.id(), attempt, fence);
          if (one.state() == SubmissionState.ACCEPTED) {
            submissions.update(one, Moves.to(one, SubmissionState.SIGNED, ""), now);
          }
        });
    if (!isKept) {
      return Optional.empty();
    }
    durability.sync();
    steps.reached(Step.ETHEREUM_SIGNED);
    return Optional.of(attempt);
  }

  /** Hands over an attempt. Where nothing is answered, the next round finds out. */
  void send(EthereumSubmission one, SubmissionAttempt attempt) {
    switch (chain.read(node -> node.send(attempt.raw()))) {
      case Read<Word>(var hash) when hash.equals(attempt.hash()) -> {
        steps.reached(Step.ETHEREUM_SENT);
        sent(one, attempt);
      }
      case Read<Word>(var other) ->
          answered(attempt, "The node says that it has the hash " + other + ".");
      case NotRead<Word>(var code, var detail) -> answered(attempt, detail);
    }
  }

  private void sent(EthereumSubmission one, SubmissionAttempt attempt) {
    write(now -> {
      attempts.answered(attempt.hash(), "");
      var is = submissions.find(one.id()).orElseThrow();
      if (is.state() == SubmissionState.SIGNED) {
        submissions.update(is, Moves.to(is, SubmissionState.SENT, ""), now);
      }
    });
  }

  private void answered(SubmissionAttempt attempt, String answer) {
    if (!attempt.answer().equals(answer)) {
      write(now -> attempts.answered(attempt.hash(), answer));
    }
  }
}
