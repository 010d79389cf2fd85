package org.ledgerstone.simulation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestKeys;

/** Those who send orders to nodes, some of them dishonestly. */
final class Clients {

  /** An order and the node that it goes to. */
  record Sending(Node to, Order order) {}

  private static final List<Asset> ASSETS = List.of(BlockFixture.COIN, BlockFixture.GOLD);

  private final Random random;
  private final Rules rules;
  private final List<Node> nodes;
  private int texts;

  Clients(Random random, Rules rules, List<Node> nodes) {
    this.random = random;
    this.rules = rules;
    this.nodes = nodes;
  }

  /** What a client sends now. */
  List<Sending> next() {
    var node = any();
    int what = random.nextInt(20);
    if (what < 2) {
      return List.of(new Sending(node, BlockFixture.post(rules, "Hello", "post-" + texts++)));
    }
    int client = random.nextInt(Kind.CLIENTS);
    var key = TestKeys.key(Kind.keyOfClient(client));
    var asset = ASSETS.get(random.nextInt(ASSETS.size()));
    if (what < 4) {
      return List.of(new Sending(node, unnumbered(key, client)));
    }
    var order = transfer(node, key, client, asset);
    if (what < 8) {
      return List.of(
          new Sending(node, order), new Sending(any(), transfer(node, key, client, asset)));
    }
    return List.of(new Sending(node, order));
  }

  private Node any() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  /** With the nonce that is the next one at this node. */
  private Order transfer(Node node, WalletKey from, int client, Asset asset) {
    var balance = node.accounts().balance(new AccountId(from.address(), asset));
    long available = balance.available().longValueExact();
    long most = random.nextInt(3) == 0 ? Math.max(1, available) : 50;
    long end = node.host().clock().millis() / 1000 + 2;
    return signed(
        new Transfer(
            rules.ledger(),
            asset,
            from.address(),
            other(client),
            Amount.of(1 + (random.nextInt(4) == 0 ? most - 1 : random.nextLong(most))),
            OptionalLong.of(balance.nextNonce()),
            random.nextInt(6) == 0 ? end : 0,
            "note " + texts++),
        from);
  }

  private Order unnumbered(WalletKey from, int client) {
    return signed(
        new Transfer(
            rules.ledger(),
            rules.nativeAsset(),
            from.address(),
            other(client),
            Amount.of(1 + random.nextInt(300)),
            OptionalLong.empty(),
            0,
            ""),
        from);
  }

  private Address other(int client) {
    int step = 1 + random.nextInt(Kind.CLIENTS - 1);
    return TestKeys.wallet(Kind.keyOfClient((client + step) % Kind.CLIENTS));
  }

  private Order signed(Transfer transfer, WalletKey key) {
    return BlockFixture.signed(rules, transfer, key);
  }

  /** What was sent, once more. */
  Optional<Sending> again(List<Order> sent) {
    return sent.isEmpty()
        ? Optional.empty()
        : Optional.of(new Sending(any(), sent.get(random.nextInt(sent.size()))));
  }
}
