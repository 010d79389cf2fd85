package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ledgerstone.testing.Anvil;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;

/** A chain that does not say what is final: nothing ever is, unless the owner says how deep. */
@NeedsTool(Anvil.TOOL)
class FinalDepthTest {

  private static WritingNode without(Map<String, String> settings) throws IOException {
    var node = WritingNode.on(TestDatabase.of(TestDatabase.Kind.H2), settings);
    node.begin();
    node.wire.rule(
        "eth_getBlockByNumber",
        (method, call, real) ->
            call.get("params").get(0).stringValue().equals("finalized")
                ? Wiretap.error(call, -39_001, "unknown block")
                : Wiretap.Rule.HONEST.answer(method, call, real));
    return node;
  }

  private static long sent(WritingNode node) {
    long id = node.pay("a", 5);
    node.round();
    node.isState(id, SubmissionState.SENT);
    node.anvil().mine(1);
    node.round();
    node.isState(id, SubmissionState.MINED);
    return id;
  }

  @Test
  void nothingIsFinalWithoutTheSetting() throws IOException {
    try (var node = without(Map.of())) {
      long id = sent(node);
      node.anvil().mine(100);
      node.round();
      node.isState(id, SubmissionState.MINED);
      assertThat(node.writing().submitter().view().open()).isOne();
    }
  }

  @Test
  void thatIsFinalWhatSoManyBlocksFollow() throws IOException {
    try (var node = without(Map.of("ETHEREUM_FINAL_DEPTH", "7"))) {
      long id = sent(node);
      node.anvil().mine(6);
      node.round();
      node.isState(id, SubmissionState.MINED);
      node.anvil().mine(1);
      node.round();
      node.isState(id, SubmissionState.FINAL);
      assertThat(node.writing().submitter().view().open()).isZero();
    }
  }

  @Test
  void theSettingCountsAlsoWhereTheChainSaysLess() throws IOException {
    try (var node =
        WritingNode.on(
            TestDatabase.of(TestDatabase.Kind.H2), Map.of("ETHEREUM_FINAL_DEPTH", "7"))) {
      node.begin();
      long id = sent(node);
      node.anvil().mine(6);
      node.round();
      node.isState(id, SubmissionState.MINED);
    }
  }
}
