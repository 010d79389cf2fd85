package org.ledgerstone.simulation;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestNode;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Where a node runs, with its database. One history after the other uses it: starting a node takes
 * longer than several histories.
 */
final class Host implements AutoCloseable {

  private static final String IN_MEMORY =
      "jdbc:h2:memFS:simulated%d;DB_CLOSE_ON_EXIT=FALSE;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE"
          + ";DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=5000;RETENTION_TIME=1000;LOCK_TIMEOUT=10000";

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final TestDatabase database;
  private final Genesis genesis;
  private final Map<String, String> settings = new HashMap<>();
  private final Map<String, Object> connection = new HashMap<>();
  private final Consumer<GenericApplicationContext> parts;
  private final NodeClock clock;
  private final Events events = new Events();
  private TestNode node;

  /**
   * Starts a node.
   *
   * @param kind H2 is kept in memory only
   * @param number whose key it mines with, from 0
   * @param parts prepares the node, and may replace parts of it
   */
  Host(
      TestDatabase.Kind kind,
      Genesis genesis,
      int number,
      Consumer<GenericApplicationContext> parts) {
    this.database = TestDatabase.of(kind);
    this.genesis = genesis;
    this.parts = parts;
    this.clock = new NodeClock(genesis.time().millis());
    settings.put("LEDGER_GENESIS", TestGenesis.file(genesis).toString());
    settings.put("WALLET_PRIVATE_KEY", TestKeys.key(Kind.keyOfNode(number)).secret());
    settings.put("LOGGING_LEVEL_ORG_LEDGERSTONE", "ERROR"); // It would say as much as 1,000 nodes.
    connection.put("spring.datasource.hikari.maximum-pool-size", "3");
    if (kind == TestDatabase.Kind.H2) {
      connection.put("spring.datasource.url", IN_MEMORY.formatted(COUNT.incrementAndGet()));
      connection.put("spring.datasource.username", "sa");
      connection.put("spring.datasource.password", "");
    }
    this.node = start();
  }

  /** One at a time: they have the logging in common. */
  private TestNode start() {
    synchronized (COUNT) {
      return started();
    }
  }

  private TestNode started() {
    return TestNode.startWithoutWeb(
        database,
        settings,
        context -> {
          context
              .getEnvironment()
              .getPropertySources()
              .addFirst(new MapPropertySource("simulation", connection));
          context.registerBean("simulatedClock", Clock.class, () -> clock, b -> b.setPrimary(true));
          context.registerBean("simulatedEvents", Events.class, () -> events);
          parts.accept(context);
        });
  }

  TestNode node() {
    return node;
  }

  NodeClock clock() {
    return clock;
  }

  Events events() {
    return events;
  }

  /** Stops the node and starts it again on its database. */
  void restart() {
    node.close();
    node = start();
  }

  Genesis genesis() {
    return genesis;
  }

  @Override
  public void close() {
    node.close();
  }
}
