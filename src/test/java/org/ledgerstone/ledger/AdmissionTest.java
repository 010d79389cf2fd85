package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Posts;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Many at once: whatever queues together, the verdicts are those of one after the other. */
class AdmissionTest {

  private static final WalletKey ANN = TestKeys.key(3);
  private static final Address BOB = TestKeys.wallet(4);

  private final Gate gate = SharedLedgers.GATE;

  private static TestLedger start(TestDatabase.Kind kind) {
    return SharedLedgers.begin(kind, genesis().build());
  }

  private static TestGenesis genesis() {
    var genesis = new TestGenesis().allocate("COIN", ANN.address(), 355);
    for (int i = 10; i < 20; i++) {
      genesis.allocate("COIN", TestKeys.wallet(i), 1_000_000);
    }
    return genesis;
  }

  /** Runs all at the same moment and gives what came of them. */
  private static <T> List<T> atOnce(List<Callable<T>> calls) {
    var go = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = new ArrayList<Future<T>>();
      for (var call : calls) {
        futures.add(
            threads.submit(() -> {
              go.await();
              return call.call();
            }));
      }
      go.countDown();
      return futures.stream().map(AdmissionTest::result).toList();
    }
  }

  private static List<Verdict> admitAtOnce(TestLedger ledger, List<Order> orders) {
    return atOnce(
        orders.stream().<Callable<Verdict>>map(order -> () -> ledger.admit(order)).toList());
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long accepted(List<Verdict> verdicts) {
    return verdicts.stream().filter(Verdict.Accepted.class::isInstance).count();
  }

  private static Refusal refusal(Verdict verdict) {
    return ((Verdict.Rejected) verdict).refused().code();
  }

  private static long pooled(TestLedger ledger) {
    return ledger.get(PoolTable.class).count();
  }

  private static void waitUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("a minute has passed").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @EnumSource
  void letsThroughExactlyWhatCanBeAfforded(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var orders =
          IntStream.range(0, 100)
              .mapToObj(i ->
                  ledger.seedForm(
                      ledger.transfer("COIN", ANN.address(), TestKeys.wallet(100 + i), 10, 0), ANN))
              .toList();
      var verdicts = admitAtOnce(ledger, orders);
      assertThat(accepted(verdicts)).isEqualTo(35);
      assertThat(verdicts.stream().filter(Verdict.Rejected.class::isInstance))
          .hasSize(65)
          .allMatch(verdict -> refusal(verdict) == Refusal.BALANCE_TOO_LOW);
      ledger.seal();
    }
  }

  @ParameterizedTest
  @EnumSource
  void choosesEveryNonceOfParallelDraftsOnce(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var admission = ledger.get(Admission.class);
      var verdicts =
          atOnce(
              IntStream.range(0, 100)
                  .<Callable<Verdict>>mapToObj(
                      i -> () -> admission.admit(draft(ledger, 10), Companion.none()))
                  .toList());
      assertThat(
              verdicts.stream()
                  .filter(Verdict.Accepted.class::isInstance)
                  .map(verdict -> ((Verdict.Accepted) verdict).transaction().transaction())
                  .map(t -> ((Transfer) t.content()).nonce().getAsLong()))
          .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 35).boxed().toList());
      ledger.seal();
    }
  }

  private static Draft draft(TestLedger ledger, long amount) {
    return new Draft() {
      @Override
      public AccountId sender() {
        return new AccountId(ANN.address(), new Asset("COIN"));
      }

      @Override
      public Order at(long nonce) {
        return ledger.signed("COIN", ANN, BOB, amount, nonce);
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void takesAGroupInTheOrderOfItsNonces(TestDatabase.Kind kind) {
    long seed = System.nanoTime();
    System.out.println("takesAGroupInTheOrderOfItsNonces: seed " + seed);
    try (var ledger = start(kind);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var hold = gate.hold(Step.ADMISSION_GROUPED);
      threads.submit(() -> ledger.admit(ledger.signed("COIN", ANN, BOB, 1, 0)));
      hold.arrived();
      var orders = new ArrayList<Order>();
      for (int sender = 10; sender < 15; sender++) {
        for (int nonce = 0; nonce < 20; nonce++) {
          orders.add(ledger.signed("COIN", TestKeys.key(sender), BOB, 1, nonce));
        }
      }
      Collections.shuffle(orders, new Random(seed));
      var verdicts = orders.stream().map(o -> threads.submit(() -> ledger.admit(o))).toList();
      waitUntil(() -> ledger.get(Admission.class).waitingCount() == 100);
      hold.release();
      assertThat(verdicts).allMatch(future -> result(future) instanceof Verdict.Accepted);
      ledger.seal();
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesTheLongestGroupBackToFront(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var group =
          IntStream.iterate(1999, i -> i >= 0, i -> i - 1)
              .parallel()
              .mapToObj(nonce -> ledger.signed("COIN", TestKeys.key(10), BOB, 1, nonce))
              .toList();
      var verdicts = Groups.admit(ledger, group);
      assertThat(accepted(verdicts)).isEqualTo(2000);
      ledger.seal();
    }
  }

  @ParameterizedTest
  @EnumSource
  void acceptsOnceWhatIsSentFiftyTimesAtOnce(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var numbered = ledger.signed("COIN", ANN, BOB, 1, 0);
      var verdicts = admitAtOnce(ledger, Collections.nCopies(50, numbered));
      assertThat(accepted(verdicts)).isEqualTo(1);
      assertThat(verdicts.stream().filter(Verdict.Repeated.class::isInstance)).hasSize(49);
      var seedForm = ledger.seedForm(ledger.transfer("COIN", ANN.address(), BOB, 1, 0), ANN);
      verdicts = admitAtOnce(ledger, Collections.nCopies(50, seedForm));
      assertThat(accepted(verdicts)).isEqualTo(1);
      assertThat(verdicts.stream().filter(Verdict.Repeated.class::isInstance)).hasSize(49);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesANonceWhosePredecessorNeverComes(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      assertThat(refusal(ledger.admit(ledger.signed("COIN", ANN, BOB, 1, 1))))
          .isEqualTo(Refusal.NONCE_AHEAD);
      assertThat(ledger.admit(ledger.signed("COIN", ANN, BOB, 1, 0)))
          .isInstanceOf(Verdict.Accepted.class);
      assertThat(ledger.admit(ledger.signed("COIN", ANN, BOB, 1, 1)))
          .isInstanceOf(Verdict.Accepted.class);
      assertThat(refusal(ledger.admit(ledger.signed("COIN", ANN, BOB, 2, 1))))
          .isEqualTo(Refusal.NONCE_USED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatAStricterLedgerDoesNotTake(TestDatabase.Kind kind) {
    var strict =
        genesis().posts(Posts.SIGNED).seedSignatures(false).operator(Optional.empty()).build();
    try (var ledger = SharedLedgers.begin(kind, strict)) {
      var named = ledger.transfer("COIN", new Address("treasury"), BOB, 1, 0);
      assertThat(refusal(ledger.admit(ledger.signed(named, TestKeys.key(2)))))
          .isEqualTo(Refusal.OPERATOR_MISSING);
      var wallet = ledger.transfer("COIN", ANN.address(), BOB, 1, 0);
      assertThat(refusal(ledger.admit(ledger.seedForm(wallet, ANN))))
          .isEqualTo(Refusal.SEED_SIGNATURES_OFF);
      var unsigned = new Post(ledger.rules().ledger(), Optional.empty(), "A", "x", "n");
      assertThat(refusal(ledger.admit(new Order(unsigned, Authorization.NONE))))
          .isEqualTo(Refusal.POST_UNSIGNED);
      var signed = new Post(ledger.rules().ledger(), Optional.of(ANN.address()), "A", "x", "n");
      assertThat(ledger.admit(ledger.signed(signed, ANN))).isInstanceOf(Verdict.Accepted.class);
    }
    try (var ledger = SharedLedgers.begin(kind, genesis().posts(Posts.OFF).build())) {
      var post = new Post(ledger.rules().ledger(), Optional.of(ANN.address()), "A", "x", "n");
      assertThat(refusal(ledger.admit(ledger.signed(post, ANN)))).isEqualTo(Refusal.POSTS_OFF);
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysWhereARepeatedOrderStands(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var order = ledger.signed("COIN", ANN, BOB, 1, 0);
      ledger.admit(order);
      var block = ((SealOutcome.Sealed) ledger.seal()).block();
      assertThat(ledger.admit(order))
          .isInstanceOfSatisfying(
              Verdict.Repeated.class,
              repeated ->
                  assertThat(repeated.transaction().place())
                      .contains(new Recorded.Place(2, block.hash(), 1)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void changesNothingThatIsNoLongerWanted(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var version = ledger.get(HeadTable.class).read().version();
      var verdict =
          ledger
              .get(Admission.class)
              .admit(
                  ledger.signed("COIN", ANN, BOB, 1, 0),
                  new Companion<>() {
                    @Override
                    public boolean stillWanted() {
                      return false;
                    }

                    @Override
                    public void happened(Recorded recorded) {
                      throw new IllegalStateException("It did not happen");
                    }
                  });
      assertThat(verdict).isInstanceOf(Verdict.Unwanted.class);
      assertThat(pooled(ledger)).isZero();
      assertThat(ledger.get(HeadTable.class).read().version()).isEqualTo(version);
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesWhatTheCompanionWritesOrNothing(TestDatabase.Kind kind) {
    try (var ledger = start(kind)) {
      var admission = ledger.get(Admission.class);
      var order = ledger.signed("COIN", ANN, BOB, 1, 0);
      var head = ledger.get(HeadTable.class).read();
      var jdbc = ledger.get(JdbcClient.class);
      jdbc.sql("drop table if exists notes").update();
      jdbc.sql("create table notes (note varchar(64))").update();
      assertThatThrownBy(() -> admission.admit(order, noting(jdbc, true)))
          .isInstanceOf(ArithmeticException.class);
      assertThat(pooled(ledger)).isZero();
      assertThat(jdbc.sql("select note from notes").query(String.class).list()).isEmpty();
      assertThat(ledger.get(HeadTable.class).read()).isEqualTo(head);

      assertThat(admission.admit(order, noting(jdbc, false))).isInstanceOf(Verdict.Accepted.class);
      assertThat(jdbc.sql("select note from notes").query(String.class).list())
          .containsExactly(order.id().toString());
    }
  }

  private static Companion<Recorded> noting(JdbcClient jdbc, boolean fails) {
    return new Companion<>() {
      @Override
      public void happened(Recorded recorded) {
        jdbc.sql("insert into notes values (?)")
            .param(recorded.transaction().id().toString())
            .update();
        if (fails) {
          throw new ArithmeticException("on purpose");
        }
      }
    };
  }

  /** Two requests with one idempotency key that come at the same moment. */
  @ParameterizedTest
  @EnumSource
  void lettingOneKeyBeWrittenTwiceFailsNobodyElse(TestDatabase.Kind kind) {
    try (var ledger = start(kind);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var admission = ledger.get(Admission.class);
      var jdbc = ledger.get(JdbcClient.class);
      jdbc.sql("drop table if exists notes").update();
      jdbc.sql("create table notes (note varchar(64) primary key)").update();
      var hold = gate.hold(Step.ADMISSION_GROUPED);
      threads.submit(() -> ledger.admit(ledger.signed("COIN", TestKeys.key(10), BOB, 1, 0)));
      hold.arrived();
      var twins =
          IntStream.range(0, 2)
              .mapToObj(
                  i -> threads.submit(() -> admission.admit(draft(ledger, 7), keyed(jdbc, "key"))))
              .toList();
      var other = ledger.signed("COIN", TestKeys.key(11), BOB, 1, 0);
      var bystander = threads.submit(() -> admission.admit(other, keyed(jdbc, "another")));
      waitUntil(() -> admission.waitingCount() == 3);
      hold.release();
      assertThat(result(bystander)).isInstanceOf(Verdict.Accepted.class);
      assertThat(twins.stream().map(twin -> (Object) result(twin).getClass()))
          .containsExactlyInAnyOrder(Verdict.Accepted.class, Verdict.Unwanted.class);
      assertThat(pooled(ledger)).isEqualTo(3);
    }
  }

  private static Companion<Recorded> keyed(JdbcClient jdbc, String key) {
    return new Companion<>() {
      @Override
      public boolean stillWanted() {
        return jdbc.sql("select note from notes where note = ?")
            .param(key)
            .query(String.class)
            .optional()
            .isEmpty();
      }

      @Override
      public void happened(Recorded recorded) {
        jdbc.sql("insert into notes values (?)").param(key).update();
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void answersEverybodyWhenItCloses(TestDatabase.Kind kind) throws Exception {
    var database = TestDatabase.of(kind);
    var queued = 60;
    var answers = new ArrayList<Future<Verdict>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ledger =
          TestLedger.start(
              database,
              genesis().build(),
              Map.of(),
              context -> context.registerBean(StepListener.class, () -> gate));
      var admission = ledger.get(Admission.class);
      var hold = gate.hold(Step.ADMISSION_GROUPED);
      for (int i = 0; i <= queued; i++) {
        var order = ledger.signed("COIN", TestKeys.key(10 + i % 10), BOB, 1, i / 10);
        answers.add(threads.submit(() -> ledger.admit(order)));
        if (i == 0) {
          hold.arrived();
        }
      }
      waitUntil(() -> admission.waitingCount() == queued);
      var closing = threads.submit(ledger.node()::close);
      hold.release();
      closing.get();

      var acknowledged = new HashSet<String>();
      for (var answer : answers) {
        if (answer.get() instanceof Verdict.Accepted accepted) {
          acknowledged.add(accepted.transaction().transaction().id().toString());
        } else {
          assertThat(answer.get()).isInstanceOfAny(Verdict.Busy.class, Verdict.Rejected.class);
        }
      }
      assertThat(acknowledged).isNotEmpty();
      assertThat(ids(database)).containsExactlyInAnyOrderElementsOf(acknowledged);
      Invariants.check(database, ledger.book());
      assertThat(admission.admit(draft(ledger, 1), Companion.none()))
          .isInstanceOf(Verdict.Busy.class);
    }
  }

  private static List<String> ids(TestDatabase database) throws Exception {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select id from pool")) {
      var ids = new ArrayList<String>();
      while (rows.next()) {
        ids.add(java.util.HexFormat.of().formatHex(rows.getBytes(1)));
      }
      return ids;
    }
  }

  @ParameterizedTest
  @EnumSource
  void checksSignaturesWhileSomebodyElseHoldsTheLock(TestDatabase.Kind kind) throws Exception {
    try (var ledger = start(kind);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var hold = gate.hold(Step.ADMISSION_LOCKED);
      threads.submit(() -> ledger.admit(ledger.signed("COIN", ANN, BOB, 1, 0)));
      hold.arrived();
      var recovered = ledger.get(MeterRegistry.class).get("ledger.orders.recover").timer();
      long before = recovered.count();
      var orders =
          LongStream.rangeClosed(1, 20)
              .<Proposal>mapToObj(
                  nonce -> new Proposal.Signed(ledger.signed("COIN", ANN, BOB, 1, nonce)))
              .toList();
      var admission = ledger.get(Admission.class);
      var verdicts = threads.submit(() -> admission.admit(orders, false, Companion.none()));
      waitUntil(() -> recovered.count() == before + 20);
      assertThat(verdicts.isDone()).isFalse();
      hold.release();
      assertThat(verdicts.get()).hasOnlyElementsOfType(Verdict.Accepted.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isBusyWhenTooManyWait(TestDatabase.Kind kind) {
    try (var ledger = start(kind);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var hold = gate.hold(Step.ADMISSION_GROUPED);
      var admission = ledger.get(Admission.class);
      threads.submit(() -> ledger.admit(ledger.signed("COIN", ANN, BOB, 1, 0)));
      hold.arrived();
      var order = ledger.signed("COIN", ANN, BOB, 1, 1);
      var busy = new AtomicInteger();
      var repeated = new AtomicInteger();
      for (int i = 0; i < WaitingLine.ORDERS_MAX + 10; i++) {
        threads.submit(() -> {
          var verdict = ledger.admit(order);
          (verdict instanceof Verdict.Busy ? busy : repeated).incrementAndGet();
        });
      }
      waitUntil(() -> admission.waitingCount() == WaitingLine.ORDERS_MAX && busy.get() == 10);
      hold.release();
      waitUntil(() -> repeated.get() == WaitingLine.ORDERS_MAX);
      assertThat(pooled(ledger)).isEqualTo(2);
    }
  }
}
