package org.ledgerstone.ethereum;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.ledgerstone.protocol.Word;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every signature that this ledger has made for Ethereum, in SQL. */
final class AttemptTable {

  private final JdbcClient jdbc;

  AttemptTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The attempts of a submission, the first one first. */
  List<SubmissionAttempt> of(long submission) {
    return jdbc.sql(
            "select number, nonce, hash, max_fee, tip, raw, signed, answer from ethereum_attempts"
                + " where submission = ? order by number")
        .param(submission)
        .query(AttemptTable::row)
        .list();
  }

  void insert(long submission, SubmissionAttempt attempt, long fence) {
    jdbc.sql(
            "insert into ethereum_attempts"
                + " (submission, number, nonce, hash, max_fee, tip, raw, fence, signed, answer)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            submission,
            attempt.number(),
            attempt.nonce(),
            attempt.hash().toString(),
            attempt.fees().max(),
            attempt.fees().tip(),
            attempt.raw(),
            fence,
            attempt.signed().toEpochMilli(),
            attempt.answer())
        .update();
  }

  /** Notes why the node did not take it. */
  void answered(Word hash, String answer) {
    jdbc.sql("update ethereum_attempts set answer = ? where hash = ?")
        .params(answer, hash.toString())
        .update();
  }

  private static SubmissionAttempt row(ResultSet row, int number) throws SQLException {
    return new SubmissionAttempt(
        row.getInt("number"),
        row.getLong("nonce"),
        Word.parse(row.getString("hash")).orElseThrow(),
        new Fees(
            row.getBigDecimal("max_fee").toBigIntegerExact(),
            row.getBigDecimal("tip").toBigIntegerExact()),
        row.getString("raw"),
        Instant.ofEpochMilli(row.getLong("signed")),
        row.getString("answer"));
  }
}
