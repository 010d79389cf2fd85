package org.ledgerstone.ledger;

import java.math.BigInteger;
import java.util.Optional;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.ProofOfWork;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Time;

/**
 * Headers that follow one another from a block that is known here, judged before anybody asks for
 * their bodies. Not thread-safe.
 */
public final class HeaderRun {

  private final GrowingChain chain;
  private final RuleBook rules;
  private final long forkIndex;
  private BigInteger work;

  HeaderRun(GrowingChain chain, RuleBook rules, long forkIndex, BigInteger work) {
    this.chain = chain;
    this.rules = rules;
    this.forkIndex = forkIndex;
    this.work = work;
  }

  /**
   * Judges the next header: link, history, time, work, seal and turn.
   *
   * @param now the node's clock
   * @return the first rule that it breaks; empty if it follows, and then it has been added
   */
  public Optional<BlockRefused> add(Header header, Optional<Signature> seal, Time now) {
    var inForce = rules.inForceAt(chain.parent().index());
    var refused = BlockRules.judgeHeader(header, seal, chain, inForce, now);
    if (refused.isEmpty()) {
      chain.add(header, header.hash());
      work = work.add(ProofOfWork.of(header.difficulty()));
    }
    return refused;
  }

  /** The last header. */
  public Header tip() {
    return chain.parent();
  }

  /** The sum of 2^difficulty over the blocks after genesis, up to the last header. */
  public BigInteger work() {
    return work;
  }

  /** The index of the newest block that this run and this node's chain have in common. */
  public long forkIndex() {
    return forkIndex;
  }
}
