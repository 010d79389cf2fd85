package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;
import org.ledgerstone.web.Problem;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a node co-signs, what it refuses, and what it raises an alarm for. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class WitnessTest {

  /** Final are all but the newest two. */
  private static final Genesis GENESIS =
      BlockFixture.genesis(draft -> {
        draft.intervalMillis = 1;
        draft.finalDepth = 2;
      });

  private static final Hash LEDGER = GENESIS.block().hash();
  private static final Hash WRONG = Hash.of(new byte[] {1});
  private static final OtherLog ONE = OtherLog.of(LEDGER, 0x61);
  private static final OtherLog TWO = OtherLog.of(LEDGER, 0x62);
  private static final OtherLog UNKNOWN = OtherLog.of(LEDGER, 0x63);

  @Parameter private TestDatabase.Kind kind;
  @TempDir private Path directory;

  private TestDatabase database;
  private TestLedger ledger;

  @BeforeEach
  void start() {
    database = TestDatabase.of(kind);
    ledger = startAgain();
    for (int i = 0; i < 5; i++) {
      ledger.seal();
    }
  }

  private TestLedger startAgain() {
    return TestLedger.start(
        database,
        GENESIS,
        Map.of(
            "LEDGER_WITNESSED_KEYS",
            ONE.key() + ", " + TWO.key(),
            "LEDGER_CHECKPOINT_KEY",
            "4d".repeat(32),
            "LEDGER_CHECKPOINT_FILE",
            directory.resolve("checkpoints.txt").toString()),
        context -> {});
  }

  @AfterEach
  void stop() {
    ledger.close();
  }

  private WitnessAnswer judge(String body) {
    return ledger.get(Witness.class).judge(WitnessRequest.parse(body).orElseThrow());
  }

  private WitnessAnswer ask(OtherLog log, long old, long size) {
    return judge(OtherLog.asking(ledger, old, size, log.note(ledger, size)));
  }

  private NoteKey key() {
    return ledger.get(Checkpoints.class).keys().getLast();
  }

  private List<WitnessAlarms.Alarm> alarms() {
    return ledger.get(WitnessAlarms.class).newest();
  }

  private void isCoSigned(WitnessAnswer answer, SignedNote note) {
    assertThat(answer).isInstanceOf(WitnessAnswer.CoSigned.class);
    var lines = ((WitnessAnswer.CoSigned) answer).lines();
    assertThat(lines).startsWith("\u2014 " + key().name() + " ").endsWith("\n");
    var signed = SignedNote.parse(note.format() + lines).orElseThrow();
    assertThat(key().cosignedAt(signed)).hasValue(ledger.clock().instant().getEpochSecond());
  }

  @Test
  void coSignsWhatContinuesWhatItHasCoSignedLast() {
    isCoSigned(ask(ONE, 0, 2), ONE.note(ledger, 2));
    isCoSigned(ask(ONE, 2, 3), ONE.note(ledger, 3));
    isCoSigned(ask(TWO, 3, 4), TWO.note(ledger, 4));
    assertThat(database.countOf("checkpoints")).isEqualTo(3);
    var inFile = new ArrayList<SignedNote>();
    new CheckpointFile(directory.resolve("checkpoints.txt")).read(inFile::add);
    assertThat(inFile).hasSize(3).allMatch(key()::hasSigned);
    assertThat(alarms()).isEmpty();
  }

  @Test
  void givesTheSameAgainToWhoComesWithTheSame() {
    var first = ask(ONE, 0, 3);
    ledger.clock().advance(5000);
    assertThat(ask(ONE, 3, 3)).isEqualTo(first);
    assertThat(ask(TWO, 3, 3)).isEqualTo(first);
    assertThat(database.countOf("checkpoints")).isEqualTo(1);
  }

  @Test
  void namesTheSizeThatItHasCoSignedLast() {
    assertThat(ask(ONE, 2, 3)).isEqualTo(new WitnessAnswer.Stale(0));
    ask(ONE, 0, 3);
    assertThat(ask(ONE, 0, 4)).isEqualTo(new WitnessAnswer.Stale(3));
    assertThat(ask(ONE, 2, 2)).as("never a smaller one").isEqualTo(new WitnessAnswer.Stale(3));
    assertThat(ask(ONE, 4, 4)).isEqualTo(new WitnessAnswer.Stale(3));
  }

  @Test
  void knowsAfterARestartWhatItHasCoSigned() {
    ask(ONE, 0, 3);
    ledger.close();
    ledger = startAgain();
    assertThat(ask(ONE, 0, 4)).isEqualTo(new WitnessAnswer.Stale(3));
    isCoSigned(ask(ONE, 3, 4), ONE.note(ledger, 4));
  }

  @Test
  void refusesOtherLogsAndUnknownKeys() {
    var strange = OtherLog.of(WRONG, 0x61);
    assertThat(judge(OtherLog.asking(0, List.of(), strange.note(1, WRONG))))
        .isEqualTo(new WitnessAnswer.UnknownOrigin());
    assertThat(ask(UNKNOWN, 0, 2)).isEqualTo(new WitnessAnswer.UnknownKey());
    var forged = new SignedNote(ONE.note(ledger, 3).text(), ONE.note(ledger, 2).signatures());
    assertThat(judge(OtherLog.asking(0, List.of(), forged)))
        .isEqualTo(new WitnessAnswer.UnknownKey());
    assertThat(alarms()).isEmpty();
    assertThat(database.countOf("checkpoints_seen")).isZero();
  }

  @Test
  void signsNothingInTablesOfANewerVersion() {
    ledger
        .get(JdbcClient.class)
        .sql(
            "insert into flyway_schema_history (installed_rank, version, description, type, script,"
                + " installed_by, execution_time, success)"
                + " values (999, '999', '', 'SQL', '', '', 0, true)")
        .update();
    for (ThrowingCallable signing :
        List.<ThrowingCallable>of(() -> ask(ONE, 0, 2), ledger.get(Checkpoints.class)::sign)) {
      assertThatExceptionOfType(Problem.class)
          .isThrownBy(signing)
          .matches(problem -> problem.code().equals("SCHEMA_NEWER"));
    }
    assertThat(database.countOf("checkpoints")).isZero();
    assertThat(database.countOf("checkpoints_seen")).isZero();
  }

  @Test
  void passesOverSignaturesOfUnknownKeys() {
    var note = UNKNOWN.note(ledger, 2).and(ONE.note(ledger, 2).signatures().getFirst());
    isCoSigned(judge(OtherLog.asking(0, List.of(), note)), note);
    assertThat(ledger.get(WitnessSeen.class).newestOf(UNKNOWN.key())).isEmpty();
  }

  @Test
  void refusesWhatIsNotShownToContinueTheLast() {
    var body = OtherLog.asking(0, List.of(WRONG), ONE.note(ledger, 3));
    assertThat(judge(body)).isEqualTo(new WitnessAnswer.BadProof());
    ask(ONE, 0, 3);
    assertThat(judge(OtherLog.asking(3, List.of(WRONG), ONE.note(ledger, 4))))
        .isEqualTo(new WitnessAnswer.BadProof());
    assertThat(judge(OtherLog.asking(3, List.of(WRONG), ONE.note(ledger, 3))))
        .isEqualTo(new WitnessAnswer.BadProof());
    assertThat(database.countOf("checkpoints")).isEqualTo(1);
  }

  @Test
  void waitsUntilItIsFinalHereToo() {
    assertThat(ask(ONE, 0, 5)).isInstanceOf(WitnessAnswer.NotYet.class);
    assertThat(judge(OtherLog.asking(0, List.of(), ONE.note(99, WRONG))))
        .as("further than the chain")
        .isInstanceOf(WitnessAnswer.NotYet.class);
    assertThat(database.countOf("checkpoints")).isZero();
    ledger.seal();
    isCoSigned(ask(ONE, 0, 5), ONE.note(ledger, 5));
    assertThat(alarms()).isEmpty();
  }

  @Test
  void raisesAnAlarmWhereItsOwnFinalBlockIsAnotherAndSignsNothing() {
    var theirs = ONE.note(3, WRONG);
    assertThat(judge(OtherLog.asking(0, List.of(), theirs)))
        .isEqualTo(new WitnessAnswer.Conflict());
    assertThat(alarms()).hasSize(1);
    var alarm = alarms().getFirst();
    assertThat(alarm.size()).isEqualTo(3);
    var shown = List.of(alarm.one(), alarm.other());
    assertThat(shown).extracting(WitnessAlarms.Shown::note).contains(theirs.format());
    var ours =
        shown.stream().filter(one -> !one.note().equals(theirs.format())).findFirst().orElseThrow();
    var own = ledger.get(Checkpoints.class).keys().getFirst();
    assertThat(own.hasSigned(SignedNote.parse(ours.note()).orElseThrow())).isTrue();
    assertThat(ours.root()).isEqualTo(OtherLog.root(ledger, 3));
    assertThat(ledger.get(WitnessSeen.class).newestOf(key())).as("co-signed").isEmpty();

    judge(OtherLog.asking(0, List.of(), theirs));
    assertThat(alarms()).as("once").hasSize(1);
    ledger.close();
    ledger = startAgain();
    assertThat(alarms()).containsExactly(alarm);
  }

  @Test
  void theEvidenceMayBeOlderThanWhatItHasSignedItself() {
    ledger.get(Checkpoints.class).sign();
    var newest = ledger.get(Checkpoints.class).newest();
    judge(OtherLog.asking(0, List.of(), ONE.note(2, WRONG)));
    assertThat(alarms()).extracting(WitnessAlarms.Alarm::size).containsExactly(2L);
    assertThat(ledger.get(Checkpoints.class).newest()).isEqualTo(newest);
  }

  @Test
  void raisesAnAlarmForTwoNotesOfOthersThatItCannotJudgeItself() {
    judge(OtherLog.asking(0, List.of(), ONE.note(99, WRONG)));
    assertThat(alarms()).isEmpty();
    judge(OtherLog.asking(0, List.of(), TWO.note(99, LEDGER)));
    assertThat(alarms()).hasSize(1);
    assertThat(List.of(alarms().getFirst().one().note(), alarms().getFirst().other().note()))
        .containsExactlyInAnyOrder(ONE.note(99, WRONG).format(), TWO.note(99, LEDGER).format());
    judge(OtherLog.asking(0, List.of(), ONE.note(98, WRONG)));
    judge(OtherLog.asking(0, List.of(), ONE.note(98, LEDGER)));
    assertThat(alarms()).as("and two of one key").hasSize(2);
  }

  @Test
  void findsOutLaterWhatItCouldNotJudgeAtFirst() {
    judge(OtherLog.asking(0, List.of(), ONE.note(5, WRONG)));
    ledger.get(WitnessSeen.class).compareWithChain();
    assertThat(alarms()).isEmpty();
    ledger.seal();
    ledger.get(WitnessSeen.class).compareWithChain();
    assertThat(alarms()).extracting(WitnessAlarms.Alarm::size).containsExactly(5L);
  }

  @Test
  void goesOnRefusingWhenItHasEnoughEvidence() {
    for (int i = 0; i < 9; i++) {
      ledger.seal();
    }
    for (int size = 1; size <= 12; size++) {
      assertThat(judge(OtherLog.asking(0, List.of(), ONE.note(size, WRONG))))
          .isEqualTo(new WitnessAnswer.Conflict());
    }
    assertThat(alarms()).hasSize(10);
    assertThat(database.countOf("checkpoints")).as("what shows it, and no more").isEqualTo(10);
  }

  @Test
  void keepsSoMuchOfOneKeyAndNoMore() {
    for (int size = 1; size <= WitnessTable.SEEN_MAX + 5; size++) {
      judge(OtherLog.asking(0, List.of(), ONE.note(1_000 + size, WRONG)));
    }
    assertThat(database.countOf("checkpoints_seen")).isEqualTo(WitnessTable.SEEN_MAX);
    assertThat(ledger.get(WitnessSeen.class).newestOf(ONE.key()))
        .contains(ONE.note(1_000 + WitnessTable.SEEN_MAX + 5, WRONG));
    for (int size = 1; size <= 20; size++) {
      judge(OtherLog.asking(0, List.of(), TWO.note(1_050 + size, LEDGER)));
    }
    assertThat(alarms()).as("the first of two keys").hasSize(10);
  }
}
