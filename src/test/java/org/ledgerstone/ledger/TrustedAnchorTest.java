package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;
import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A node gives up no block that it was told to trust, on a ledger where none is final otherwise.
 */
class TrustedAnchorTest {

  private static final Genesis OPEN = BlockFixture.genesis();

  private static AppendOutcome give(TestLedger ledger, SealedBlock block) {
    ledger.clock().set(block.header().time());
    return ledger.get(Appending.class).append(block, Companion.none());
  }

  private static RunOutcome give(TestLedger ledger, List<SealedBlock> run) {
    ledger.clock().set(run.getLast().header().time());
    var appending = ledger.get(Appending.class);
    return appending.append(appending.prepare(run));
  }

  private static List<SealedBlock> extend(ChainInMemory chain, WalletKey miner, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> {
          var block = chain.next().by(miner).block();
          chain.accept(block);
          return block;
        })
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void changesOverAboveItOnly(TestDatabase.Kind kind) {
    try (var ledger = SharedLedgers.begin(kind, OPEN)) {
      var trusted = ledger.get(TrustedAnchor.class);
      assertThat(ledger.get(Finality.class).newest()).isEmpty();
      var ours = new ChainInMemory(OPEN);
      var deep = ours.fork();
      var kept = extend(ours, BlockFixture.ALICE, 1).getFirst();
      give(ledger, kept);
      var shallow = ours.fork();
      var newest = extend(ours, BlockFixture.ALICE, 1).getFirst();
      give(ledger, newest);

      var other = extend(deep, BlockFixture.BOB, 3);
      assertThat(trusted.trust(2, other.getFirst().hash())).as("not on the chain").isFalse();
      assertThat(trusted.trust(9, kept.hash())).as("not its index").isFalse();
      assertThat(trusted.index()).isEmpty();
      assertThat(trusted.trust(2, kept.hash())).isTrue();
      assertThat(ledger.get(Finality.class).newest()).hasValue(2);

      var refused = (AppendOutcome.Rejected) give(ledger, other.getFirst());
      assertThat(refused.refused().refused().code()).isEqualTo(Refusal.BELOW_FINAL);
      assertThat(ledger.get(HeadTable.class).read().hash()).isEqualTo(newest.hash());
      var better = extend(shallow, BlockFixture.BOB, 2);
      assertThat(give(ledger, better).replacedChain()).as("above it").isTrue();
      assertThat(ledger.get(HeadTable.class).read().hash()).isEqualTo(better.getLast().hash());

      assertThat(trusted.trust(3, better.getFirst().hash())).isTrue();
      assertThat(trusted.trust(2, kept.hash())).as("older, and true").isTrue();
      assertThat(trusted.index()).as("it only moves up").hasValue(3);
    }
  }

  /** The same head, with something that somebody else does just before it is locked. */
  private static HeadTable interrupted(HeadTable heads, Runnable meanwhile) {
    var proxy = new ProxyFactory(heads);
    proxy.setProxyTargetClass(true);
    proxy.addAdvice(
        (MethodBeforeAdvice)
            (method, arguments, target) -> {
              if (method.getName().equals("lock")) {
                CompletableFuture.runAsync(meanwhile).join();
              }
            });
    return (HeadTable) proxy.getProxy();
  }

  @ParameterizedTest
  @EnumSource
  void trustsNothingThatIsReplacedMeanwhile(TestDatabase.Kind kind) {
    try (var ledger = SharedLedgers.begin(kind, OPEN)) {
      var ours = new ChainInMemory(OPEN);
      var better = extend(ours.fork(), BlockFixture.BOB, 2);
      var replaced = extend(ours, BlockFixture.ALICE, 1).getFirst();
      give(ledger, replaced);
      var heads =
          interrupted(
              ledger.get(HeadTable.class),
              () -> assertThat(give(ledger, better).replacedChain()).isTrue());
      var trusted = new TrustedAnchor(heads, ledger.get(JdbcClient.class));
      var transaction = new TransactionTemplate(ledger.get(PlatformTransactionManager.class));
      assertThat(transaction.<Boolean>execute(status -> trusted.trust(2, replaced.hash())))
          .isFalse();
      assertThat(ledger.get(TrustedAnchor.class).index()).isEmpty();
    }
  }
}
