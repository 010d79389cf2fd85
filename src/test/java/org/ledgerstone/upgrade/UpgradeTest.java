package org.ledgerstone.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/**
 * What each release has left of a populated ledger, on each database, is taken over by this
 * version: nothing of it is lost or altered, and it goes on. {@code docs/RELEASING.md} says how a
 * release is added.
 */
class UpgradeTest {

  private static final String TRANSACTIONS = "/api/v1/transactions";

  static List<Dump> dumps() throws IOException {
    return Dump.all();
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void isTakenOver(Dump dump) throws Exception {
    var database = dump.load();
    var then = dump.remembered();
    isLoaded(database, then);
    try (var node = start(database, then)) {
      assertThat(Remembered.schemaOf(database)).isEqualTo(newestMigration());
      nothingIsLost(database, then);
      isAnsweredAsBefore(node, then);
      isUnaltered(node, then);
      goesOn(node, then);
    }
  }

  /** The clock goes on from when the dump was made: what is kept for a day or a week is there. */
  private static HttpNode start(TestDatabase database, Remembered then) {
    var now = Clock.systemUTC();
    var late = Duration.between(now.instant(), Instant.ofEpochMilli(then.at()).plusSeconds(60));
    return HttpNode.start(
        database,
        BlockFixture.OPERATOR,
        Dump.GENESIS,
        LivedLedger.SETTINGS,
        context ->
            context.registerBean(
                "clockOfThen",
                Clock.class,
                () -> Clock.offset(now, late),
                bean -> bean.setPrimary(true)));
  }

  private static void isLoaded(TestDatabase database, Remembered then) throws SQLException {
    assertThat(Remembered.schemaOf(database)).isEqualTo(then.schema());
    assertThat(Remembered.rowsOf(database)).isEqualTo(then.rows());
  }

  /** How many rows there were; tables that came later may have some by now. */
  private static void nothingIsLost(TestDatabase database, Remembered then) throws SQLException {
    assertThat(Remembered.rowsOf(database)).containsAllEntriesOf(then.rows());
  }

  /** Fields may be added to an answer, none changed. */
  private static void isUnaltered(HttpNode node, Remembered then) {
    holds(List.of(node.head()), List.of(then.head()));
    holds(Remembered.blocksOf(node), then.blocks());
    holds(Remembered.accountsOf(node), then.accounts());
    holds(node.pool(), then.pool());
    var dropped = node.get(TRANSACTIONS + "/" + then.dropped().get("id")).with(200).json();
    holds(List.of(dropped), List.of(then.dropped()));
    node.get(TRANSACTIONS + "/" + then.pool().getFirst().get("id")).with(200);
  }

  private static void holds(List<Map<String, Object>> now, List<Map<String, Object>> then) {
    assertThat(now).hasSameSizeAs(then);
    for (int i = 0; i < then.size(); i++) {
      assertThat(now.get(i)).containsAllEntriesOf(then.get(i));
    }
  }

  private static void isAnsweredAsBefore(HttpNode node, Remembered then) {
    var keyed = then.keyed();
    var again = node.post(keyed.path(), keyed.body(), "Idempotency-Key", keyed.key());
    assertThat(again.with(keyed.status()).body()).isEqualTo(keyed.answer());
    assertThat(again.header("Idempotency-Replayed")).hasValue("true");
  }

  private static void goesOn(HttpNode node, Remembered then) {
    LivedLedger.audit(node);
    var paid = node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1);
    node.sealAll();
    var pending = then.pool().stream().map(one -> one.get("id"));
    Stream.concat(pending, Stream.of(paid.text("id")))
        .forEach(id ->
            assertThat(node.get(TRANSACTIONS + "/" + id).json()).containsEntry("status", "valid"));
    LivedLedger.audit(node);
    node.get("/actuator/health").with(200);
  }

  private static String newestMigration() throws IOException {
    try (var files = Files.list(Path.of("db/migration"))) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("V([0-9_]+)__.*", "$1"))
          .sorted()
          .toList()
          .getLast()
          .replace('_', '.');
    }
  }

  /** It would be seen if a row of any of these were missing. */
  @ParameterizedTest
  @ValueSource(
      strings = {"blocks", "places", "accounts", "idempotency_keys", "side_blocks", "audits"})
  void seesARowThatIsMissing(String table) throws Exception {
    var dump = dumps().getFirst();
    var database = dump.load();
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("delete from " + table + " fetch first row only")).isOne();
    }
    assertThatThrownBy(() -> nothingIsLost(database, dump.remembered()))
        .isInstanceOf(AssertionError.class);
  }

  /** What is released has a number in the list of changes. */
  @Test
  void thereIsADumpOfEachRelease() throws IOException {
    var released =
        Pattern.compile("(?m)^## ([0-9][^ ]*)")
            .matcher(Files.readString(Path.of("CHANGELOG.md")))
            .results()
            .map((MatchResult heading) -> heading.group(1))
            .toList();
    assertThat(dumps()).extracting(Dump::release).contains("before-0.1.0").containsAll(released);
    assertThat(Dump.RELEASES.toFile().list()).hasSize(dumps().size() / 2);
  }
}
