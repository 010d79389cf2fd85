package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.TestClock;
import org.ledgerstone.testing.TestNode;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A real chain behind a {@link Wiretap}, and the clock of the ledger that writes to it. It mines
 * only when told to, and finalizes a block as soon as two follow it.
 */
final class WiredChain implements AutoCloseable {

  /** A new chain begins so much later than the last one was left: nothing of that counts still. */
  private static final long STEP_MILLIS = 600_000;

  private static final List<String> TABLES =
      List.of(
          "trusted_anchor",
          "ethereum_anchors",
          "ethereum_changes",
          "ethereum_attempts",
          "ethereum_submissions",
          "ethereum_halts",
          "ethereum_signers",
          "ethereum_chain");

  final TestClock clock =
      new TestClock(Time.of(Instant.ofEpochSecond(Instant.now().getEpochSecond())));
  final Wiretap wire;
  private @Nullable Anvil anvil;

  WiredChain() throws IOException {
    wire = new Wiretap(this::anvil);
  }

  /** What every ledger that writes to it is set to. */
  Map<String, String> settings() {
    return Map.of("ETHEREUM_NODE_URI", wire.url(), "ETHEREUM_PRIVATE_KEY", Anvil.RICH.secret());
  }

  /** Has a node go by this clock. */
  void setClock(GenericApplicationContext context) {
    context.registerBean("testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true));
  }

  /** Begins anew, and has the node forget all that it has written. */
  void begin(TestNode node, String... more) {
    end();
    wire.rule((method, call, real) -> Optional.empty());
    TABLES.forEach(table -> node.get(JdbcClient.class).sql("delete from " + table).update());
    nextLook();
    var ethereum = node.get(EthereumAccess.class).ethereum().orElseThrow();
    assertThat(ethereum.chain().view().state()).isEqualTo(ChainView.State.AWAY);
    wire.forget();
    clock.advance(STEP_MILLIS);
    wire.rule(Wiretap.Rule.HONEST);
    var options = new ArrayList<>(List.of("--no-mining", "--slots-in-an-epoch", "1"));
    options.addAll(List.of("--timestamp", Long.toString(clock.millis() / 1_000)));
    options.addAll(List.of(more));
    anvil = Anvil.start(options.toArray(String[]::new));
  }

  /** The node is looked at again, whatever was known. */
  void nextLook() {
    clock.advance(2_001);
  }

  Anvil anvil() {
    return Optional.ofNullable(anvil).orElseThrow();
  }

  private void end() {
    if (anvil != null) {
      anvil.close();
    }
  }

  @Override
  public void close() {
    end();
    wire.close();
  }
}
