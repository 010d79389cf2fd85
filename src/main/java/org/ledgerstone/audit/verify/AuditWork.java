package org.ledgerstone.audit.verify;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.engine.Constants;
import org.ledgerstone.ledger.BlockJson;
import org.ledgerstone.ledger.DatabaseProduct;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What an audit does, in this order: it replays what is final in short reads, so that the database
 * keeps no old rows for it, and then, as of one moment, the rest, and compares everything. Holds
 * one connection all along, and another at the beginning, to compare what does not change.
 */
@Component
class AuditWork {

  private static final Logger log = LoggerFactory.getLogger(AuditWork.class);

  /** PostgreSQL's insufficient_privilege. */
  private static final String MISSING_RIGHT = "42501";

  /** Hears where it begins, and then each page. */
  interface Hearing extends Verification.Watch {

    /**
     * Reading begins.
     *
     * @param verification that replays the chain
     * @param due how many transactions there are to replay
     */
    void begun(Verification verification, long due);
  }

  /** What came of it: the findings, and the last block. */
  record Result(Findings findings, long index, Hash hash) {}

  private final DataSource database;
  private final DatabaseProduct product;
  private final SchemaCheck schema;
  private final RuleBook rules;
  private final BlockJson json;
  private final Clock clock;
  private final Path directory;

  AuditWork(
      DataSource database,
      DatabaseProduct product,
      RuleBook rules,
      BlockJson json,
      Clock clock,
      @Value("${ledger.data-dir:data}") String directory) {
    this.database = database;
    this.product = product;
    this.schema = new SchemaCheck(product.isH2());
    this.rules = rules;
    this.json = json;
    this.clock = clock;
    this.directory = Path.of(directory).toAbsolutePath();
  }

  /**
   * Verifies everything.
   *
   * @param full from genesis on
   * @throws NotVerifiedException if it cannot be done
   * @throws Verification.Stopped if the hearing wanted no more of it
   */
  Result verify(boolean full, List<KeptHead> kept, Hearing hearing)
      throws SQLException, InterruptedException, NotVerifiedException {
    try (var file = VerifiedFile.open(directory, rules);
        var connection = database.getConnection();
        var beside = Beside.threads("audit-schema", 1)) {
      var found = beside.submit(this::checkSchema);
      var one = new One(connection, file, new ArrayList<>(kept), hearing, new Findings());
      boolean replaced = one.isReplaced(file.index(), file.hash());
      if (full && !replaced) {
        file.beginAnew();
      }
      var result = replaced ? one.afresh(file.index(), file.hash()) : one.goOn();
      result.findings().add(Beside.result(found));
      return result;
    }
  }

  /** Needs the right to make a schema, and takes it back at once. */
  private Findings checkSchema() throws SQLException {
    try (var connection = database.getConnection()) {
      return schema.check(connection);
    } catch (SQLException e) {
      if (!MISSING_RIGHT.equals(e.getSQLState())) {
        throw e;
      }
      log.warn("Constraints and views are not compared: that takes the right to make a schema");
      return new Findings();
    }
  }

  /** One audit on its connection. */
  private final class One {

    private final ChainExtent chain;
    private final Connection connection;
    private final VerifiedFile file;
    private final List<KeptHead> kept;
    private final Hearing hearing;
    private final Findings findings;

    One(
        Connection connection,
        VerifiedFile file,
        List<KeptHead> kept,
        Hearing hearing,
        Findings findings) {
      this.chain = new ChainExtent(connection, rules);
      this.connection = connection;
      this.file = file;
      this.kept = kept;
      this.hearing = hearing;
      this.findings = findings;
    }

    boolean isReplaced(long index, Hash hash) throws SQLException {
      return index > 0 && !chain.hashAt(index).equals(Optional.of(hash.toString()));
    }

    /** Goes on from what was verified before. */
    Result goOn() throws SQLException, InterruptedException {
      try (var verification = begin(file.state())) {
        replayWhatIsFinal(verification);
        readAsOfOneMoment();
        if (findings.count() > 0 || !isReplaced(verification.index(), verification.hash())) {
          return finish(verification);
        }
        return afresh(verification.index(), verification.hash());
      }
    }

    /** Begins before genesis, for a block that was verified is not there any more. */
    Result afresh(long index, Hash hash) throws SQLException, InterruptedException {
      kept.add(new KeptHead.BlockHash("the last verification", hash, Optional.of(index)));
      try (var verification = begin(file.scratch())) {
        if (connection.getAutoCommit()) {
          replayWhatIsFinal(verification);
          readAsOfOneMoment();
        }
        return finish(verification);
      }
    }

    private Verification begin(ReplayState state) throws SQLException {
      var verification =
          new Verification(connection, rules, json, state, directory, findings, now(), hearing);
      hearing.begun(verification, chain.transactionsAfter(verification.index()));
      return verification;
    }

    private Time now() {
      return Time.of(clock.instant());
    }

    private void replayWhatIsFinal(Verification verification)
        throws SQLException, InterruptedException {
      long last = chain.lastFinal();
      verification.clockShows(now());
      verification.replayTo(last);
    }

    private void readAsOfOneMoment() throws SQLException {
      connection.setReadOnly(true);
      connection.setTransactionIsolation(
          product.isH2() ? Constants.TRANSACTION_SNAPSHOT : Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
    }

    private Result finish(Verification verification) throws SQLException, InterruptedException {
      long last = chain.last();
      verification.clockShows(now());
      verification.finish(last, kept);
      return new Result(findings, verification.index(), verification.hash());
    }
  }
}
