package org.ledgerstone.ethereum;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The submissions that there are, also where none are made any more. Asks no network. Thread-safe.
 *
 * <p>Its methods throw a {@link org.springframework.dao.DataAccessException} if the database does
 * not answer.
 */
@Component
public class SubmissionBook {

  private final SubmissionTable table;
  private final AttemptTable attempts;

  SubmissionBook(JdbcClient jdbc) {
    this.table = new SubmissionTable(jdbc);
    this.attempts = new AttemptTable(jdbc);
  }

  /** One of them. */
  public Optional<EthereumSubmission> find(long id) {
    return table.find(id);
  }

  /** What was signed for one, the first attempt first. */
  public List<SubmissionAttempt> attempts(long id) {
    return attempts.of(id);
  }

  /** What one has been through, the first change first. */
  public List<SubmissionChange> changes(long id) {
    return table.changes(id);
  }

  /**
   * Those before this one, the newest first.
   *
   * @param id of a later one; {@link Long#MAX_VALUE} for the newest
   */
  public List<EthereumSubmission> before(long id, int limit) {
    return table.before(id, limit);
  }
}
