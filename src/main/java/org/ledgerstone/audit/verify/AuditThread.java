package org.ledgerstone.audit.verify;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.MVStoreException;
import org.ledgerstone.audit.verify.Audit.Status;
import org.ledgerstone.protocol.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Carries audits out in threads of their own, and tells the table and the log how they go on. */
@Component
class AuditThread {

  private static final Logger log = LoggerFactory.getLogger(AuditThread.class);
  private static final int FINDINGS_LOGGED = 20;
  private static final long BEAT_MILLIS = 5_000;
  private static final int BEATS_A_LINE = 2;

  private final AuditWork work;
  private final AuditTable table;
  private final Clock clock;
  private final TransactionTemplate transaction;

  AuditThread(
      AuditWork work, AuditTable table, Clock clock, PlatformTransactionManager transactions) {
    this.work = work;
    this.table = table;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** How it came out. */
  private record Outcome(
      Status status, Findings findings, Optional<Hash> head, Optional<String> failure) {

    static Outcome of(AuditWork.Result result) {
      var status = result.findings().count() == 0 ? Status.PASSED : Status.FINDINGS;
      return new Outcome(status, result.findings(), Optional.of(result.hash()), Optional.empty());
    }

    static Outcome interrupted() {
      return new Outcome(Status.INTERRUPTED, new Findings(), Optional.empty(), Optional.empty());
    }

    static Outcome failed(String why) {
      return new Outcome(Status.FAILED, new Findings(), Optional.empty(), Optional.of(why));
    }
  }

  /**
   * Begins one.
   *
   * @param end called when it has ended, however it came out
   */
  void begin(RunningAudit audit, boolean full, List<KeptHead> kept, Runnable end) {
    Thread.ofPlatform()
        .name("audit")
        .daemon()
        .start(() -> {
          try {
            carryOut(audit, full, kept);
          } finally {
            end.run();
          }
        });
    Thread.ofVirtual().name("audit-beat").start(() -> beat(audit));
  }

  private void carryOut(RunningAudit audit, boolean full, List<KeptHead> kept) {
    log.info(
        "Audit {} begins{}{}",
        audit.id(),
        full ? " at genesis" : "",
        kept.isEmpty() ? "" : ", held against " + kept.stream().map(KeptHeads::words).toList());
    var outcome = outcome(audit, full, kept);
    tell(audit, outcome);
    try {
      transaction.executeWithoutResult(
          status -> table.end(ended(audit, outcome), outcome.findings().kept()));
    } catch (DataAccessException | TransactionException e) {
      log.warn("What came of audit {} is not kept: the database does not answer", audit.id());
    }
  }

  private Outcome outcome(RunningAudit audit, boolean full, List<KeptHead> kept) {
    try {
      return Outcome.of(work.verify(full, kept, audit));
    } catch (Verification.Stopped | InterruptedException e) {
      return Outcome.interrupted();
    } catch (NotVerifiedException e) {
      return Outcome.failed(e.sentence());
    } catch (SQLException e) {
      log.warn("Audit {}: the database broke off", audit.id(), e);
      return Outcome.failed("The database broke off. Another audit goes on from there.");
    } catch (MVStoreException e) {
      log.error("Audit {}: {} broke", audit.id(), VerifiedFile.NAME, e);
      return Outcome.failed(
          VerifiedFile.NAME
              + " in the data directory cannot be used. Is there room? A full audit begins a new"
              + " one.");
    } catch (RuntimeException e) {
      log.error("Audit {} broke off", audit.id(), e);
      return Outcome.failed("This is a fault of the server. Its log tells more.");
    }
  }

  private Audit ended(RunningAudit running, Outcome outcome) {
    var audit = running.now();
    return new Audit(
        audit.id(),
        audit.node(),
        outcome.status(),
        audit.full(),
        audit.heldAgainst(),
        audit.started(),
        audit.beat(),
        Optional.of(clock.instant()),
        audit.extent(),
        outcome.head(),
        outcome.findings().count(),
        outcome.failure());
  }

  private static void tell(RunningAudit audit, Outcome outcome) {
    var found = outcome.findings();
    found.kept().stream()
        .limit(FINDINGS_LOGGED)
        .forEach(finding -> log.warn("Audit {} found: {}", audit.id(), finding));
    var extent = audit.extent();
    switch (outcome.status()) {
      case PASSED ->
          log.info(
              "Audit {} passed: blocks {} to {} verified, {} transactions, everything compared; the"
                  + " head is {}",
              audit.id(),
              extent.from(),
              extent.to(),
              extent.transactions(),
              outcome.head().map(Hash::toString).orElse(""));
      case FINDINGS ->
          log.warn("Audit {}: {} findings up to block {}", audit.id(), found.count(), extent.to());
      default ->
          log.warn(
              "Audit {}: {} at block {} {}",
              audit.id(),
              outcome.status(),
              extent.to(),
              outcome.failure().orElse(""));
    }
  }

  /** Until its end. */
  private void beat(RunningAudit audit) {
    try {
      for (int beat = 1; !audit.awaitEnd(BEAT_MILLIS); beat++) {
        beatOnce(audit);
        if (beat % BEATS_A_LINE == 0) {
          audit
              .now()
              .progress(clock.instant())
              .ifPresent(progress -> log.info("Audit {}: {}", audit.id(), progress));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beatOnce(RunningAudit audit) {
    try {
      table.beat(audit.id(), audit.extent(), clock.instant());
    } catch (DataAccessException | TransactionException e) {
      log.debug("The database does not answer", e);
    }
  }
}
