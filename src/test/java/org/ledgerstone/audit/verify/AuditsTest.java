package org.ledgerstone.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.audit.AuditedLedger;
import org.ledgerstone.audit.NeumannsCheckpoints;
import org.ledgerstone.audit.verify.Audit.Status;
import org.ledgerstone.audit.verify.AuditRequest.SignedCheckpoint;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestDatabase.Kind;
import org.ledgerstone.web.Problem;

/** Audits from their beginning to their kept result. */
class AuditsTest {

  private static final AuditRequest FULL =
      new AuditRequest(true, Optional.empty(), Optional.empty(), Optional.empty());

  private static AuditRequest heldAgainst(Hash head) {
    return new AuditRequest(false, Optional.of(head), Optional.empty(), Optional.empty());
  }

  private static AuditRequest heldAgainst(long size, Hash root) {
    var key = NoteKey.parse(NeumannsCheckpoints.KEY).orElseThrow();
    var signed = new SignedCheckpoint(NeumannsCheckpoints.signed(size, root), key);
    return new AuditRequest(false, Optional.empty(), Optional.of(signed), Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void goesOnFromWhatWasVerifiedBefore(Kind kind) {
    try (var chain = new AuditedChain(kind)) {
      chain.seal(3);
      var first = chain.verify();
      assertThat(first.status()).isEqualTo(Status.PASSED);
      assertThat(first.extent()).isEqualTo(new Audit.Extent(1, 4, 7, 7));
      assertThat(first.head()).contains(chain.ledger().get(Chain.class).head().hash());
      chain.seal(2);
      assertThat(chain.verify().extent()).isEqualTo(new Audit.Extent(5, 6, 4, 4));
      assertThat(chain.verify().extent()).isEqualTo(new Audit.Extent(7, 6, 0, 0));
      var full = chain.verify(FULL);
      assertThat(full.full()).isTrue();
      assertThat(full.status()).isEqualTo(Status.PASSED);
      assertThat(full.extent()).isEqualTo(new Audit.Extent(1, 6, 11, 11));
      assertThat(chain.verify().extent().from()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void missesAConstraint(Kind kind) throws Exception {
    var database = TestDatabase.of(kind);
    try (var ledger = AuditedLedger.start(database);
        var connection = database.connect();
        var statement = connection.createStatement()) {
      var audits = ledger.get(Audits.class);
      statement.execute("alter table accounts drop constraint accounts_are_never_below_zero");
      var id = audits.start(AuditRequest.PLAIN, Companion.none()).id();
      AuditedChain.awaitEnd(audits, id);
      assertThat(audits.findings(id))
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.table()).isEqualTo("accounts");
            assertThat(finding.column()).isEqualTo("constraint");
            assertThat(finding.expected()).contains("valid");
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void keepsWhatItHasFound(Kind kind) throws Exception {
    var database = TestDatabase.of(kind);
    try (var ledger = AuditedLedger.start(database);
        var connection = database.connect();
        var statement = connection.createStatement()) {
      var audits = ledger.get(Audits.class);
      statement.executeUpdate("update accounts set valid = valid + 1 where address = 'users:al'");
      var id = audits.start(AuditRequest.PLAIN, Companion.none()).id();
      AuditedChain.awaitEnd(audits, id);
      var audit = audits.find(id).orElseThrow();
      assertThat(audit.status()).isEqualTo(Status.FINDINGS);
      assertThat(audit.findings()).isEqualTo(1);
      assertThat(audits.findings(id))
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.table()).isEqualTo("accounts");
            assertThat(finding.key()).contains("users:al");
            assertThat(finding.column()).isEqualTo("valid");
            assertThat(finding.found()).isEqualTo("100");
            assertThat(finding.expected()).isEqualTo("99");
          });
      statement.executeUpdate("update accounts set valid = valid - 1 where address = 'users:al'");
      var again = audits.start(AuditRequest.PLAIN, Companion.none()).id();
      AuditedChain.awaitEnd(audits, again);
      assertThat(audits.find(again).orElseThrow().status()).isEqualTo(Status.PASSED);
      assertThat(audits.findings(id)).hasSize(1);
    }
  }

  @Test
  void holdsTheChainAgainstWhatWasKeptOutside() {
    try (var chain = new AuditedChain(Kind.H2)) {
      chain.seal(4);
      var blocks = chain.ledger().get(Chain.class);
      var third = blocks.block(3).orElseThrow();
      assertThat(chain.verify(heldAgainst(third.hash())).status()).isEqualTo(Status.PASSED);
      var root = blocks.block(4).orElseThrow().header().history();
      var passed = chain.verify(heldAgainst(3, root));
      assertThat(passed.status()).isEqualTo(Status.PASSED);
      assertThat(passed.heldAgainst())
          .startsWith("the first 3 blocks with the root " + root)
          .endsWith("signed by PeterNeumann");

      var strange = Hash.ofText("strange");
      for (var wrong :
          List.of(heldAgainst(strange), heldAgainst(3, strange), heldAgainst(99, root))) {
        var found = chain.verify(wrong);
        assertThat(found.status()).isEqualTo(Status.FINDINGS);
        assertThat(chain.audits().findings(found.id())).hasSize(1);
      }
      assertThat(chain.verify().status()).isEqualTo(Status.PASSED);

      var others = NoteKey.of("PeterNeumann", NoteKey.Use.COSIGNATURE, key().bytes()).orElseThrow();
      var unsigned = new SignedCheckpoint(NeumannsCheckpoints.signed(3, root), others);
      for (var refused :
          List.of(unsigned, new SignedCheckpoint(NeumannsCheckpoints.signed(0, root), key()))) {
        var request =
            new AuditRequest(false, Optional.empty(), Optional.of(refused), Optional.empty());
        assertThatThrownBy(() -> chain.audits().start(request, Companion.none()))
            .isInstanceOfSatisfying(
                Problem.class,
                problem -> assertThat(problem.code()).isEqualTo("CHECKPOINT_INVALID"));
      }
    }
  }

  private static NoteKey key() {
    return NoteKey.parse(NeumannsCheckpoints.KEY).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void findsNothingWhileOthersWrite(Kind kind) throws Exception {
    try (var chain = new AuditedChain(kind)) {
      var enough = new AtomicBoolean();
      var writing =
          CompletableFuture.runAsync(() -> {
            while (!enough.get()) {
              chain.seal(1);
            }
          });
      try {
        for (int round = 0; round < 8; round++) {
          var audit = chain.verify(round % 2 == 0 ? AuditRequest.PLAIN : FULL);
          assertThat(chain.audits().findings(audit.id())).isEmpty();
          assertThat(audit.status()).isEqualTo(Status.PASSED);
          long before = chain.ledger().get(Chain.class).head().index();
          Patience.until(
              "the chain goes on", () -> chain.ledger().get(Chain.class).head().index() > before);
        }
      } finally {
        enough.set(true);
        writing.join();
      }
    }
  }

  /** A day goes by while it reads. */
  @Test
  void takesNoBlockThatCameMeanwhileForOneFromTheFuture() throws Exception {
    try (var chain = new AuditedChain(Kind.H2)) {
      chain.seal(1);
      var hearing =
          new AuditWork.Hearing() {
            @Override
            public void begun(Verification verification, long due) {
              aDayLater();
            }

            @Override
            public void reached(long index, long transactions) {
              if (index == 3) {
                aDayLater();
              }
            }

            private void aDayLater() {
              chain.ledger().clock().advance(86_400_000);
              chain.seal(1);
            }
          };
      var result = chain.ledger().get(AuditWork.class).verify(false, List.of(), hearing);
      assertThat(result.findings().kept()).isEmpty();
      assertThat(result.index()).isEqualTo(4);
    }
  }

  @Test
  void keepsTheNewestHundred() {
    try (var chain = new AuditedChain(Kind.H2)) {
      var table = chain.ledger().get(AuditTable.class);
      var now = chain.ledger().clock().instant();
      for (int i = 0; i < 105; i++) {
        table.insert("another", false, "", now);
      }
      chain.ledger().clock().advance(Audit.SILENT_MAX.toMillis() + 1);
      assertThat(chain.audits().before(Long.MAX_VALUE, 1).getFirst().status())
          .isEqualTo(Status.INTERRUPTED);
      var newest = chain.verify();
      var all = chain.audits().before(Long.MAX_VALUE, 1_000);
      assertThat(all).hasSize(100);
      assertThat(all.getFirst()).isEqualTo(newest);
      assertThat(chain.database().countOf("audits where status = 'RUNNING'")).isZero();
    }
  }

  @Test
  void whatIsRunElsewhereIsLeftAlone() {
    try (var chain = new AuditedChain(Kind.H2)) {
      var table = chain.ledger().get(AuditTable.class);
      var elsewhere = table.insert("another", false, "", chain.ledger().clock().instant());
      assertThatThrownBy(() -> chain.audits().stop(elsewhere.id()))
          .isInstanceOfSatisfying(
              Problem.class, problem -> assertThat(problem.code()).isEqualTo("AUDIT_ELSEWHERE"));
      assertThat(chain.verify().status()).isEqualTo(Status.PASSED);
      assertThat(chain.audits().find(elsewhere.id()).orElseThrow().status())
          .isEqualTo(Status.RUNNING);
      chain.ledger().clock().advance(Audit.SILENT_MAX.toMillis() + 1);
      assertThat(chain.audits().stop(elsewhere.id()).orElseThrow().status())
          .isEqualTo(Status.INTERRUPTED);
    }
  }
}
