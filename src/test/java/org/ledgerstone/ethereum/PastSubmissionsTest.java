package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.ethereum.SubmittingServer.API;
import static org.ledgerstone.ethereum.SubmittingServer.payment;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;

/** What was written to Ethereum can still be read when the ledger has no node for it any more. */
@NeedsTool(Anvil.TOOL)
class PastSubmissionsTest {

  @ParameterizedTest
  @EnumSource
  void areReadAsTheyWereAndNotChanged(TestDatabase.Kind kind) throws IOException {
    var database = TestDatabase.of(kind);
    String all;
    String first;
    long id;
    try (var server = SubmittingServer.on(database, Map.of())) {
      server.begin();
      id = server.pay("a", "5");
      server.round();
      server.anvil().mine(3);
      server.round();
      server.pay("b", "6");
      all = server.get("/submissions").with(200).body();
      first = server.one(id).body();
      assertThat(first).contains("attempts", "changes", "FINAL");
    }
    try (var off =
        HttpNode.start(database, BlockFixture.OPERATOR, SubmittingServer.GENESIS, Map.of())) {
      off.post(API + "/transactions", payment("a", "5")).isProblem(409, "ETHEREUM_OFF");
      off.post(API + "/transactions", payment("c", "7")).isProblem(409, "ETHEREUM_OFF");
      off.post(API + "/submitter/resume", "").isProblem(409, "ETHEREUM_OFF");
      assertThat(off.get(API + "/submissions").with(200).body()).isEqualTo(all);
      assertThat(off.get(API + "/submissions/" + id).with(200).body()).isEqualTo(first);
      assertThat(off.get(API + "/submissions?limit=1").with(200).items()).hasSize(1);
    }
  }
}
