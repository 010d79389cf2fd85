package org.ledgerstone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.testing.Figures;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Line;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.Scratch;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestKeys;

/**
 * The primary is lost while batches come in, and its standby promoted. With a synchronous standby
 * nothing confirmed is missing there, and the node goes on when its address leads there.
 */
class StandbyPromotedIT {

  private static final String NAME = "standby";

  @Test
  void hasEverythingConfirmed() throws Exception {
    var steps = new AtStep();
    try (var pair = Pair.start()) {
      pair.primary.execute("alter system set synchronous_standby_names = '" + NAME + "'");
      pair.primary.execute("select pg_reload_conf()");
      awaitRow(pair.primary, "sync_state = 'sync'");
      try (var line = Line.to(pair.primary.port());
          var node = node(pair.primary.databaseAt(line.port()), steps);
          var payers = new Payers(node.uri("/").getPort())) {
        payers.awaitConfirmed(500);
        steps.once(Step.ADMISSION_COMMITTED, pair.primary::kill);
        payers.awaitTrouble();
        pair.standby.execute("select pg_promote()");
        line.leadTo(pair.standby.port());
        payers.awaitConfirmed(500);
        assertThat(payers.refused()).allSatisfy(reply -> reply.isProblem(503, "DATABASE_AWAY"));
        Figures.trial(
            Figures.Of.PRIMARY_LOST,
            TestDatabase.Kind.POSTGRESQL,
            () -> {
              payers.endAndCheck(node);
              return true;
            });
      }
    }
  }

  /** What the standby was not there to receive is confirmed all the same, and then missing. */
  @Test
  void findsALossWhereThePrimaryDoesNotWait() {
    try (var pair = Pair.start()) {
      pair.primary.execute("create table kept (a int)");
      awaitRow(pair.primary, "replay_lsn = pg_current_wal_lsn()");
      pair.standby.stop();
      pair.primary.execute("insert into kept values (1)");
      pair.primary.kill();
      pair.standby.startAgain();
      pair.standby.execute("select pg_promote()");
      assertThat(pair.standby.database().countOf("kept")).isZero();
    }
  }

  private static HttpNode node(TestDatabase database, AtStep steps) {
    return HttpNode.start(
        database,
        TestKeys.key(1),
        Payers.genesis(),
        Map.of(
            "LEDGER_BLOCK_INTERVAL", "100ms",
            "SPRING_DATASOURCE_HIKARI_CONNECTION_TIMEOUT", "1000"),
        context -> context.registerBean(AtStep.class, () -> steps));
  }

  /** A server and the one that follows it. */
  private record Pair(PostgresServer primary, PostgresServer standby) implements AutoCloseable {

    static Pair start() {
      var directory = Scratch.directory("pair");
      var primary = PostgresServer.in(directory.resolve("primary"), List.of());
      var standby = primary.standby(directory.resolve("standby"), NAME);
      primary.startAgain();
      standby.startAgain();
      awaitRow(primary, "state = 'streaming'");
      return new Pair(primary, standby);
    }

    @Override
    public void close() {
      primary.close();
      standby.close();
    }
  }

  private static void awaitRow(PostgresServer primary, String condition) {
    Patience.until(
        condition,
        () -> {
          try (var connection = primary.database().connect();
              var statement = connection.createStatement();
              var rows =
                  statement.executeQuery("select 1 from pg_stat_replication where " + condition)) {
            return rows.next();
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
