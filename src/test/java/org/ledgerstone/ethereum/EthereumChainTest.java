package org.ledgerstone.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.ethereum.ChainView.Expected;
import org.ledgerstone.ethereum.ChainView.State;
import org.ledgerstone.ethereum.EthereumReceipt.Status;
import org.ledgerstone.ethereum.Reading.NotRead;
import org.ledgerstone.ethereum.Reading.Read;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.testing.TestClock;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When a node is used and when not, and what is asked of it to know. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
class EthereumChainTest {

  private static final Address BOB = TestKeys.wallet(2);
  private static final OptionalLong ANY = OptionalLong.empty();

  @Parameter private TestDatabase.Kind kind;

  private TestLedger ledger;
  private TestClock clock;
  private FakeNode node;
  private EthereumChain chain;

  @BeforeParameterizedClassInvocation
  void start() {
    ledger = TestLedger.start(kind, new TestGenesis());
  }

  @AfterParameterizedClassInvocation
  void stop() {
    ledger.close();
  }

  @BeforeEach
  void begin() {
    ledger.get(JdbcClient.class).sql("delete from ethereum_chain").update();
    clock = new TestClock(new TestGenesis().build().time());
    node = new FakeNode(clock.instant());
    chain = chain(ANY);
  }

  /** As after a start. */
  private EthereumChain chain(OptionalLong wanted) {
    var pin = new ChainPin(ledger.get(JdbcClient.class), clock, wanted);
    var finality = new ChainFinality(OptionalLong.empty());
    return new EthereumChain(node, new ChainWatch(node, pin, finality, clock), finality);
  }

  private long pins() {
    return ledger
        .get(JdbcClient.class)
        .sql("select count(*) from ethereum_chain")
        .query(Long.class)
        .single();
  }

  private void isState(State state) {
    assertThat(chain.view().state()).isEqualTo(state);
  }

  private void isNotRead(EthereumRefusal code) {
    assertThat(chain.account(BOB))
        .isInstanceOfSatisfying(
            NotRead.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.detail()).startsWith("The node");
            });
  }

  private void isRead() {
    assertThat(chain.account(BOB))
        .isEqualTo(new Read<>(new EthereumAccount(BOB, BigInteger.TEN, 3, 4)));
  }

  @Test
  void readsAndPinsTheChainThatItMeetsFirst() {
    var view = chain.view();
    assertThat(view.state()).isEqualTo(State.READY);
    assertThat(view.detail()).isEmpty();
    assertThat(view.client()).contains("fake/1");
    assertThat(view.chain()).contains(new ChainIdentity(31_337, node.genesis));
    assertThat(view.expected()).isEmpty();
    assertThat(view.head().orElseThrow().number()).isEqualTo(10);
    assertThat(view.finalized().orElseThrow().number()).isEqualTo(5);
    isRead();
    assertThat(pins()).isEqualTo(1);
    chain = chain(ANY);
    isState(State.READY);
    chain = chain(OptionalLong.of(31_337));
    isState(State.READY);
    assertThat(pins()).isEqualTo(1);
  }

  @Test
  void usesNoNodeOfAnotherChainThanThePinnedOne() {
    isState(State.READY);
    node.chainId = 1;
    chain = chain(ANY);
    isState(State.OTHER_CHAIN);
    isNotRead(EthereumRefusal.ETHEREUM_OTHER_CHAIN);
    assertThat(chain.view().chain()).contains(new ChainIdentity(1, node.genesis));
    assertThat(chain.view().expected()).contains(new Expected(31_337, Optional.of(node.genesis)));
    assertThat(chain.view().detail()).contains("chain 1 ", "chain 31337 ");
    chain = chain(OptionalLong.of(1));
    isState(State.OTHER_CHAIN);
    assertThat(node.count("balance")).isZero();
  }

  @Test
  void tellsTwoChainsOfOneNumberApart() {
    isState(State.READY);
    var pinned = node.genesis;
    node.genesis = FakeNode.hash(0xb0);
    chain = chain(ANY);
    isState(State.OTHER_CHAIN);
    assertThat(chain.view().expected()).contains(new Expected(31_337, Optional.of(pinned)));
    assertThat(chain.view().detail()).contains(pinned.toString(), node.genesis.toString());
  }

  @Test
  void usesAndPinsNoOtherChainThanTheOneOfTheSettings() {
    chain = chain(OptionalLong.of(5));
    isState(State.OTHER_CHAIN);
    assertThat(chain.view().expected()).contains(new Expected(5, Optional.empty()));
    assertThat(chain.view().detail()).contains("31337", "5", "ETHEREUM_CHAIN_ID");
    assertThat(pins()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, READY", "300000, READY", "300001, BEHIND", "9000000, BEHIND"})
  void usesNoNodeWhoseHeadIsOlderThanFiveMinutes(long millis, State state) {
    clock.advance(millis);
    isState(state);
    assertThat(chain.view().head()).isPresent();
    if (state == State.BEHIND) {
      isNotRead(EthereumRefusal.ETHEREUM_BEHIND);
    }
  }

  @Test
  void usesNoNodeThatIsStillFetching() {
    node.isSyncing = true;
    clock.advance(Duration.ofHours(1).toMillis());
    isState(State.SYNCING);
    isNotRead(EthereumRefusal.ETHEREUM_SYNCING);
  }

  @Test
  void doesWithoutWhatANodeDoesNotOffer() {
    node.hasNoFinalized = true;
    isState(State.READY);
    assertThat(chain.view().finalized()).isEmpty();
  }

  @Test
  void isAwayIfTheNodeRefusesToSayWhatItIs() {
    node.refusesAll = true;
    isState(State.AWAY);
    assertThat(chain.view().detail()).contains("-32005", "too many calls");
  }

  @Test
  void saysWhatTheNodeRefusesWithoutDoubtingIt() {
    isState(State.READY);
    node.refusesAll = true;
    isNotRead(EthereumRefusal.ETHEREUM_REFUSED);
    node.refusesAll = false;
    isRead();
    assertThat(node.count("block 0")).isEqualTo(1);
  }

  @Test
  void takesForKnownWhatItFoundTwoSecondsAgo() {
    isState(State.READY);
    clock.advance(2_000);
    node.isSyncing = true;
    isState(State.READY);
    assertThat(node.count("block latest")).isEqualTo(1);
    clock.advance(1);
    isState(State.SYNCING);
    assertThat(node.count("block 0")).as("nothing has failed").isEqualTo(1);
  }

  @Test
  void asksAnewWhereTheClockWasSetBack() {
    isState(State.READY);
    clock.advance(-Duration.ofHours(1).toMillis());
    node.isSyncing = true;
    isState(State.SYNCING);
  }

  @Test
  void knowsForTwoSecondsThatTheNodeIsAway() {
    node.isAway = true;
    isState(State.AWAY);
    node.isAway = false;
    isNotRead(EthereumRefusal.ETHEREUM_AWAY);
    clock.advance(2_001);
    isRead();
  }

  @Test
  void asksForTheChainAgainAfterAFailedCall() {
    isState(State.READY);
    node.isAway = true;
    isNotRead(EthereumRefusal.ETHEREUM_AWAY);
    node.isAway = false;
    node.chainId = 1;
    isNotRead(EthereumRefusal.ETHEREUM_OTHER_CHAIN);
    node.chainId = 31_337;
    clock.advance(2_001);
    isRead();
  }

  @Test
  void asksForBlockZeroAgainAfterAFailedCall() {
    isState(State.READY);
    node.isAway = true;
    isNotRead(EthereumRefusal.ETHEREUM_AWAY);
    node.isAway = false;
    node.genesis = FakeNode.hash(0xb0);
    isNotRead(EthereumRefusal.ETHEREUM_OTHER_CHAIN);
  }

  @Test
  void noticesAnotherChainBehindTheSameConnection() {
    isState(State.READY);
    node.chainId = 1;
    clock.advance(2_001);
    isNotRead(EthereumRefusal.ETHEREUM_OTHER_CHAIN);
  }

  @Test
  void believesNoAnswerOverANewConnectionBeforeItKnowsTheChain() {
    isState(State.READY);
    node.afterwards =
        () -> {
          node.connections++;
          node.chainId = 1;
        };
    isNotRead(EthereumRefusal.ETHEREUM_OTHER_CHAIN);
    node.connections++;
    node.chainId = 31_337;
    clock.advance(2_001);
    isRead();
  }

  @ParameterizedTest
  @CsvSource({
    "4, 4, false, true",
    "5, 5, false, true",
    "6, 6, false, false",
    "4, 99, false, false",
    "4, 4, true, false",
  })
  void isFinalOnlyInABlockThatCountsAndIsFinalized(
      int block, int hash, boolean hasNoFinalized, boolean isFinal) {
    node.hasNoFinalized = hasNoFinalized;
    node.receipt =
        Optional.of(
            new EthereumReceipt(
                Status.SUCCEEDED,
                block,
                FakeNode.hash(hash),
                BigInteger.ONE,
                Optional.empty(),
                Optional.empty()));
    assertThat(chain.transaction(FakeNode.hash(1)))
        .isInstanceOfSatisfying(
            Read.class,
            read -> {
              var found = (FoundTransaction) ((Optional<?>) read.value()).orElseThrow();
              assertThat(found.receipt()).isEqualTo(node.receipt);
              assertThat(found.isFinal()).isEqualTo(isFinal);
            });
  }

  @Test
  void isNotFinalWhileItWaits() {
    assertThat(chain.transaction(FakeNode.hash(1)))
        .isInstanceOfSatisfying(
            Read.class,
            read -> {
              var found = (FoundTransaction) ((Optional<?>) read.value()).orElseThrow();
              assertThat(found.receipt()).isEmpty();
              assertThat(found.isFinal()).isFalse();
            });
  }
}
