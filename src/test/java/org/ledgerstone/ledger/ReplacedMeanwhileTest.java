package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** The chain is replaced just after the head has been read, before the block that it names is. */
class ReplacedMeanwhileTest {

  private static final Genesis GENESIS = BlockFixture.genesis();

  private final ChainInMemory losing = new ChainInMemory(GENESIS);
  private final ChainInMemory winning = losing.fork();

  /** What happens before a block is looked up by its head, once. */
  private final AtomicReference<@Nullable Runnable> meanwhile = new AtomicReference<>();

  private TestLedger start(TestDatabase.Kind kind) {
    var ledger =
        TestLedger.start(
            TestDatabase.of(kind),
            GENESIS,
            Map.of(),
            context ->
                context.registerBean("interrupting", BeanPostProcessor.class, this::interrupting));
    give(ledger, extend(losing, 1));
    give(ledger, extend(losing, 1));
    give(ledger, extend(winning, 2));
    return ledger;
  }

  private BeanPostProcessor interrupting() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof ChainReader ? interrupted(bean) : bean;
      }
    };
  }

  private Object interrupted(Object reader) {
    var proxy = new ProxyFactory(reader);
    proxy.setProxyTargetClass(true);
    MethodInterceptor before =
        call -> {
          var now = call.getMethod().getName().equals("blockOf") ? meanwhile.getAndSet(null) : null;
          if (now != null) {
            // Somebody else's: this thread may be in a transaction.
            CompletableFuture.runAsync(now).join();
          }
          return call.proceed();
        };
    proxy.addAdvice(before);
    return proxy.getProxy();
  }

  private static SealedBlock extend(ChainInMemory chain, int number) {
    var order = BlockFixture.post(chain.rules(), "Hello", number + "-" + chain.blocks().size());
    chain.accept(chain.next().with(order).block());
    return chain.head();
  }

  private static AppendOutcome give(TestLedger ledger, SealedBlock block) {
    ledger.clock().set(block.header().time());
    return ledger.get(Appending.class).append(block, Companion.none());
  }

  /** Makes the other branch the chain while this is done. */
  private <T> T during(TestLedger ledger, Supplier<T> work) {
    var better = extend(winning, 2);
    var best = extend(winning, 2);
    meanwhile.set(() -> {
      give(ledger, better);
      assertThat(give(ledger, best)).isInstanceOf(AppendOutcome.Replaced.class);
    });
    var result = work.get();
    assertThat(meanwhile.get()).as("it was replaced").isNull();
    return result;
  }

  @ParameterizedTest
  @EnumSource
  void keepsAsideWhatWasToStandOnTheOldHead(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var next = extend(losing, 1);
      assertThat(during(ledger, () -> give(ledger, next)))
          .isInstanceOf(AppendOutcome.KeptAside.class);
      assertThat(ledger.get(Chain.class).head().hash()).isEqualTo(winning.head().hash());
    }
  }

  @ParameterizedTest
  @EnumSource
  void judgesABranchAgain(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var third = new ChainInMemory(GENESIS);
      var beside = extend(third, 3);
      assertThat(during(ledger, () -> give(ledger, beside)))
          .isInstanceOf(AppendOutcome.KeptAside.class);
      assertThat(ledger.get(Chain.class).head().hash()).isEqualTo(winning.head().hash());
    }
  }

  @ParameterizedTest
  @EnumSource
  void comparesWithTheChainThatIsThere(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var appending = ledger.get(Appending.class);
      var run = appending.headersAfter(losing.blocks().get(1).hash()).orElseThrow();
      assertThat(during(ledger, () -> appending.wouldCount(run))).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void sealsOnTheNewHead(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var outcome = during(ledger, ledger::seal);
      assertThat(outcome).isInstanceOf(SealOutcome.Sealed.class);
      var block = ((SealOutcome.Sealed) outcome).block();
      assertThat(block.header().previous()).isEqualTo(winning.head().hash());
      assertThat(ledger.get(Chain.class).head().hash()).isEqualTo(block.hash());
    }
  }
}
