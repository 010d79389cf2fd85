package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.settings.StartRefused;
import org.springframework.core.env.Environment;

/**
 * What the owner has said about Ethereum.
 *
 * @param node where it is read
 * @param chainId the chain that the node must be on; empty for the one it is first found on
 * @param key what signs there; empty where Ethereum is only read
 */
record EthereumSettings(NodeAddress node, OptionalLong chainId, Optional<WalletKey> key) {

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,18}");
  private static final BigInteger CHAIN_ID_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  /**
   * Reads the settings. Without {@code ETHEREUM_NODE_URI} the others are not looked at.
   *
   * @return empty where no node is named
   * @throws StartRefused if one of them is no setting; nothing of a URL or key is in its words
   */
  static Optional<EthereumSettings> read(Environment environment) {
    return text(environment, "ethereum.node-uri")
        .map(uri ->
            new EthereumSettings(
                node(uri, port(environment)),
                chainId(environment),
                EthereumKeys.read(environment)));
  }

  /** A setting; empty where it is unset or blank. */
  static Optional<String> text(Environment environment, String name) {
    return Optional.ofNullable(environment.getProperty(name)).filter(text -> !text.isBlank());
  }

  /** Whether the owner has named Ethereum's main chain, where ether is money. */
  boolean isMainChainNamed() {
    return chainId.isPresent() && chainId.getAsLong() == Submissions.MAIN_CHAIN;
  }

  private static NodeAddress node(String uri, OptionalInt port) {
    return NodeAddress.parse(uri.strip(), port)
        .orElseThrow(() ->
            new StartRefused(
                "ETHEREUM_NODE_URI is no URL of a node. Write http://host or https://host, with a"
                    + " path if the node has one, without a name, a password or a #; and the port"
                    + " there or in ETHEREUM_NODE_PORT, not two different ones."));
  }

  private static OptionalInt port(Environment environment) {
    var text = text(environment, "ethereum.node-port");
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    return text.filter(written -> written.matches("[1-9][0-9]{0,4}"))
        .map(Integer::parseInt)
        .filter(NodeAddress::isPort)
        .map(OptionalInt::of)
        .orElseThrow(() -> new StartRefused("ETHEREUM_NODE_PORT is a port from 1 to 65535."));
  }

  private static OptionalLong chainId(Environment environment) {
    var text = text(environment, "ethereum.chain-id");
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    return text.filter(written -> NUMBER.matcher(written).matches())
        .map(BigInteger::new)
        .filter(number -> number.compareTo(CHAIN_ID_MAX) <= 0)
        .map(number -> OptionalLong.of(number.longValueExact()))
        .orElseThrow(() ->
            new StartRefused(
                "ETHEREUM_CHAIN_ID is the number of a chain in decimal digits, such as 1 or"
                    + " 31337."));
  }
}
