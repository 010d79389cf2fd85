package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ledgerstone.ledger.Admission;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.Proposal;
import org.ledgerstone.ledger.TransactionsAccepted;
import org.ledgerstone.ledger.Verdict;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;
import org.springframework.context.event.EventListener;

/** What is pending reaches also those peers who were not there when it was accepted. */
class PoolOfferTest {

  private static final Genesis GENESIS = BlockFixture.genesis();
  private static final WalletKey ALICE = BlockFixture.ALICE;
  private static final WalletKey BOB = BlockFixture.BOB;
  private static final PeerUrl ONE = PeerUrl.parse("one.example:8080").orElseThrow();
  private static final PeerUrl TWO = PeerUrl.parse("two.example:8080").orElseThrow();

  private final HearingPeers network = new HearingPeers(GENESIS.block().hash());
  private final Heard heard = new Heard();
  private TestLedger ledger;
  private PeersByHand peers;

  /** What the ledger tells, until it is handed on. */
  static final class Heard {

    private final List<TransactionsAccepted> events = new ArrayList<>();

    @EventListener
    void accepted(TransactionsAccepted event) {
      events.add(event);
    }

    void handTo(Consumer<List<Order>> listener) {
      events.forEach(event -> listener.accept(event.orders()));
      events.clear();
    }
  }

  @BeforeEach
  void start() {
    ledger =
        TestLedger.start(
            TestDatabase.of(TestDatabase.Kind.H2),
            GENESIS,
            Map.of(),
            context -> context.registerBean("heard", Heard.class, () -> heard));
    peers = new PeersByHand(ledger.node(), network, new Random(1));
  }

  @AfterEach
  void stop() {
    ledger.close();
  }

  private static Order pay(long nonce) {
    return BlockFixture.transfer(BlockFixture.rules(GENESIS), ALICE, BOB.address(), 1, nonce);
  }

  private Order accept(long nonce) {
    var order = pay(nonce);
    assertThat(ledger.admit(order)).isInstanceOf(Verdict.Accepted.class);
    return order;
  }

  private void meet(PeerUrl... others) {
    peers.expect(List.of(others));
    Stream.of(others).forEach(peers::sync);
  }

  private void tellAll() {
    heard.handTo(peers::areAccepted);
    for (var peer : peers.toTell()) {
      while (peers.tell(peer)) {
        assertThat(network.given(peer).size()).isLessThan(100);
      }
    }
  }

  private List<Order> toldTo(PeerUrl peer) {
    return network.given(peer).stream().flatMap(List::stream).toList();
  }

  @Test
  void whatWasAcceptedBeforeTheyMetIsToldOnce() {
    var before = List.of(accept(0), accept(1));
    tellAll();
    meet(ONE);
    tellAll();
    assertThat(network.given(ONE)).containsExactly(before);
    peers.sync(ONE);
    tellAll();
    assertThat(toldTo(ONE)).isEqualTo(before);
  }

  @Test
  void whatComesMeanwhileIsToldAfterItAndNotTwice() {
    var all = new ArrayList<>(List.of(accept(0)));
    heard.handTo(orders -> {});
    meet(ONE, TWO);
    all.add(accept(1));
    tellAll();
    assertThat(toldTo(ONE)).isEqualTo(all);
    all.add(accept(2));
    tellAll();
    assertThat(toldTo(ONE)).isEqualTo(all);
    assertThat(toldTo(TWO)).isEqualTo(all);
  }

  /** Who accepts is not the one who tells of it. */
  @Test
  void whatWasOfferedIsNoNewsWhenTheNewsOfItComes() {
    var order = accept(0);
    meet(ONE);
    peers.toTell().forEach(peers::tell);
    assertThat(toldTo(ONE)).containsExactly(order);
    tellAll();
    assertThat(toldTo(ONE)).containsExactly(order);
  }

  @Test
  void whatAPeerHasSentIsNotOfferedToIt() {
    peers.expect(List.of(ONE, TWO));
    peers.hears(List.of(pay(0)), ONE);
    var ours = accept(1);
    heard.handTo(orders -> {});
    meet(ONE, TWO);
    tellAll();
    assertThat(toldTo(ONE)).containsExactly(ours);
    assertThat(toldTo(TWO)).containsExactly(pay(0), ours);
  }

  @Test
  void whoIsBackIsOfferedAllAgainButNotEachTime() {
    var before = accept(0);
    meet(ONE);
    tellAll();
    goAndComeBack();
    tellAll();
    assertThat(toldTo(ONE)).as("it was offered this just now").containsExactly(before);
    ledger.clock().advance(Outbox.OFFERED_EVERY.toMillis());
    tellAll();
    assertThat(toldTo(ONE)).containsExactly(before, before);
    tellAll();
    assertThat(toldTo(ONE)).hasSize(2);
  }

  private void goAndComeBack() {
    network.areAway = true;
    peers.sync(ONE);
    network.areAway = false;
    ledger.clock().advance(1_000);
    peers.sync(ONE);
  }

  @Test
  void theOldestAreOfferedInBatches() {
    var posts =
        IntStream.range(0, Outbox.OFFERED_MAX + 10)
            .mapToObj(i -> BlockFixture.post(BlockFixture.rules(GENESIS), "Hello", "n" + i))
            .toList();
    ledger
        .get(Admission.class)
        .admit(
            posts.stream().<Proposal>map(Proposal.Signed::new).toList(), false, Companion.none());
    heard.handTo(orders -> {});
    meet(ONE);
    tellAll();
    assertThat(toldTo(ONE)).isEqualTo(posts.subList(0, Outbox.OFFERED_MAX));
    assertThat(network.given(ONE))
        .allSatisfy(call -> assertThat(call).hasSizeLessThanOrEqualTo(PeerNetwork.ORDERS_MAX));
  }

  @Test
  void whatAChangeOfChainMakesPendingAgainIsTold() {
    var ours = new ChainInMemory(GENESIS);
    var theirs = ours.fork();
    meet(ONE);
    give(ours, pay(0), pay(1));
    give(theirs, pay(0));
    tellAll();
    assertThat(toldTo(ONE)).isEmpty();
    assertThat(give(theirs)).isInstanceOf(AppendOutcome.Replaced.class);
    tellAll();
    assertThat(toldTo(ONE)).containsExactly(pay(1));
  }

  private AppendOutcome give(ChainInMemory chain, Order... orders) {
    var miner = orders.length == 2 ? ALICE : BOB;
    chain.accept(chain.next().by(miner).with(orders).block());
    ledger.clock().set(chain.parent().time());
    return ledger.get(Appending.class).append(chain.head(), Companion.none());
  }
}
