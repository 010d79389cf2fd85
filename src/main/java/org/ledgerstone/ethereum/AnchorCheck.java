package org.ledgerstone.ethereum;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.ledgerstone.ethereum.NodeAnswer.Away;
import org.ledgerstone.ethereum.NodeAnswer.Got;
import org.ledgerstone.ethereum.NodeAnswer.Refused;
import org.ledgerstone.protocol.AnchorCalldata;
import org.ledgerstone.protocol.AnchorEvidence;

/**
 * Whether an anchor that somebody tells of stands on Ethereum for good, by the word of a node that
 * the verifier names. Needs neither settings nor a database. Nothing that comes back holds more of
 * the node's URL than scheme, host and port.
 */
public final class AnchorCheck {

  private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

  /** What the node says of an anchor. */
  public sealed interface Answer {

    /**
     * It stands there, and stays.
     *
     * @param time of its block, as that block's maker said
     * @param isFinalized false if only so many blocks have followed as were asked for
     */
    record Stands(Instant time, boolean isFinalized) implements Answer {}

    /**
     * It does not, or not for good yet.
     *
     * @param why a sentence
     */
    record StandsNot(String why) implements Answer {}

    /**
     * The node cannot be asked.
     *
     * @param why a sentence
     */
    record Unanswered(String why) implements Answer {}
  }

  private final EthereumNode node;
  private final String shown;

  AnchorCheck(EthereumNode node, String shown) {
    this.node = node;
    this.shown = shown;
  }

  /** Asks the node at this URL; empty if it is no http or https URL that one could be asked at. */
  public static Optional<AnchorCheck> at(String url) {
    return NodeAddress.parse(url, OptionalInt.empty())
        .map(address ->
            new AnchorCheck(
                new Web3jNode(new JsonRpc(address, CONNECT_MAX, ANSWER_MAX)), address.shown()));
  }

  /** Scheme, host and port of the node. */
  public String node() {
    return shown;
  }

  /**
   * Asks for everything that the evidence tells: chain, transaction, block, and that the
   * transaction anchors just this head. Whether it should be this account and contract is the
   * caller's to judge.
   *
   * @param depth how many blocks have to follow where the node knows no finalized one; without it
   *     nothing stands for good there
   */
  public Answer of(AnchorEvidence evidence, AnchorCalldata anchored, OptionalLong depth) {
    return switch (new AnchorQuestion(node, evidence, anchored, depth).ask()) {
      case Got<Answer>(var answer) -> answer;
      case Refused<Answer> refused -> new Answer.Unanswered(refused.words());
      case Away<Answer>(var why) -> new Answer.Unanswered(why);
    };
  }
}
