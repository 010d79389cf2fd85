package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.settings.StartRefused;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestNode;
import org.springframework.boot.health.contributor.Status;

/** A node whose newest blocks are not what they say serves nobody, and is not called healthy. */
class RecentBlocksTest {

  private static final int BLOCKS = 14;

  private static final Map<String, String> SETTINGS =
      Map.of("WALLET_PRIVATE_KEY", "0x" + "7e57".repeat(16));

  private static void change(TestDatabase database, String statement) {
    try (var connection = database.connect();
        var sql = connection.createStatement()) {
      assertThat(sql.executeUpdate(statement)).isPositive();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void seal(TestNode node, int blocks) {
    for (int i = 0; i < blocks; i++) {
      assertThat(node.get(Sealing.class).seal("", Companion.none()))
          .isInstanceOf(SealOutcome.Sealed.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "H2, update blocks set nonce = nonce + 1 where \"index\" = 14, Block 14 does not hash",
    "H2, update blocks set hash = 'ab' where \"index\" = 7, Block 7 does not hash",
    "POSTGRESQL, update recorded set accepted = accepted + 1 where seq = (select seq from places"
        + " where block_index = 13), Block 13 holds other transactions",
    "POSTGRESQL, delete from places where block_index = 6, Block 6 holds other transactions",
  })
  void refusesToStartOnThem(TestDatabase.Kind kind, String statement, String why) {
    var database = TestDatabase.of(kind);
    try (var node = TestNode.start(database, SETTINGS)) {
      seal(node, BLOCKS - 1);
    }
    TestNode.start(database, SETTINGS).close();
    change(database, statement);
    assertThatThrownBy(() -> TestNode.start(database, SETTINGS))
        .rootCause()
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(why)
        .hasMessageContaining("verify");
  }

  @Test
  void areLookedAtBeforeAnythingIsWritten() throws SQLException {
    var database = TestDatabase.of(TestDatabase.Kind.H2);
    try (var node = TestNode.start(database, SETTINGS)) {
      seal(node, 2);
    }
    change(database, "update blocks set nonce = nonce + 1 where \"index\" = 2");
    change(database, "delete from node_wallet");
    assertThatThrownBy(() -> TestNode.start(database, SETTINGS))
        .rootCause()
        .hasMessageContaining("Block 2 does not hash");
    try (var connection = database.connect();
        var sql = connection.createStatement();
        var wallets = sql.executeQuery("select * from node_wallet")) {
      assertThat(wallets.next()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void turnsRed(TestDatabase.Kind kind) {
    var database = TestDatabase.of(kind);
    try (var node = TestNode.start(database, SETTINGS)) {
      seal(node, 2);
      var health = node.get(ChainHealthIndicator.class);
      assertThat(health.health().getStatus()).isEqualTo(Status.UP);
      change(database, "update blocks set nonce = nonce + 1 where \"index\" = 3");
      assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
      change(database, "update blocks set nonce = nonce - 1 where \"index\" = 3");
      assertThat(health.health().getStatus()).isEqualTo(Status.UP);
      change(database, "update head set block_hash = '" + "0".repeat(64) + "'");
      assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    }
  }
}
