package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.ChainTrees;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** The chain is replaced between two of the questions that a proof is put together from. */
class ReplacedWhileProvingTest {

  private static final Genesis GENESIS = BlockFixture.genesis();

  private final ChainInMemory losing = new ChainInMemory(GENESIS);
  private final ChainInMemory winning = losing.fork();
  private final AtomicReference<@Nullable Runnable> meanwhile = new AtomicReference<>();

  private final Order inBoth =
      BlockFixture.transfer(losing.rules(), BlockFixture.ALICE, BlockFixture.BOB.address(), 3, 0);

  private BeanPostProcessor interrupting(String method) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof ChainTrees ? interrupted(bean, method) : bean;
      }
    };
  }

  private Object interrupted(Object trees, String method) {
    var proxy = new ProxyFactory(trees);
    proxy.setProxyTargetClass(true);
    MethodInterceptor before =
        call -> {
          var now = call.getMethod().getName().equals(method) ? meanwhile.getAndSet(null) : null;
          if (now != null) {
            CompletableFuture.runAsync(now).join();
          }
          return call.proceed();
        };
    proxy.addAdvice(before);
    return proxy.getProxy();
  }

  private static void append(TestLedger ledger, ChainInMemory chain) {
    var blocks = chain.blocks();
    ledger.clock().set(chain.parent().time());
    var appending = ledger.get(Appending.class);
    var outcome = appending.append(appending.prepare(blocks.subList(1, blocks.size())));
    assertThat(outcome.refused()).isEmpty();
  }

  private static void extend(ChainInMemory chain, int blocks, Order... first) {
    chain.accept(chain.next().with(first).block());
    for (int i = 1; i < blocks; i++) {
      var post = BlockFixture.post(chain.rules(), "Hello", blocks + "-" + i);
      chain.accept(chain.next().with(post).block());
    }
  }

  @ParameterizedTest
  @CsvSource({"H2, inclusion", "H2, leaves", "POSTGRESQL, inclusion", "POSTGRESQL, leaves"})
  void isOfOneChain(TestDatabase.Kind kind, String method) {
    extend(losing, 4, inBoth);
    extend(winning, 2, BlockFixture.post(winning.rules(), "other", "other"));
    extend(winning, 4, inBoth);
    try (var ledger =
        TestLedger.start(
            TestDatabase.of(kind),
            GENESIS,
            Map.of(),
            context ->
                context.registerBean(
                    "interrupting", BeanPostProcessor.class, () -> interrupting(method)))) {
      append(ledger, losing);
      meanwhile.set(() -> append(ledger, winning));
      var proofs = ledger.get(Proofs.class);
      var proof = proofs.inclusion(inBoth.id(), chain -> Optional.of(chain.newest()));
      assertThat(meanwhile.get()).as("it was replaced").isNull();
      assertThat(proof.block().header().index()).isEqualTo(4);
      assertThat(proof.fault(winning.head().hash(), Optional.empty())).isEmpty();
    }
  }
}
