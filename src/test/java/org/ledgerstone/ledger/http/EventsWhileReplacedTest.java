package org.ledgerstone.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.Forks;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.EventReader;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** The chain is replaced just after it was read where a subscriber's block has left it. */
class EventsWhileReplacedTest {

  /** What happens then, once. */
  private final AtomicReference<@Nullable Runnable> meanwhile = new AtomicReference<>();

  private HttpNode start(TestDatabase.Kind kind) {
    return HttpNode.start(
        TestDatabase.of(kind),
        BlockFixture.OPERATOR,
        BlockFixture.genesis(draft -> draft.intervalMillis = 1),
        Map.of(),
        context ->
            context.registerBean("interrupting", BeanPostProcessor.class, this::interrupting));
  }

  private BeanPostProcessor interrupting() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof Forks ? interrupted(bean) : bean;
      }
    };
  }

  private Object interrupted(Object forks) {
    var proxy = new ProxyFactory(forks);
    proxy.setProxyTargetClass(true);
    MethodInterceptor after =
        call -> {
          var answer = call.proceed();
          var now = meanwhile.getAndSet(null);
          if (now != null) {
            // Somebody else's: this thread is in a transaction.
            CompletableFuture.runAsync(now).join();
          }
          return answer;
        };
    proxy.addAdvice(after);
    return proxy.getProxy();
  }

  private static void grow(HttpNode node, ChainInMemory chain, WalletKey miner, int count) {
    for (int i = 0; i < count; i++) {
      chain.accept(chain.next().by(miner).block());
      assertThat(node.node().get(Appending.class).append(chain.head(), Companion.none()))
          .isNotInstanceOf(AppendOutcome.Rejected.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void namesAForkThatTheNewChainHas(TestDatabase.Kind kind) {
    try (var node = start(kind)) {
      var lost = node.chain();
      var last = lost.fork();
      grow(node, lost, BlockFixture.ALICE, 1);
      var counting = lost.fork();
      grow(node, lost, BlockFixture.ALICE, 1);
      grow(node, counting, BlockFixture.BOB, 2);
      meanwhile.set(() -> grow(node, last, BlockFixture.MINER, 4));
      var id = lost.head().header().index() + "-" + lost.head().hash();
      try (var reader = new EventReader(node.uri("/api/v1/events?lastEventId=" + id))) {
        reader.next("retry");
        var fork = reader.next("replaced");
        assertThat(meanwhile.get()).as("it was replaced meanwhile").isNull();
        assertThat(fork.id()).hasValue("1-" + node.rules().ledger());
        assertThat(reader.blocks(4).stream().map(block -> block.json().get("hash")))
            .isEqualTo(last.blocks().subList(1, 5).stream().map(b -> b.hash().toString()).toList());
      }
    }
  }
}
