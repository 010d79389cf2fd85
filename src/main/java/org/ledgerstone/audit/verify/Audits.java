package org.ledgerstone.audit.verify;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.NodeIdentity;
import org.ledgerstone.ledger.SchemaLevel;
import org.ledgerstone.web.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Verifications of the tables as a whole: one at a time in this process, each in a thread of its
 * own with one of the pool's ten connections. Their results are kept, the newest hundred. What one
 * has verified the next one goes on from, also where it was stopped.
 *
 * <p>Several processes on one database each run their own. One that has not said for a minute that
 * it runs an audit runs none any more.
 */
@Component
public class Audits implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Audits.class);
  private static final long STOPPING_MAX_MILLIS = 15_000;

  private final AuditTable table;
  private final SchemaLevel schema;
  private final AuditThread threads;
  private final KeptHeads keptHeads;
  private final NodeIdentity node;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private @Nullable RunningAudit running;
  private volatile boolean open;

  Audits(
      AuditTable table,
      SchemaLevel schema,
      AuditThread threads,
      KeptHeads keptHeads,
      NodeIdentity node,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.table = table;
    this.schema = schema;
    this.threads = threads;
    this.keptHeads = keptHeads;
    this.node = node;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Begins one and returns at once, or after the peer has answered that the request names.
   *
   * @param companion what to write along with its beginning
   * @throws Problem 409 {@code AUDIT_RUNNING}, 422 {@code CHECKPOINT_INVALID}, or what asking the
   *     peer is refused with
   */
  public Audit start(AuditRequest request, Companion<Audit> companion) {
    refuseWhileRunning();
    return start(request.full(), keptHeads.of(request), companion);
  }

  private synchronized Audit start(boolean full, List<KeptHead> kept, Companion<Audit> companion) {
    refuseWhileRunning();
    var words = kept.stream().map(KeptHeads::words).collect(Collectors.joining("\n"));
    var audit =
        transaction.execute(status -> {
          table.interruptSilent(Audit.SILENT_MAX, clock.instant());
          schema.require();
          var begun = table.insert(node.id(), full, words, clock.instant());
          table.forgetOld();
          companion.happened(begun);
          return begun;
        });
    var one = new RunningAudit(audit);
    running = one;
    threads.begin(one, full, kept, () -> ended(one));
    return audit;
  }

  private synchronized void refuseWhileRunning() {
    if (running != null) {
      var path = "/api/v1/audits/" + running.id();
      throw new Problem(
              409,
              "AUDIT_RUNNING",
              "Another audit is running here.",
              "It is audit " + running.id() + ". GET " + path + " tells how far it is.")
          .withHeader("Location", path);
    }
    if (!open) {
      throw new Problem(
          503, "NOT_READY", "The server is starting or stopping.", "Ask again later.");
    }
  }

  private synchronized void ended(RunningAudit one) {
    running = null;
    one.ended();
  }

  private synchronized Optional<RunningAudit> running() {
    return Optional.ofNullable(running);
  }

  /**
   * Those before this one, the newest first.
   *
   * @param id of a later one; {@link Long#MAX_VALUE} for the newest
   */
  public List<Audit> before(long id, int limit) {
    var here = running();
    return table.before(id, limit).stream().map(stored -> asOfNow(stored, here)).toList();
  }

  /** One of them, as it is now. When it has ended, another one can be started. */
  public Optional<Audit> find(long id) {
    var here = running();
    return table.find(id).map(stored -> asOfNow(stored, here));
  }

  private Audit asOfNow(Audit stored, Optional<RunningAudit> here) {
    return here.filter(one -> one.id() == stored.id())
        .map(RunningAudit::now)
        .orElseGet(() -> stored.asOf(clock.instant()));
  }

  /** What one has found, in order: the first thousand. */
  public List<Finding> findings(long id) {
    return table.findings(id);
  }

  /** How one goes on at this moment, if it does. */
  public Optional<AuditProgress> progress(Audit audit) {
    return audit.progress(clock.instant());
  }

  /**
   * Ends one that runs here. What it has verified is kept.
   *
   * @return the audit after its end, or as it is if that takes longer; empty if there is none
   * @throws Problem 409 {@code AUDIT_ELSEWHERE} if another process runs it
   */
  public Optional<Audit> stop(long id) {
    running().filter(one -> one.id() == id).ifPresent(this::stop);
    var audit = find(id);
    if (audit.filter(this::isElsewhere).isPresent()) {
      throw new Problem(
          409,
          "AUDIT_ELSEWHERE",
          "Another process runs this audit.",
          "Ask the one that started it to stop it.");
    }
    return audit;
  }

  private boolean isElsewhere(Audit audit) {
    return audit.status() == Audit.Status.RUNNING && !audit.node().equals(node.id());
  }

  /** Not interrupted: that would close the file under H2 in the middle of a commit. */
  private void stop(RunningAudit one) {
    one.stop();
    try {
      if (!one.awaitEnd(STOPPING_MAX_MILLIS)) {
        log.warn("Audit {} has not ended yet", one.id());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void start() {
    open = true;
    table.interruptSilent(Audit.SILENT_MAX, clock.instant());
  }

  @Override
  public void stop() {
    open = false;
    running().ifPresent(this::stop);
  }

  @Override
  public boolean isRunning() {
    return open;
  }
}
