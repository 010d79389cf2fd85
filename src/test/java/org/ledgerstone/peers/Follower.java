package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;

/** A node on H2 that catches up with {@link MemoryPeers}, in the thread of the test. */
final class Follower implements AutoCloseable {

  static final PeerUrl ONE = PeerUrl.parse("one.example:8080").orElseThrow();
  static final PeerUrl TWO = PeerUrl.parse("two.example:8080").orElseThrow();

  final MemoryPeers network = new MemoryPeers();
  final TestLedger ledger;
  final CatchingUp catchingUp;

  Follower(Genesis genesis) {
    ledger = TestLedger.start(TestDatabase.of(TestDatabase.Kind.H2), genesis, Map.of(), c -> {});
    catchingUp =
        new CatchingUp(
            network,
            ledger.get(Appending.class),
            ledger.get(Chain.class),
            ledger.clock(),
            Runnable::run,
            new Progress(Clock.systemUTC()));
  }

  /** So many empty blocks more on top of this chain. */
  static void extend(ChainInMemory chain, WalletKey miner, int count) {
    for (int i = 0; i < count; i++) {
      chain.accept(chain.next().by(miner).block());
    }
  }

  /** Takes this chain for its own, at the time of its newest block. */
  void take(ChainInMemory chain) {
    isAtTheTimeOf(chain);
    var appending = ledger.get(Appending.class);
    var run = appending.prepare(chain.blocks().subList(1, chain.blocks().size()));
    assertThat(appending.append(run).refused()).isEmpty();
    hasForHead(chain.head().hash());
  }

  void isAtTheTimeOf(ChainInMemory chain) {
    ledger.clock().set(chain.parent().time());
  }

  void hasForHead(Hash hash) {
    assertThat(ledger.get(Chain.class).head().hash()).isEqualTo(hash);
  }

  /** Catches up with the first peer, which has the head that it truly has. */
  CatchingUp.Result catchUp(MemoryPeers.Node one) {
    return catchingUp.with(ONE, one.head(), List.of());
  }

  @Override
  public void close() {
    ledger.close();
  }
}
