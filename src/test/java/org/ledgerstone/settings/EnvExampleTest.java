package org.ledgerstone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvExampleTest {

  private static final Path EXAMPLE = Path.of(".env.example");

  private static final List<String> DOCUMENTED =
      List.of(
          "SERVER_PORT",
          "SERVER_ADDRESS",
          "LEDGER_DATA_DIR",
          "DATABASE_URL",
          "DATABASE_USER",
          "DATABASE_PASSWORD",
          "LEDGER_GENESIS",
          "WALLET_PRIVATE_KEY",
          "WALLET_ADDRESS",
          "WALLET_ADDRESS_BEFORE",
          "LEDGER_SECRET_KEY",
          "LEDGER_OIDC_ISSUER",
          "LEDGER_LOG_FORMAT",
          "LEDGER_READ",
          "LEDGER_OPEN_MINING",
          "LEDGER_TRUSTED_PROXIES",
          "LEDGER_REQUESTS_PER_SECOND",
          "LEDGER_REQUESTS_BURST",
          "LEDGER_BODY_TIME",
          "LEDGER_PEERS",
          "LEDGER_PEER_TOKENS",
          "LEDGER_PUBLIC_URL",
          "LEDGER_PEERS_PRIVATE",
          "LEDGER_BLOCK_INTERVAL",
          "LEDGER_POOL_LIMIT",
          "LEDGER_POOL_LIMIT_PER_SENDER",
          "LEDGER_CHAIN_LIMIT",
          "LEDGER_EVENTS_MAX",
          "LEDGER_CHECKPOINT_EVERY",
          "LEDGER_CHECKPOINT_FILE",
          "LEDGER_CHECKPOINT_KEY",
          "LEDGER_WITNESSED_KEYS",
          "ETHEREUM_NODE_URI",
          "ETHEREUM_NODE_PORT",
          "ETHEREUM_CHAIN_ID",
          "ETHEREUM_KEYSTORE",
          "ETHEREUM_KEYSTORE_PASSWORD",
          "ETHEREUM_PRIVATE_KEY",
          "LEDGER_ANCHOR_EVERY_BLOCKS",
          "LEDGER_ANCHOR_EVERY");

  @Test
  void namesEverySetting() throws IOException {
    var named =
        DotEnv.read(Files.readString(EXAMPLE).replaceAll("(?m)^#(?=[A-Z])", ""), "").keySet();
    assertThat(named).containsAll(DOCUMENTED);
    assertThat(named).containsAll(Settings.SECRETS.stream().map(name -> name + "_FILE").toList());
  }

  @Test
  void changesNothingWhenCopiedAsItIs() {
    var settings = Settings.load(EXAMPLE, Map.of());
    assertThat(settings.names()).containsExactly("ETHEREUM_NODE_PORT");
  }

  @Test
  void explainsEverySetting() throws IOException {
    var lines = Files.readAllLines(EXAMPLE);
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).matches("#?[A-Z_]+=.*")) {
        assertThat(lines.get(i - 1)).as(lines.get(i)).startsWith("# ");
      }
    }
  }
}
