package org.ledgerstone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;

/** The signatures of one batch and of one block are checked by several threads at a time. */
class SignaturesOnAllCoresTest {

  private static final Genesis OPEN = BlockFixture.genesis();
  private static final int COUNT = 250;

  /** Where the threads that check wait until another one has come. */
  private static final class Meeting {

    private static final int WANTED = Math.min(2, Runtime.getRuntime().availableProcessors());
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Set<Thread> come = ConcurrentHashMap.newKeySet();

    void join() {
      come.add(Thread.currentThread());
      long patience = System.nanoTime() + PATIENCE_NANOS;
      while (come.size() < WANTED && System.nanoTime() < patience) {
        Thread.yield();
      }
    }

    void assertTookPlace() {
      assertThat(come).hasSizeGreaterThanOrEqualTo(WANTED);
    }
  }

  /** What the times of checking are taken from. */
  private record MeetingClock(Meeting meeting) implements Clock {

    @Override
    public long wallTime() {
      return SYSTEM.wallTime();
    }

    @Override
    public long monotonicTime() {
      if (Thread.currentThread() instanceof ForkJoinWorkerThread) {
        meeting.join();
      }
      return SYSTEM.monotonicTime();
    }
  }

  private static Order[] orders(Rules rules) {
    return LongStream.range(0, COUNT)
        .mapToObj(nonce ->
            BlockFixture.transfer(rules, BlockFixture.ALICE, BlockFixture.BOB.address(), 1, nonce))
        .toArray(Order[]::new);
  }

  @Test
  void ofABatch() {
    var meeting = new Meeting();
    try (var ledger =
        TestLedger.start(
            TestDatabase.of(TestDatabase.Kind.H2),
            OPEN,
            Map.of(),
            context ->
                context.registerBean("meeting", Clock.class, () -> new MeetingClock(meeting)))) {
      var proposals =
          Stream.of(orders(ledger.rules())).<Proposal>map(Proposal.Signed::new).toList();
      var verdicts = ledger.get(Admission.class).admit(proposals, false, Companion.none());
      assertThat(verdicts).hasOnlyElementsOfType(Verdict.Accepted.class);
      meeting.assertTookPlace();
    }
  }

  @Test
  void ofABlock() {
    var meeting = new Meeting();
    var chain = new ChainInMemory(OPEN);
    var block = chain.next().by(BlockFixture.BOB).with(orders(chain.rules())).block();
    var check =
        SignatureCheck.begin(
            block,
            chain.rules(),
            order -> {
              meeting.join();
              return false;
            });
    assertThat(check.passed()).isTrue();
    meeting.assertTookPlace();
  }
}
