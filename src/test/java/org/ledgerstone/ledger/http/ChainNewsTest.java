package org.ledgerstone.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Forks;
import org.ledgerstone.ledger.OneChain;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Looks that fail, and a second start. */
@ExtendWith(OutputCaptureExtension.class)
class ChainNewsTest {

  private static final AtomicBoolean BROKEN = new AtomicBoolean();
  private static final AtomicInteger LOOKS = new AtomicInteger();

  /** Fails while it is told to. */
  static class FailingReading extends NewsReading {

    FailingReading(
        OneChain oneChain,
        Chain chain,
        Forks forks,
        Transactions transactions,
        EventText text,
        RuleBook rules) {
      super(oneChain, chain, forks, transactions, text, rules);
    }

    @Override
    News after(RecentBlocks before) {
      LOOKS.incrementAndGet();
      if (BROKEN.get()) {
        throw new IllegalStateException("As the test wants it");
      }
      return super.after(before);
    }
  }

  private static HttpNode start() {
    return HttpNode.start(
        TestDatabase.of(TestDatabase.Kind.H2),
        BlockFixture.OPERATOR,
        BlockFixture.genesis(draft -> draft.intervalMillis = 1),
        Map.of(),
        context ->
            context.registerBean(
                "failing", FailingReading.class, definition -> definition.setPrimary(true)));
  }

  private static void looksMore(HttpNode node) {
    int before = LOOKS.get();
    Patience.until(
        "it has looked three times more",
        () -> {
          node.generate();
          return LOOKS.get() >= before + 3;
        });
  }

  private static long told(CapturedOutput output) {
    return output.getAll().lines().filter(line -> line.contains("told nothing new now")).count();
  }

  @Test
  void saysOnceThatItFailsUntilItWorksAgain(CapturedOutput output) {
    try (var node = start();
        var subscription = node.node().get(ChainNews.class).subscribe()) {
      assertThat(subscription.isEnded()).isFalse();
      for (int i = 1; i <= 2; i++) {
        BROKEN.set(true);
        looksMore(node);
        assertThat(told(output)).isEqualTo(i);
        BROKEN.set(false);
        looksMore(node);
      }
    } finally {
      BROKEN.set(false);
    }
  }

  @Test
  void tellsAgainAfterASecondStart() {
    try (var node = start()) {
      var news = node.node().get(ChainNews.class);
      news.stop();
      news.start();
      try (var subscription = news.subscribe()) {
        assertThat(subscription.isEnded()).isFalse();
      }
    }
  }
}
