package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.TestClock;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;

/** Of two instances on one database that want to anchor at the same time one does. */
@NeedsTool(Anvil.TOOL)
class TwoAnchoringTest {

  private static final Map<String, String> SETTINGS = Map.of("LEDGER_ANCHOR_EVERY_BLOCKS", "1");

  private static List<Anchor> anchors(WritingNode node) {
    return node.get(AnchorBook.class).before(Long.MAX_VALUE, 10);
  }

  @Test
  void theSlowerOneFindsItDone() throws IOException {
    var database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
    try (var node = WritingNode.on(database, SETTINGS)) {
      var clock = new TestClock(node.clock.time());
      try (var other = WritingInstance.ticking(database, clock, 0, node::anvil, SETTINGS)) {
        node.begin();
        clock.set(node.clock.time());
        node.seal();
        node.wire.rule(
            "eth_estimateGas",
            (method, call, real) -> {
              node.seal();
              other.writing().anchoring().round();
              return Optional.of(real.get());
            });
        node.writing().anchoring().round();
        assertThat(node.wire.count("eth_estimateGas")).isOne();
        assertThat(other.wire.count("eth_estimateGas")).isOne();
        assertThat(anchors(node)).hasSize(1);
        assertThat(anchors(node).getFirst().hash()).isEqualTo(node.get(Chain.class).head().hash());
        assertThat(node.book().before(Long.MAX_VALUE, 10)).hasSize(1);
      }
    }
  }
}
