package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.audit.SigningNodes.ONE_MINER;
import static org.ledgerstone.audit.SigningNodes.OPEN;
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

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ledgerstone.peers.FakePeer;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase.Kind;

/** Nodes that co-sign each other's heads over HTTP. */
class CoSigningTest {

  @Test
  void byThemselvesAndEachTheOthers() throws IOException {
    var often = new String[] {"LEDGER_CHECKPOINT_EVERY", "100ms"};
    try (var miner = start(Kind.POSTGRESQL, BlockFixture.MINER, ONE_MINER, often);
        var other = start(Kind.H2, BlockFixture.OPERATOR, ONE_MINER, often);
        var hangs =
            FakePeer.ofLedger(
                ONE_MINER.block().hash().toString(), (request, out) -> Thread.sleep(600_000))) {
      miner.post("/api/v1/peers", Map.of("url", hangs.url().text())).with(201);
      meet(miner, other);
      miner.generate();
      Patience.until("it is asked too", () -> hangs.heard("GET /api/v1/checkpoint/") > 0);
      Patience.until(
          "both have signed both",
          () ->
              size(newest(miner)) == 2
                  && size(newest(other)) == 2
                  && isCoSigned(miner, other)
                  && isCoSigned(other, miner));
      assertThat(newest(miner).text()).isEqualTo(newest(other).text());
      assertThat(key(miner, "log").hasSigned(newest(miner))).isTrue();
      assertThat(key(other, "log").hasSigned(newest(miner))).isFalse();
      miner.restart();
      assertThat(isCoSigned(miner, other)).as("kept with the note").isTrue();
      assertThat(alarms(miner)).isEmpty();
      assertThat(alarms(other)).isEmpty();
      assertThat(SignedNote.parse(signedBy(other, key(miner, "log"))).orElseThrow().text())
          .isEqualTo(newest(miner).text());
    }
  }

  @Test
  void goesOnFromWhatThePeerHasCoSignedForWhomever() {
    try (var miner = start(Kind.H2, BlockFixture.MINER, ONE_MINER);
        var other = start(Kind.POSTGRESQL, BlockFixture.OPERATOR, ONE_MINER)) {
      meet(miner, other);
      sign(miner);
      ask(miner, other);
      assertThat(isCoSigned(miner, other)).as("it does not know the key yet").isFalse();
      ask(other, miner);
      ask(miner, other);
      assertThat(isCoSigned(miner, other)).isTrue();
      miner.generate();
      miner.generate();
      sign(miner);
      ask(miner, other);
      Patience.until(
          "the other has the blocks",
          () -> {
            ask(miner, other);
            return isCoSigned(miner, other);
          });
      assertThat(size(newest(miner))).isEqualTo(3);
      var witness = key(other, "witness");
      assertThat(witness.hasSigned(SignedNote.parse(signedBy(miner, witness)).orElseThrow()))
          .isTrue();
    }
  }

  @Test
  void twoFinalHeadsOfOneSizeRaiseAnAlarmOnBothNodesWithBothNotes() {
    try (var one = start(Kind.H2, BlockFixture.MINER, ONE_MINER);
        var other = start(Kind.POSTGRESQL, BlockFixture.MINER, ONE_MINER)) {
      one.generate();
      other.generate();
      other.generate();
      meet(one, other);
      sign(one);
      sign(other);
      ask(other, one);
      ask(one, other);
      assertThat(alarms(other)).as("it is further").hasSize(1);
      assertThat(alarms(one)).as("it was told which notes").hasSize(1);
      for (var node : List.of(one, other)) {
        var alarm = node.get("/api/v1/checkpoint/alarms").list("items").getFirst();
        assertThat(alarm).containsOnlyKeys("size", "raised", "one", "other");
        assertThat(alarm).containsEntry("size", 2);
        var notes =
            List.of("one", "other").stream()
                .map(side -> (String) ((Map<?, ?>) alarm.get(side)).get("note"))
                .map(note -> SignedNote.parse(note).orElseThrow())
                .toList();
        for (var signer : List.of(one, other)) {
          assertThat(notes).filteredOn(key(signer, "log")::hasSigned).hasSize(1);
        }
      }
      assertThat(isCoSigned(one, other)).isFalse();
      assertThat(isCoSigned(other, one)).isFalse();
      var before = alarms(one);
      one.restart();
      assertThat(alarms(one)).isEqualTo(before);
    }
  }

  @Test
  void anOrdinaryForkAlarmsNobody() {
    try (var one = start(Kind.H2, BlockFixture.OPERATOR, OPEN);
        var other = start(Kind.POSTGRESQL, BlockFixture.MINER, OPEN)) {
      one.generate();
      other.generate();
      other.generate();
      sign(one);
      sign(other);
      assertThat(one.get("/api/v1/blocks/2").text("hash"))
          .isNotEqualTo(other.get("/api/v1/blocks/2").text("hash"));
      for (int i = 0; i < 3; i++) {
        one.generate();
      }
      sign(one);
      assertThat(size(newest(one))).isEqualTo(2);
      assertThat(size(newest(other))).isEqualTo(1);
      one.post("/api/v1/peers", Map.of("url", url(other).text())).with(201);
      other.post("/api/v1/peers", Map.of("url", url(one).text())).with(201);
      ask(other, one);
      ask(one, other);
      other.post("/api/v1/peers/sync", "{}").with(200);
      Patience.until("it has changed over", () -> other.head().equals(one.head()));
      sign(other);
      ask(one, other);
      ask(other, one);
      assertThat(isCoSigned(one, other)).isTrue();
      assertThat(isCoSigned(other, one)).isTrue();
      assertThat(alarms(one)).isEmpty();
      assertThat(alarms(other)).isEmpty();
    }
  }

  @Test
  void aPeerWithOtherKeysThanBeforeIsNotBelievedUntilItIsAddedAnew() {
    try (var miner = start(Kind.H2, BlockFixture.MINER, ONE_MINER);
        var other = start(Kind.POSTGRESQL, BlockFixture.OPERATOR, ONE_MINER)) {
      meet(miner, other);
      var keys = miner.node().get(WitnessKeys.class);
      var others = key(other, "log");
      ask(miner, other);
      assertThat(keys.logs()).containsExactly(others);
      var strange = OtherLog.of(ONE_MINER.block().hash(), 0x61);
      assertThat(keys.told(url(other), strange.key(), strange.witness())).isEmpty();
      assertThat(keys.logs()).containsExactly(others);
      miner.send("DELETE", "/api/v1/peers?url=" + url(other), new byte[0]).with(200);
      assertThat(keys.logs()).isEmpty();
      miner.post("/api/v1/peers", Map.of("url", url(other).text())).with(201);
      assertThat(keys.told(url(other), strange.key(), strange.witness())).isPresent();
      assertThat(keys.logs()).containsExactly(strange.key());
      assertThat(keys.told(url(other), others, key(other, "witness"))).isEmpty();
    }
  }
}
