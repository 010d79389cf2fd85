package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.audit.Checkpoints.Outcome;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestLedger;

/** Two instances of one node, with one key on one database, sign at the same moment. */
class TwoSignersTest {

  private static final int ROUNDS = 60;

  @TempDir private Path directory;

  /** What one instance has said, and given out, a round. */
  private record Signed(List<Outcome> outcomes, List<SignedNote> given) {}

  private TestLedger start(TestDatabase database, String name) {
    var settings =
        Map.of(
            "LEDGER_CHECKPOINT_FILE",
            directory.resolve(name).toString(),
            "LEDGER_CHECKPOINT_KEY",
            "4d".repeat(32));
    return TestLedger.start(database, new TestGenesis().build(), settings, context -> {});
  }

  private static Callable<Signed> signing(TestLedger one, boolean seals, CyclicBarrier together) {
    return () -> {
      var checkpoints = one.get(Checkpoints.class);
      var signed = new Signed(new ArrayList<>(), new ArrayList<>());
      for (int round = 0; round < ROUNDS; round++) {
        if (seals) {
          one.seal();
        }
        together.await(60, TimeUnit.SECONDS);
        signed.outcomes().add(checkpoints.sign());
        signed.given().add(checkpoints.newest().orElseThrow());
        together.await(60, TimeUnit.SECONDS);
      }
      return signed;
    };
  }

  private static long size(SignedNote note) {
    return Checkpoint.parse(note.text()).orElseThrow().size();
  }

  @Test
  void giveOutOneNoteOfASizeAndNeitherFails() throws Exception {
    var database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
    try (var one = start(database, "one.txt");
        var other = start(database, "other.txt");
        var threads = Executors.newFixedThreadPool(2)) {
      var together = new CyclicBarrier(2);
      var first = threads.submit(signing(one, true, together));
      var second = threads.submit(signing(other, false, together));
      var bySize = new HashMap<Long, SignedNote>();
      for (var signed : List.of(first.get(), second.get())) {
        assertThat(signed.outcomes()).isSubsetOf(Outcome.SIGNED, Outcome.KNOWN, Outcome.OUTRUN);
        for (var note : signed.given()) {
          assertThat(bySize.computeIfAbsent(size(note), size -> note)).isEqualTo(note);
        }
      }
      for (int round = 0; round < ROUNDS; round++) {
        var outcomes =
            List.of(first.get().outcomes().get(round), second.get().outcomes().get(round));
        assertThat(outcomes).as("round " + round).contains(Outcome.SIGNED);
        assertThat(size(first.get().given().get(round))).isEqualTo(round + 2);
      }
      assertThat(database.countOf("checkpoints")).isEqualTo(ROUNDS);
      assertThat(database.countOf("checkpoint_alarms")).isZero();
    }
    for (var name : List.of("one.txt", "other.txt")) {
      var sizes = new ArrayList<Long>();
      new CheckpointFile(directory.resolve(name)).read(note -> sizes.add(size(note)));
      assertThat(sizes).as(name).isSorted().doesNotHaveDuplicates().last().isEqualTo(ROUNDS + 1L);
    }
  }
}
