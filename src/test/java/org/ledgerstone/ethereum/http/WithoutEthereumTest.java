package org.ledgerstone.ethereum.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/** Without settings there is no Ethereum, and nothing lacks it. */
class WithoutEthereumTest {

  @Test
  void saysThatItIsOff() {
    try (var node = HttpNode.start(TestDatabase.Kind.H2)) {
      assertThat(node.get("/api/v1/ethereum").with(200).json())
          .isEqualTo(Map.of("configured", false));
      for (var path :
          new String[] {
            "/accounts/0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
            "/blocks/latest",
            "/transactions/0x" + "ab".repeat(32)
          }) {
        node.get("/api/v1/ethereum" + path).isProblem(409, "ETHEREUM_OFF");
      }
      node.get("/api/v1/ethereum/accounts/x").isProblem(400, "ADDRESS_INVALID");
      node.generate();
    }
  }
}
