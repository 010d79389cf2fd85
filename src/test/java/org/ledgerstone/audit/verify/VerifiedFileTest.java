package org.ledgerstone.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.audit.verify.Audit.Status;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase.Kind;
import org.ledgerstone.web.Problem;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What one audit leaves to the next. */
class VerifiedFileTest {

  /** More than are read at once. */
  private static final int BLOCKS = 1_100;

  private static final int PAGE = 1_000;

  /** Hears a page and has enough. */
  private static final AuditWork.Hearing ONE_PAGE =
      new AuditWork.Hearing() {
        @Override
        public void begun(Verification verification, long due) {}

        @Override
        public void reached(long index, long transactions) {
          throw new Verification.Stopped();
        }
      };

  @Test
  void oneThatIsStoppedIsGoneOnWith() {
    try (var chain = new AuditedChain(Kind.H2)) {
      chain.seal(BLOCKS);
      var work = chain.ledger().get(AuditWork.class);
      assertThatThrownBy(() -> work.verify(false, List.of(), ONE_PAGE))
          .isInstanceOf(Verification.Stopped.class);
      var rest = chain.verify();
      assertThat(rest.status()).isEqualTo(Status.PASSED);
      assertThat(rest.extent().from()).isEqualTo(PAGE + 1);
      assertThat(rest.extent().to()).isEqualTo(BLOCKS + 1);
      assertThat(rest.extent().transactions()).isEqualTo(2 * (BLOCKS + 1 - PAGE));
    }
  }

  @Test
  void oneRunsAtATimeAndIsStopped() throws Exception {
    var open = new CountDownLatch(1);
    try (var chain = new AuditedChain(Kind.H2, holdingBack(open))) {
      chain.seal(2);
      var audits = chain.audits();
      var audit = audits.start(AuditRequest.PLAIN, Companion.none());
      assertThat(audits.find(audit.id()).orElseThrow().status()).isEqualTo(Status.RUNNING);
      assertThatThrownBy(() -> audits.start(AuditRequest.PLAIN, Companion.none()))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> {
                assertThat(problem.status()).isEqualTo(409);
                assertThat(problem.code()).isEqualTo("AUDIT_RUNNING");
                assertThat(problem.detail()).contains("audit " + audit.id() + ".");
              });
      var stopping = Thread.ofPlatform().start(() -> audits.stop(audit.id()));
      Patience.until(
          "somebody waits for its end", () -> stopping.getState() == Thread.State.TIMED_WAITING);
      open.countDown();
      stopping.join();
      assertThat(audits.find(audit.id()).orElseThrow().status()).isEqualTo(Status.INTERRUPTED);
      assertThat(chain.verify().status()).isEqualTo(Status.PASSED);
      assertThat(audits.stop(audit.id()).orElseThrow().status()).isEqualTo(Status.INTERRUPTED);
      assertThat(audits.stop(99)).isEmpty();
    }
  }

  /** Audits get no connection before. */
  private static Consumer<GenericApplicationContext> holdingBack(CountDownLatch open) {
    return context ->
        context
            .getBeanFactory()
            .addBeanPostProcessor(
                new BeanPostProcessor() {
                  @Override
                  public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource all ? new HeldBack(all, open) : bean;
                  }
                });
  }

  private static final class HeldBack extends DelegatingDataSource {

    private final CountDownLatch open;

    HeldBack(DataSource all, CountDownLatch open) {
      super(all);
      this.open = open;
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (Thread.currentThread().getName().equals("audit")) {
        try {
          open.await();
        } catch (InterruptedException e) {
          throw new SQLException(e);
        }
      }
      return super.getConnection();
    }
  }

  private static void edit(Path file, String fact, String value) {
    try (var state = ReplayState.open(file)) {
      var facts = new HashMap<>(state.facts());
      facts.put(fact, value);
      state.commit(facts);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aVerifiedBlockThatWasReplacedIsFoundAgainAndAgain(Kind kind) {
    try (var chain = new AuditedChain(kind)) {
      chain.seal(3);
      chain.verify();
      var verified = Hash.ofText("what was verified").toString();
      edit(chain.verified(), "hash", verified);
      for (int i = 0; i < 3; i++) {
        var audit =
            chain.verify(
                new AuditRequest(i == 1, Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(audit.status()).isEqualTo(Status.FINDINGS);
        assertThat(audit.extent().from()).isEqualTo(1);
        assertThat(audit.extent().to()).isEqualTo(4);
        assertThat(chain.audits().findings(audit.id()))
            .singleElement()
            .satisfies(finding -> {
              assertThat(finding.table()).isEqualTo("blocks");
              assertThat(finding.key()).isEqualTo("4");
              assertThat(finding.column()).isEqualTo("hash");
              assertThat(finding.found()).isEqualTo(audit.head().orElseThrow().toString());
              assertThat(finding.expected()).startsWith(verified);
            });
      }
    }
  }

  @Test
  void aChainThatIsShorterThanWhatWasVerifiedIsFound() throws IOException {
    try (var longer = new AuditedChain(Kind.H2);
        var shorter = new AuditedChain(Kind.H2)) {
      longer.seal(5);
      var six = longer.verify().head().orElseThrow();
      shorter.seal(2);
      Files.copy(longer.verified(), shorter.verified());
      var audit = shorter.verify();
      assertThat(audit.status()).isEqualTo(Status.FINDINGS);
      assertThat(shorter.audits().findings(audit.id()))
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.key()).isEqualTo("6");
            assertThat(finding.found()).isEqualTo("a chain of 3 blocks without it");
            assertThat(finding.expected()).startsWith(six.toString());
          });
    }
  }

  @Test
  void aFileThatIsNoneOfThisLedgerIsBegunAnew() throws IOException {
    try (var chain = new AuditedChain(Kind.H2)) {
      chain.seal(3);
      for (var fact :
          Map.of("genesis", Hash.ofText("x").toString(), "format", "0", "peaks", "", "index", "x")
              .entrySet()) {
        chain.verify();
        if (fact.getKey().equals("format")) {
          writeOtherFormat(chain.verified());
        } else {
          edit(chain.verified(), fact.getKey(), fact.getValue());
        }
        assertBegunAnew(chain);
      }
      Files.writeString(chain.verified(), "no such file ".repeat(1_000));
      assertBegunAnew(chain);
      Files.write(chain.verified(), new byte[0]);
      assertBegunAnew(chain);
    }
  }

  private static void assertBegunAnew(AuditedChain chain) {
    var audit = chain.verify();
    assertThat(audit.status()).as(audit.toString()).isEqualTo(Status.PASSED);
    assertThat(audit.extent().from()).isEqualTo(1);
    assertThat(chain.verify().extent().from()).isEqualTo(5);
  }

  private static void writeOtherFormat(Path file) {
    try (var store = MVStore.open(file.toString())) {
      store
          .openMap(
              "facts",
              new MVMap.Builder<String, String>()
                  .keyType(StringDataType.INSTANCE)
                  .valueType(StringDataType.INSTANCE))
          .put("format", "0");
    }
  }

  @Test
  void aFileInUseIsAFailureInWords() {
    try (var chain = new AuditedChain(Kind.H2);
        var other = ReplayState.open(chain.verified())) {
      assertThat(other.facts()).isEmpty();
      var audit = chain.verify();
      assertThat(audit.status()).isEqualTo(Status.FAILED);
      assertThat(audit.failure().orElseThrow()).contains("another process is verifying there");
    }
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    try (var chain = new AuditedChain(Kind.H2)) {
      chain.seal(1);
      var directory = chain.verified().getParent();
      Files.writeString(directory.resolve("verifying-7.mv"), "left by one that was killed");
      chain.verify();
      try (var files = Files.newDirectoryStream(directory, "verif*")) {
        assertThat(files).containsExactly(chain.verified());
      }
    }
  }
}
