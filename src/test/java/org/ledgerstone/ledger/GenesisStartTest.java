package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.settings.StartRefused;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestNode;
import org.springframework.context.ApplicationContextException;

/** What a database begins with, it keeps. */
class GenesisStartTest {

  private static final Genesis ONE =
      new TestGenesis().allocate("COIN", TestKeys.wallet(3), 100).build();
  private static final Genesis OTHER =
      new TestGenesis().allocate("COIN", TestKeys.wallet(3), 101).build();

  private static TestNode start(TestDatabase database, Genesis genesis) {
    return TestNode.startWithoutWeb(
        database, Map.of("LEDGER_GENESIS", TestGenesis.file(genesis).toString()));
  }

  @ParameterizedTest
  @EnumSource
  void beginsOnceAndGoesOn(TestDatabase.Kind kind) {
    var database = TestDatabase.of(kind);
    for (int i = 0; i < 2; i++) {
      try (var node = start(database, ONE)) {
        assertThat(node.get(HeadTable.class).read())
            .extracting(Head::index, Head::version, Head::hash)
            .containsExactly(1L, 1L, ONE.block().hash());
      }
      Invariants.check(database, new RuleBook(ONE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesTheDatabaseOfAnotherLedger(TestDatabase.Kind kind) {
    var database = TestDatabase.of(kind);
    start(database, ONE).close();
    assertThatThrownBy(() -> start(database, OTHER).close())
        .isInstanceOf(ApplicationContextException.class)
        .rootCause()
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(ONE.block().hash().toString())
        .hasMessageContaining(OTHER.block().hash().toString());
    Invariants.check(database, new RuleBook(ONE));
    start(database, ONE).close();
  }

  @ParameterizedTest
  @EnumSource
  void refusesAHeadThatIsNotItsBlock(TestDatabase.Kind kind) throws Exception {
    var database = TestDatabase.of(kind);
    start(database, ONE).close();
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("update head set block_hash = '" + OTHER.block().hash() + "'");
    }
    assertThatThrownBy(() -> start(database, ONE).close())
        .rootCause()
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(OTHER.block().hash().toString());
  }

  @ParameterizedTest
  @EnumSource
  void refusesAGenesisBlockThatWasForged(TestDatabase.Kind kind) throws Exception {
    var database = TestDatabase.of(kind);
    start(database, ONE).close();
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("update blocks set data = replace(data, 'reward 10', 'reward 99')");
    }
    assertThatThrownBy(() -> start(database, ONE).close())
        .rootCause()
        .isInstanceOf(BrokenLedgerException.class)
        .hasMessageContaining("Block 1 does not hash to");
  }
}
