package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.settings.StartRefused;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestNode;

/** A database stays with one node's wallet until its owner says otherwise. */
class RememberedWalletTest {

  private static final String OLD = "0x" + "7e57".repeat(16);
  private static final String NEW = "0x" + "7e58".repeat(16);

  private static String address(String key) {
    return WalletKey.parse(key).orElseThrow().address().shown();
  }

  private static String workingNode(TestDatabase database, String key, String before) {
    var settings = new HashMap<>(Map.of("WALLET_PRIVATE_KEY", key));
    settings.put("WALLET_ADDRESS_BEFORE", before);
    try (var node = TestNode.start(database, settings)) {
      return node.get(NodeWallet.class).address().shown();
    }
  }

  private static void isRefused(TestDatabase database, String key, String before) {
    assertThatThrownBy(() -> workingNode(database, key, before))
        .rootCause()
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(address(OLD).toLowerCase(Locale.ROOT))
        .hasMessageContaining(address(NEW))
        .hasMessageContaining("WALLET_ADDRESS_BEFORE");
  }

  @ParameterizedTest
  @EnumSource
  void anotherWalletHasToBeMeant(TestDatabase.Kind kind) {
    var database = TestDatabase.of(kind);
    assertThat(workingNode(database, OLD, "")).isEqualTo(address(OLD));
    assertThat(workingNode(database, OLD, "")).isEqualTo(address(OLD));
    isRefused(database, NEW, "");
    isRefused(database, NEW, address(NEW));
    isRefused(database, NEW, "treasury");
    assertThat(workingNode(database, NEW, address(OLD))).isEqualTo(address(NEW));
    assertThat(workingNode(database, NEW, address(OLD))).isEqualTo(address(NEW));
    assertThatThrownBy(() -> workingNode(database, OLD, address(OLD)))
        .rootCause()
        .isInstanceOf(StartRefused.class);
  }
}
