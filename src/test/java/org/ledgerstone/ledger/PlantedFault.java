package org.ledgerstone.ledger;

import java.math.BigInteger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.Time;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Mistakes that a node can be started with, so as to see that they are found. */
public enum PlantedFault {
  /** Among equal chains it takes the one that it should not. */
  TIES_THE_OTHER_WAY,
  /** What the blocks that it gave up held is gone, unless the other branch holds it too. */
  LOSERS_NOT_PUT_BACK,
  /** A hash is condemned for what only a message was to blame for. */
  MESSAGE_CONDEMNS_THE_HASH,
  /** It gives up any block. */
  NOTHING_IS_FINAL,
  /** What it remembers of accounts outlives a change of the chain. */
  OLD_BALANCES_REMEMBERED,
  /** It accepts again what stands in a block. */
  REPEATED_ORDERS_TAKEN;

  /** Gives a node that is being started this fault. */
  public void plant(GenericApplicationContext context) {
    if (this != MESSAGE_CONDEMNS_THE_HASH) {
      FreshStart.prepare(context);
    }
    var parts = new Parts(context);
    switch (this) {
      case TIES_THE_OTHER_WAY ->
          replace(context, BranchIntake.class, () -> new TiesTheOtherWay(parts));
      case LOSERS_NOT_PUT_BACK -> replace(context, ChainChange.class, () -> new LosersLost(parts));
      case MESSAGE_CONDEMNS_THE_HASH -> FreshStart.prepare(context, new Condemning());
      case NOTHING_IS_FINAL -> replace(context, Branches.class, () -> new NothingFinal(parts));
      case OLD_BALANCES_REMEMBERED ->
          replace(context, SealedStandings.class, () -> new OldBalances(parts));
      case REPEATED_ORDERS_TAKEN ->
          replace(context, RecordedTransactions.class, () -> new BlocksForgotten(parts));
    }
  }

  private static <T> void replace(
      GenericApplicationContext context, Class<T> type, Supplier<? extends T> other) {
    context.registerBean("planted", type, other::get, bean -> bean.setPrimary(true));
  }

  /** What the node is made of otherwise. */
  private record Parts(GenericApplicationContext context) {

    <T> T get(Class<T> type) {
      return context.getBean(type);
    }
  }

  private static final class TiesTheOtherWay extends BranchIntake {

    TiesTheOtherWay(Parts parts) {
      super(
          parts.get(Writer.class),
          parts.get(ChainReader.class),
          parts.get(ChainChange.class),
          parts.get(Branches.class),
          parts.get(BlockJudge.class),
          parts.get(BelowFinalTable.class),
          parts.get(RecentlyAdmitted.class),
          parts.get(RuleBook.class),
          parts.get(Steps.class),
          parts.get(ReplacedNews.class));
    }

    @Override
    boolean counts(Header tip, BigInteger work, Head head) {
      boolean rightly = super.counts(tip, work, head);
      return work.equals(head.work()) && head.index() > 1 ? !rightly : rightly;
    }
  }

  private static final class LosersLost extends ChainChange {

    private final Parts parts;

    LosersLost(Parts parts) {
      super(
          parts.get(Chain.class),
          parts.get(ChainReader.class),
          parts.get(ChainWriter.class),
          parts.get(Unsealing.class),
          parts.get(SideBlockTable.class),
          parts.get(StandingTable.class),
          parts.get(HeadTable.class),
          parts.get(BlockJudge.class),
          parts.get(Steps.class));
      this.parts = parts;
    }

    @Override
    Optional<Failed> changeOver(
        Head head, Branches.Branch branch, List<SealedBlock> arrived, Time now) {
      var losing = new ArrayList<Hash>();
      for (long i = branch.fork().header().index() + 1; i <= head.index(); i++) {
        parts
            .get(Chain.class)
            .transactions(i)
            .forEach(recorded -> losing.add(recorded.transaction().id()));
      }
      var failed = super.changeOver(head, branch, arrived, now);
      if (failed.isEmpty()) {
        parts.get(HeadTable.class).poolLeft(parts.get(PoolTable.class).remove(losing));
        parts.get(Standings.class).forget();
      }
      return failed;
    }
  }

  private static final class Condemning extends ForgetfulBadBlocks {

    @Override
    synchronized void remember(Hash hash, BlockRefused why) {
      boolean isMessage = why.blame() == BlockRefused.Blame.MESSAGE;
      super.remember(
          hash,
          isMessage ? new BlockRefused(why.rule(), why.refused(), BlockRefused.Blame.HASH) : why);
    }
  }

  private static final class NothingFinal extends Branches {

    NothingFinal(Parts parts) {
      super(
          parts.get(SideBlockTable.class),
          parts.get(BlockRows.class),
          parts.get(ChainReader.class),
          parts.get(Finality.class),
          parts.get(RuleBook.class));
    }

    @Override
    boolean isFinal(long index, Head head) {
      return false;
    }
  }

  /** Asks for every version as if it were one; version 0 is how everything is forgotten. */
  private static final class OldBalances extends SealedStandings {

    OldBalances(Parts parts) {
      super(parts.get(StandingTable.class));
    }

    @Override
    synchronized Map<AccountId, SealedAccount> of(
        long headVersion, Collection<AccountId> accounts) {
      return super.of(Math.min(headVersion, 1), accounts);
    }

    @Override
    synchronized void moved(long fromVersion, long toVersion, Map<AccountId, Standing> after) {
      super.moved(1, 1, after);
    }
  }

  private static final class BlocksForgotten extends RecordedTransactions {

    BlocksForgotten(Parts parts) {
      super(
          parts.get(JdbcClient.class),
          parts.get(SetStatements.class),
          parts.get(RuleBook.class),
          parts.get(Clock.class));
    }

    @Override
    Map<Hash, Recorded> find(Collection<Hash> ids) {
      var pending = new HashMap<>(super.find(ids));
      pending.values().removeIf(recorded -> recorded.status() == Recorded.Status.VALID);
      return pending;
    }
  }
}
