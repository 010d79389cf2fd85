package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.audit.SigningNodes.ONE_MINER;
import static org.ledgerstone.audit.SigningNodes.alarms;
import static org.ledgerstone.audit.SigningNodes.ask;
import static org.ledgerstone.audit.SigningNodes.isCoSigned;
import static org.ledgerstone.audit.SigningNodes.key;
import static org.ledgerstone.audit.SigningNodes.meet;
import static org.ledgerstone.audit.SigningNodes.newest;
import static org.ledgerstone.audit.SigningNodes.sign;
import static org.ledgerstone.audit.SigningNodes.signedBy;
import static org.ledgerstone.audit.SigningNodes.size;
import static org.ledgerstone.audit.SigningNodes.start;
import static org.ledgerstone.audit.SigningNodes.url;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ledgerstone.audit.Checkpoints.Outcome;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestDatabase.Kind;

/** A node that has lost what it signed, and peers that have seen it. */
class CheckpointRecoveryTest {

  @Test
  void whoIsRestoredFromNothingLearnsFromAPeerWhatItHasSigned() {
    var secret = new String[] {"LEDGER_CHECKPOINT_KEY", "4d".repeat(32)};
    try (var miner = start(Kind.H2, BlockFixture.OPERATOR, ONE_MINER)) {
      NoteKey log;
      NoteKey witness;
      String lastOfLog;
      try (var lost = start(Kind.H2, BlockFixture.MINER, ONE_MINER, secret)) {
        meet(miner, lost);
        lost.generate();
        Patience.until("the other has it", () -> miner.head().equals(lost.head()));
        sign(miner);
        sign(lost);
        ask(lost, miner);
        ask(miner, lost);
        ask(lost, miner);
        ask(miner, lost);
        log = key(lost, "log");
        witness = key(lost, "witness");
        assertThat(isCoSigned(miner, lost)).isTrue();
        lastOfLog = signedBy(lost, log);
      }
      var again = TestDatabase.of(Kind.POSTGRESQL);
      try (var alone = start(again, BlockFixture.MINER, ONE_MINER, secret)) {
        alone.generate();
        alone.generate();
      }
      try (var restored =
          start(
              again,
              BlockFixture.MINER,
              ONE_MINER,
              secret[0],
              secret[1],
              "LEDGER_PEERS",
              url(miner).text())) {
        assertThat(sign(restored)).isEqualTo(Outcome.OTHER_CHAIN);
        assertThat(signedBy(restored, log)).isEqualTo(lastOfLog);
        assertThat(newest(restored).format()).isEqualTo(lastOfLog);
        assertThat(size(SignedNote.parse(signedBy(restored, witness)).orElseThrow())).isEqualTo(2);
        assertThat(again.countOf("checkpoints where size > 2")).isZero();
        assertThat(again.countOf("checkpoints")).isEqualTo(2);
      }
    }
  }

  @Test
  void whoHasContradictedItselfMeanwhileIsToldSo() {
    var secret = new String[] {"LEDGER_CHECKPOINT_KEY", "4d".repeat(32)};
    try (var miner = start(Kind.H2, BlockFixture.OPERATOR, ONE_MINER)) {
      try (var lost = start(Kind.H2, BlockFixture.MINER, ONE_MINER, secret)) {
        meet(miner, lost);
        lost.generate();
        sign(miner);
        sign(lost);
        ask(miner, lost);
        ask(lost, miner);
      }
      var again = TestDatabase.of(Kind.POSTGRESQL);
      try (var alone = start(again, BlockFixture.MINER, ONE_MINER, secret)) {
        alone.generate();
        assertThat(sign(alone)).as("nobody is there to tell").isEqualTo(Outcome.SIGNED);
        assertThat(alarms(alone)).isEmpty();
      }
      try (var back =
          start(
              again,
              BlockFixture.MINER,
              ONE_MINER,
              secret[0],
              secret[1],
              "LEDGER_PEERS",
              url(miner).text())) {
        sign(back);
        var alarm = back.get("/api/v1/checkpoint/alarms").list("items").getFirst();
        assertThat(alarm).containsEntry("size", 2);
        assertThat(((Map<?, ?>) alarm.get("one")).get("key"))
            .isEqualTo(((Map<?, ?>) alarm.get("other")).get("key"))
            .isEqualTo(key(back, "log").toString());
      }
    }
  }
}
