package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;

/** Chains go on while nodes talk about them: nobody is blamed for that. */
class ChangesMeanwhileTest {

  private static final Genesis GENESIS = BlockFixture.genesis();
  private static final PeerUrl ONE = PeerUrl.parse("one.example:8080").orElseThrow();

  private final MemoryPeers network = new MemoryPeers();
  private TestLedger ledger;
  private CatchingUp catchingUp;

  @BeforeEach
  void start() {
    ledger = TestLedger.start(TestDatabase.of(TestDatabase.Kind.H2), GENESIS, Map.of(), c -> {});
    catchingUp =
        new CatchingUp(
            network,
            ledger.get(Appending.class),
            ledger.get(Chain.class),
            ledger.clock(),
            Runnable::run,
            new Progress(Clock.systemUTC()));
  }

  @AfterEach
  void stop() {
    ledger.close();
  }

  private static void extend(ChainInMemory chain, WalletKey miner, int count) {
    for (int i = 0; i < count; i++) {
      chain.accept(chain.next().by(miner).block());
    }
  }

  private void take(ChainInMemory chain) {
    ledger.clock().set(chain.parent().time());
    var appending = ledger.get(Appending.class);
    var run = appending.prepare(chain.blocks().subList(1, chain.blocks().size()));
    assertThat(appending.append(run).refused()).isEmpty();
    isHead(chain);
  }

  private void isHead(ChainInMemory chain) {
    assertThat(ledger.get(Chain.class).head().hash()).isEqualTo(chain.head().hash());
  }

  private CatchingUp.Result catchUp(MemoryPeers.Node node) {
    return catchingUp.with(ONE, node.head(), List.of());
  }

  @Test
  void thisNodeChangesItsChainWhileHeadersCome() {
    var ours = new ChainInMemory(GENESIS);
    var others = ours.fork();
    extend(ours, BlockFixture.ALICE, 2);
    var theirs = ours.fork();
    extend(theirs, BlockFixture.BOB, 4);
    extend(others, BlockFixture.MINER, 3);
    take(ours);
    var one = network.add(ONE, theirs.blocks());
    one.onHeaders = () -> take(others);
    ledger.clock().set(theirs.parent().time());
    var result = catchUp(one);
    assertThat(result.faults()).isEmpty();
    assertThat(result.chainReplaced()).isTrue();
    isHead(theirs);
  }
}
