package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;
import org.ledgerstone.web.Problem;

/** The signed head that an export ends with, on its way out and in. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class ExportCheckpointTest {

  private static final Genesis GENESIS = Exports.genesis().build();
  private static final Hash WRONG = Hash.of(new byte[] {1});
  private static final OtherLog OTHER = OtherLog.of(GENESIS.block().hash(), 0x61);

  private static TestLedger source;

  @Parameter private TestDatabase.Kind kind;

  @BeforeParameterizedClassInvocation
  static void start(TestDatabase.Kind kind) {
    source = signed(kind);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    source.close();
  }

  /** Its newest block was made after its checkpoint. */
  private static TestLedger signed(TestDatabase.Kind kind) {
    var ledger = ledger(kind, Map.of());
    Exports.grow(ledger, 3);
    ledger.get(Checkpoints.class).sign();
    ledger.seal();
    return ledger;
  }

  private static TestLedger ledger(TestDatabase.Kind kind, Map<String, String> settings) {
    return TestLedger.start(TestDatabase.of(kind), GENESIS, settings, context -> {});
  }

  private TestLedger ledger(Map<String, String> settings) {
    return ledger(kind, settings);
  }

  private static byte[] ending(byte[] export, String note) {
    return Zipped.changed(
        export,
        lines ->
            lines.set(
                lines.size() - 1,
                Zipped.text(Map.of("end", Zipped.json(lines.getLast()).get("end")))
                        .replaceFirst("}\\z", "")
                    + ",\"checkpoint\":"
                    + Zipped.text((Object) note)
                    + "}"));
  }

  @Test
  void goesOutAndComesInAndIsComparedWithTheBlocks() {
    var export = Exports.export(source);
    var note = source.get(Checkpoints.class).newest().orElseThrow();
    assertThat(Zipped.json(Zipped.lines(export).getLast()).get("checkpoint"))
        .isEqualTo(note.format());
    try (var target = ledger(Map.of())) {
      assertThat(Exports.take(target, export).checkpoint()).contains(new ImportReport.Signed(4, 0));
    }
    var key = source.get(Checkpoints.class).keys().getFirst().toString();
    try (var target = ledger(Map.of("LEDGER_WITNESSED_KEYS", key))) {
      assertThat(Exports.take(target, export).checkpoint()).contains(new ImportReport.Signed(4, 1));
    }
  }

  @Test
  void isLeftOutWhereNothingWasSigned() {
    try (var silent = ledger(Map.of());
        var target = ledger(Map.of())) {
      Exports.grow(silent, 1);
      var export = Exports.export(silent);
      assertThat(Zipped.json(Zipped.lines(export).getLast()).get("checkpoint")).isNull();
      assertThat(Exports.take(target, export).checkpoint()).isEmpty();
    }
  }

  @Test
  void hasRoomForSomeSignaturesAndNotForAnyNumber() {
    var note = OTHER.note(source, 4);
    for (int i = 0; i < ExportEnd.SIGNATURES_MAX - 1; i++) {
      note = note.and(OtherLog.of(GENESIS.block().hash(), i + 1).cosigned(note));
    }
    var export = ending(Exports.export(source), note.format());
    assertThat(Zipped.lines(export).getLast().length()).isBetween(512, ExportEnd.BYTES_MAX);
    try (var target = ledger(Map.of())) {
      assertThat(Exports.take(target, export).checkpoint()).isPresent();
    }
  }

  private void isRefused(String note) {
    var export = ending(Exports.export(source), note);
    try (var target = ledger(Map.of())) {
      assertThatThrownBy(() -> Exports.take(target, export))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> {
                assertThat(problem.status()).isEqualTo(400);
                assertThat(problem.code()).isEqualTo("EXPORT_CHECKPOINT_WRONG");
              });
      assertThat(target.get(Chain.class).head().hash())
          .as("the blocks stay")
          .isEqualTo(source.get(Chain.class).head().hash());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3})
  void refusesAnotherRoot(long size) {
    isRefused(OTHER.note(size, WRONG).format());
  }

  @Test
  void refusesWhatIsNoneOfTheseBlocks() {
    isRefused("no note");
    isRefused(OTHER.note(6, OtherLog.root(source, 4)).format());
    isRefused(OtherLog.of(WRONG, 1).note(4, OtherLog.root(source, 4)).format());
  }

  @Test
  void isNotThatOfBlocksBehindTheEnd() {
    try (var ledger = signed(kind)) {
      var checkpoints = ledger.get(Checkpoints.class);
      checkpoints.sign();
      assertThat(checkpoints.upTo(4)).isEmpty();
      Optional<SignedNote> newest = checkpoints.newest();
      assertThat(checkpoints.upTo(5)).isEqualTo(newest).isPresent();
    }
  }
}
