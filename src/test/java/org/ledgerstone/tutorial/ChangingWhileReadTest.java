package org.ledgerstone.tutorial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Reply;
import org.ledgerstone.testing.TestDatabase;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** A document of the chain that is replaced again and again while it is read. */
@TestInstance(Lifecycle.PER_CLASS)
class ChangingWhileReadTest {

  private static final int ATTEMPTS = 3;

  /** So many that a part is on its way to the client, but not sent, when the change is seen. */
  private static final int COMMON_BLOCKS = 20;

  private HttpNode node;
  private ChainInMemory counting;
  private ChainInMemory other;
  private int made;

  /** So often the chain is still to be replaced when the next page is about to be read. */
  private final AtomicInteger changes = new AtomicInteger();

  private String page = "";

  @BeforeAll
  void start() {
    node =
        HttpNode.start(
            TestDatabase.of(TestDatabase.Kind.H2),
            BlockFixture.OPERATOR,
            BlockFixture.genesis(draft -> draft.intervalMillis = 1),
            Map.of(),
            context -> context.registerBean("changing", BeanPostProcessor.class, this::changing));
    counting = node.chain();
    extend(counting, COMMON_BLOCKS);
    other = counting.fork();
    extend(counting, 1);
  }

  @AfterAll
  void stop() {
    node.close();
  }

  /** Lets the chain change before one of its methods is asked. */
  private BeanPostProcessor changing() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof Chain ? interrupted(bean) : bean;
      }
    };
  }

  private Object interrupted(Object chain) {
    var proxy = new ProxyFactory(chain);
    proxy.setProxyTargetClass(true);
    MethodInterceptor before =
        call -> {
          if (call.getMethod().getName().equals(page)
              && changes.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            change();
          }
          return call.proceed();
        };
    proxy.addAdvice(before);
    return proxy.getProxy();
  }

  /** Makes the shorter branch the longer one. */
  private void change() {
    var winner = other;
    other = counting;
    counting = winner;
    extend(winner, 2);
  }

  private void extend(ChainInMemory chain, int blocks) {
    for (int i = 0; i < blocks; i++) {
      var block =
          chain.next().with(BlockFixture.post(chain.rules(), "Hello", "n" + made++)).block();
      chain.accept(block);
      assertThat(node.node().get(Appending.class).append(block, Companion.none()))
          .isNotInstanceOf(AppendOutcome.Rejected.class);
    }
  }

  private Reply get(String path, String whilePageOf, int times) {
    page = whilePageOf;
    changes.set(times);
    var reply = node.get(path);
    assertThat(changes.get()).as("it has changed so often").isZero();
    return reply;
  }

  private void isTheWholeChain(List<Map<String, Object>> blocks) {
    assertThat(blocks)
        .extracting(block -> block.get("hash"))
        .isEqualTo(counting.blocks().stream().map(block -> block.hash().toString()).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "/chain, blocks",
    "/chain, transactions",
    "/nodes/resolve, blocks",
    "/nodes/resolve, transactions"
  })
  void isNotReadThreeTimesInVain(String path, String page) {
    var refused = get(path, page, ATTEMPTS).isProblem(503, "CHAIN_CHANGED");
    assertThat(refused.header("Retry-After")).hasValue("1");
    assertThat(refused.text("detail")).isEqualTo("Send the same request again.");
    isTheWholeChain(node.get(path).with(200).list("chain"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"blocks", "transactions"})
  void isBegunAgainFromTheBeginning(String page) {
    var reply = get("/chain", page, ATTEMPTS - 1).with(200);
    isTheWholeChain(reply.list("chain"));
    assertThat(reply.json()).containsEntry("length", counting.blocks().size());
    assertThat(reply.body()).as("nothing of the first attempts").containsOnlyOnce("\"chain\"");
  }
}
