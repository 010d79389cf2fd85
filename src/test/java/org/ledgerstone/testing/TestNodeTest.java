package org.ledgerstone.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Hundreds of nodes live and end in one JVM: what is left of each adds up. */
class TestNodeTest {

  private WeakReference<ApplicationContext> inside = new WeakReference<>(null);

  private void look(GenericApplicationContext context) {
    inside = new WeakReference<>(context);
  }

  @ParameterizedTest
  @EnumSource
  void holdsNothingWhenItIsStopped(TestDatabase.Kind kind) {
    isGone(TestNode.start(TestDatabase.of(kind), Map.of(), this::look));
  }

  @Test
  void holdsNothingWhenItIsStoppedWithoutWeb() {
    isGone(TestNode.startWithoutWeb(TestDatabase.of(TestDatabase.Kind.H2), Map.of(), this::look));
  }

  private void isGone(TestNode node) {
    assertThat(inside.get()).isNotNull();
    node.close();
    // Flyway keeps what it was set up with last, and no more.
    TestNode.startWithoutWeb(TestDatabase.of(TestDatabase.Kind.H2), Map.of()).close();
    Patience.until(
        "nobody holds it",
        () -> {
          System.gc();
          return inside.get() == null;
        });
    Reference.reachabilityFence(node);
  }
}
