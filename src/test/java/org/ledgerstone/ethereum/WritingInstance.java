package org.ledgerstone.ethereum;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.TestClock;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestNode;

/**
 * Another instance beside a {@link WritingNode}, on its database and its chain, with a clock and a
 * wire of its own.
 */
final class WritingInstance implements AutoCloseable {

  final TestClock clock;
  final Wiretap wire;
  private final TestNode node;

  private WritingInstance(
      TestDatabase database,
      TestClock clock,
      Clock shown,
      Supplier<Anvil> anvil,
      Map<String, String> more)
      throws IOException {
    this.clock = clock;
    this.wire = new Wiretap(anvil);
    var settings = new HashMap<>(more);
    settings.put("ETHEREUM_NODE_URI", wire.url());
    settings.putAll(WritingNode.ledger());
    settings.put("ETHEREUM_PRIVATE_KEY", Anvil.RICH.secret());
    settings.put("ETHEREUM_RAISE_AFTER", "30s");
    this.node =
        TestNode.startWithoutWeb(
            database,
            settings,
            context ->
                context.registerBean(
                    "testClock", Clock.class, () -> shown, bean -> bean.setPrimary(true)));
  }

  static WritingInstance on(TestDatabase database, TestClock clock, Supplier<Anvil> anvil)
      throws IOException {
    return new WritingInstance(database, clock, clock, anvil, Map.of());
  }

  /** One whose clock goes on whenever it is looked at. */
  static WritingInstance ticking(
      TestDatabase database,
      TestClock clock,
      long tickMillis,
      Supplier<Anvil> anvil,
      Map<String, String> more)
      throws IOException {
    return new WritingInstance(database, clock, new Ticking(clock, tickMillis), anvil, more);
  }

  private static final class Ticking extends Clock {

    private final TestClock clock;
    private final long tickMillis;

    Ticking(TestClock clock, long tickMillis) {
      this.clock = clock;
      this.tickMillis = tickMillis;
    }

    @Override
    public Instant instant() {
      clock.advance(tickMillis);
      return clock.instant();
    }

    @Override
    public ZoneId getZone() {
      return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  Writing writing() {
    return node.get(EthereumAccess.class).ethereum().flatMap(Ethereum::writing).orElseThrow();
  }

  /** The node is looked at again, whatever was known. */
  void nextLook() {
    clock.advance(2_001);
  }

  /** What it knows of the chain so far is of another one. */
  void forget() {
    wire.rule((method, call, real) -> Optional.empty());
    nextLook();
    round();
    wire.rule(Wiretap.Rule.HONEST);
    wire.forget();
  }

  void round() {
    writing().submitter().round();
  }

  SubmitterView.State submitter() {
    return writing().submitter().view().state();
  }

  /** How many attempts it has sent, or sent again. */
  long sent() {
    return wire.count("eth_sendRawTransaction");
  }

  List<SubmissionAttempt> attempts(long id) {
    return node.get(SubmissionBook.class).attempts(id);
  }

  @Override
  public void close() {
    node.close();
    wire.close();
  }
}
