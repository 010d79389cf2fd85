package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.audit.Checkpoints.Outcome;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestLedger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A node's own checkpoints: their form, that they rise, and that nothing makes it forget them. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class CheckpointsTest {

  private static final Genesis GENESIS = new TestGenesis().build();
  private static final String KEY = "4d".repeat(32);

  @Parameter private TestDatabase.Kind kind;
  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("checkpoints.txt");
  }

  private TestLedger start(TestDatabase database) {
    return start(database, GENESIS, Map.of());
  }

  private TestLedger start(TestDatabase database, Genesis genesis, Map<String, String> more) {
    var settings = new HashMap<String, String>();
    settings.put("LEDGER_CHECKPOINT_FILE", file().toString());
    settings.put("LEDGER_CHECKPOINT_KEY", KEY);
    settings.putAll(more);
    return TestLedger.start(database, genesis, settings, context -> {});
  }

  private static Outcome sign(TestLedger ledger) {
    return ledger.get(Checkpoints.class).sign();
  }

  private static SignedNote newest(TestLedger ledger) {
    return ledger.get(Checkpoints.class).newest().orElseThrow();
  }

  private static long size(SignedNote note) {
    return Checkpoint.parse(note.text()).orElseThrow().size();
  }

  private List<SignedNote> inFile() {
    var found = new ArrayList<SignedNote>();
    new CheckpointFile(file()).read(found::add);
    return found;
  }

  @Test
  void isTheFormOfC2spAndTheRootThatTheNextBlockNames() {
    try (var ledger = start(TestDatabase.of(kind))) {
      ledger.seal();
      ledger.seal();
      assertThat(sign(ledger)).isEqualTo(Outcome.SIGNED);
      ledger.seal();
      var history = ledger.get(Chain.class).block(4).orElseThrow().header().history();
      var origin = "ledgerstone/" + ledger.rules().ledger();
      var note = newest(ledger);
      assertThat(note.text())
          .isEqualTo(origin + "\n3\n" + Base64.getEncoder().encodeToString(history.bytes()) + "\n");
      assertThat(note.format()).startsWith(note.text() + "\n\u2014 " + origin + " ");
      var told = ledger.get(Checkpoints.class).keys().getFirst().toString();
      var key = NoteKey.parse(told).orElseThrow();
      assertThat(key.use()).isEqualTo(NoteKey.Use.NOTE);
      assertThat(key.hasSigned(SignedNote.parse(note.format()).orElseThrow())).isTrue();
    }
  }

  @Test
  void signsEachSizeOnceAndOnlyRises() {
    var database = TestDatabase.of(kind);
    try (var ledger = start(database)) {
      assertThat(sign(ledger)).isEqualTo(Outcome.SIGNED);
      assertThat(size(newest(ledger))).isEqualTo(1);
      assertThat(sign(ledger)).isEqualTo(Outcome.KNOWN);
      ledger.seal();
      assertThat(size(newest(ledger))).isEqualTo(1);
      assertThat(sign(ledger)).isEqualTo(Outcome.SIGNED);
      assertThat(size(newest(ledger))).isEqualTo(2);
      assertThat(database.countOf("checkpoints")).isEqualTo(2);
      assertThat(inFile()).hasSize(2).last().isEqualTo(newest(ledger));
    }
  }

  @Test
  void signsNothingWhereNothingIsEverFinal() {
    var genesis = BlockFixture.genesis(draft -> draft.intervalMillis = 1);
    try (var ledger = start(TestDatabase.of(kind), genesis, Map.of())) {
      ledger.seal();
      assertThat(sign(ledger)).isEqualTo(Outcome.NOTHING_FINAL);
      assertThat(ledger.get(Checkpoints.class).newest()).isEmpty();
      assertThat(file()).doesNotExist();
    }
  }

  @Test
  void signsWhatIsDeepEnough() {
    var genesis =
        BlockFixture.genesis(draft -> {
          draft.intervalMillis = 1;
          draft.finalDepth = 2;
        });
    try (var ledger = start(TestDatabase.of(kind), genesis, Map.of())) {
      ledger.seal();
      assertThat(sign(ledger)).isEqualTo(Outcome.SIGNED);
      assertThat(size(newest(ledger))).as("genesis").isEqualTo(1);
      ledger.seal();
      assertThat(sign(ledger)).isEqualTo(Outcome.KNOWN);
      ledger.seal();
      assertThat(sign(ledger)).isEqualTo(Outcome.SIGNED);
      assertThat(size(newest(ledger))).isEqualTo(2);
    }
  }

  @Test
  void givesNothingOutThatIsNotInTheFileToo() throws IOException {
    try (var ledger = start(TestDatabase.of(kind))) {
      sign(ledger);
      var one = Files.readAllBytes(file());
      Files.delete(file());
      Files.createDirectory(file());
      ledger.seal();
      assertThatThrownBy(() -> sign(ledger)).isInstanceOf(UncheckedIOException.class);
      assertThatThrownBy(() -> newest(ledger)).isInstanceOf(UncheckedIOException.class);
      Files.delete(file());
      Files.write(file(), one);
      assertThat(sign(ledger)).isEqualTo(Outcome.KNOWN);
      assertThat(inFile()).hasSize(1);
      var given = newest(ledger);
      assertThat(inFile()).hasSize(2).last().isEqualTo(given);
    }
  }

  @Test
  void knowsAfterARestartWhatItHasSigned() {
    var database = TestDatabase.of(kind);
    SignedNote before;
    try (var ledger = start(database)) {
      ledger.seal();
      sign(ledger);
      before = newest(ledger);
    }
    try (var ledger = start(database)) {
      assertThat(newest(ledger)).isEqualTo(before);
      assertThat(sign(ledger)).isEqualTo(Outcome.KNOWN);
      assertThat(inFile()).as("not written twice").containsExactly(before);
    }
  }

  @Test
  void putsWhatOnlyTheDatabaseHasIntoTheFile() throws IOException {
    var database = TestDatabase.of(kind);
    SignedNote before;
    try (var ledger = start(database)) {
      sign(ledger);
      before = newest(ledger);
    }
    Files.write(file(), "half of".getBytes());
    try (var ledger = start(database)) {
      assertThat(newest(ledger)).isEqualTo(before);
    }
    assertThat(inFile()).containsExactly(before);
  }

  @Test
  void anOlderDatabaseGoesOnWhereItsFileIs() {
    var database = TestDatabase.of(kind);
    SignedNote before;
    try (var ledger = start(database)) {
      sign(ledger);
      ledger.seal();
      sign(ledger);
      before = newest(ledger);
      ledger.get(JdbcClient.class).sql("delete from checkpoints where size > 1").update();
    }
    try (var ledger = start(database)) {
      assertThat(newest(ledger)).isEqualTo(before);
      assertThat(database.countOf("checkpoints")).isEqualTo(2);
      ledger.seal();
      assertThat(sign(ledger)).isEqualTo(Outcome.SIGNED);
    }
  }

  @Test
  void anotherChainThanTheOneInTheFileIsNeverSigned() {
    SignedNote before;
    try (var ledger = start(TestDatabase.of(kind))) {
      ledger.seal();
      ledger.seal();
      sign(ledger);
      before = newest(ledger);
    }
    var database = TestDatabase.of(kind);
    try (var ledger = start(database)) {
      ledger.clock().advance(5);
      ledger.seal();
      assertThat(sign(ledger)).isEqualTo(Outcome.BEHIND);
      ledger.seal();
      assertThat(sign(ledger)).isEqualTo(Outcome.OTHER_CHAIN);
      ledger.seal();
      assertThat(sign(ledger)).isEqualTo(Outcome.OTHER_CHAIN);
      assertThat(newest(ledger)).isEqualTo(before);
      assertThat(database.countOf("checkpoints")).isEqualTo(1);
      assertThat(inFile()).containsExactly(before);
    }
  }

  @Test
  void whoWasOutrunSignsNothing() {
    try (var ledger = start(TestDatabase.of(kind))) {
      ledger.seal();
      ledger.seal();
      var book = ledger.get(CheckpointBook.class);
      var log = ledger.get(CheckpointKeys.class).log();
      var chain = ledger.get(CheckpointChain.class);
      var three = chain.newest().orElseThrow();
      assertThat(sign(ledger)).isEqualTo(Outcome.SIGNED);
      ledger.seal();
      var four = chain.newest().orElseThrow();
      var none = new SignedNote(four.text(), List.of());
      assertThat(book.sign(log, none, four, Optional.empty())).as("it had seen none").isEmpty();
      var last = book.newest(log.key());
      assertThat(last.orElseThrow().isOf(three)).isTrue();
      var two = new Checkpoint(four.origin(), 2, four.root(), List.of());
      assertThat(book.sign(log, none, two, last)).as("a smaller one").isEmpty();
      var other = new Checkpoint(four.origin(), 3, four.root(), List.of());
      assertThat(book.sign(log, none, other, last)).as("another root").isEmpty();
      var witness = ledger.get(CheckpointKeys.class).witness();
      assertThat(book.sign(witness, none, other, Optional.empty()))
          .as("another root by its other key")
          .isEmpty();
      assertThat(book.sign(log, none, four, last)).isPresent();
    }
  }
}
