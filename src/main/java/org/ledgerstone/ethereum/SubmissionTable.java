package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.ethereum.EthereumSubmission.Mined;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Word;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/** The submissions and the changes of their states, in SQL. */
final class SubmissionTable {

  private static final String ROWS =
      "select id, idempotency_key, address, nonce, recipient, amount, data, gas_limit, cost_max,"
          + " cost, state, detail, transaction_hash, block_number, block_hash, accepted"
          + " from ethereum_submissions";
  private static final String ENDED = "('FINAL', 'REVERTED')";

  private final JdbcClient jdbc;

  SubmissionTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps a new one, {@code ACCEPTED}. */
  EthereumSubmission insert(
      EthereumOrder order,
      Address from,
      long nonce,
      long gasLimit,
      BigInteger costMax,
      Instant now) {
    var key = new GeneratedKeyHolder();
    jdbc.sql(
            "insert into ethereum_submissions (idempotency_key, address, nonce, recipient, amount,"
                + " data, gas_limit, cost_max, state, detail, accepted)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, 'ACCEPTED', '', ?)")
        .params(order.idempotencyKey(), from.text(), nonce)
        .param(order.to().map(Address::text).orElse(null))
        .params(order.value(), order.data(), gasLimit, costMax, now.toEpochMilli())
        .update(key, "id");
    var made = find(key.getKeyAs(Long.class)).orElseThrow();
    addChange(made.id(), null, SubmissionState.ACCEPTED, "", now);
    return made;
  }

  Optional<EthereumSubmission> find(@Nullable Long id) {
    return jdbc.sql(ROWS + " where id = ?").param(id).query(SubmissionTable::row).optional();
  }

  Optional<EthereumSubmission> find(String idempotencyKey) {
    return jdbc.sql(ROWS + " where idempotency_key = ?")
        .param(idempotencyKey)
        .query(SubmissionTable::row)
        .optional();
  }

  /** Those before this one, the newest first. */
  List<EthereumSubmission> before(long id, int limit) {
    return jdbc.sql(ROWS + " where id < ? order by id desc limit ?")
        .params(id, limit)
        .query(SubmissionTable::row)
        .list();
  }

  /** Those of an account that have not ended, in the order of their nonces. */
  List<EthereumSubmission> open(Address from) {
    return jdbc.sql(ROWS + " where address = ? and state not in " + ENDED + " order by nonce")
        .param(from.text())
        .query(SubmissionTable::row)
        .list();
  }

  long countOpen(Address from) {
    return jdbc.sql(
            "select count(*) from ethereum_submissions where address = ? and state not in " + ENDED)
        .param(from.text())
        .query(Long.class)
        .single();
  }

  /** Wei that those accepted since then cost: at most, or as it turned out. */
  BigInteger spentSince(Address from, Instant since) {
    return jdbc.sql(
            "select coalesce(sum(coalesce(cost, cost_max)), 0) from ethereum_submissions"
                + " where address = ? and accepted > ?")
        .params(from.text(), since.toEpochMilli())
        .query(BigInteger.class)
        .single();
  }

  /** Writes what has become of one, and the change if its state is another now. */
  void update(EthereumSubmission was, EthereumSubmission is, Instant now) {
    jdbc.sql(
            "update ethereum_submissions set nonce = ?, cost = ?, state = ?, detail = ?,"
                + " transaction_hash = ?, block_number = ?, block_hash = ? where id = ?")
        .param(is.nonce())
        .param(is.cost().orElse(null))
        .params(is.state().name(), is.detail())
        .param(is.mined().map(mined -> mined.transaction().toString()).orElse(null))
        .param(is.mined().map(Mined::number).orElse(null))
        .param(is.mined().map(mined -> mined.block().toString()).orElse(null))
        .param(is.id())
        .update();
    if (was.state() != is.state() || !was.mined().equals(is.mined())) {
      addChange(is.id(), was.state(), is.state(), is.detail(), now);
    }
  }

  private void addChange(
      long id, @Nullable SubmissionState was, SubmissionState is, String detail, Instant now) {
    jdbc.sql(
            "insert into ethereum_changes (submission, changed, was, state, detail)"
                + " values (?, ?, ?, ?, ?)")
        .params(id, now.toEpochMilli())
        .param(was == null ? null : was.name())
        .params(is.name(), detail)
        .update();
  }

  /** What one has been through, the first change first. */
  List<SubmissionChange> changes(long id) {
    return jdbc.sql(
            "select changed, was, state, detail from ethereum_changes where submission = ?"
                + " order by id")
        .param(id)
        .query((row, n) ->
            new SubmissionChange(
                Instant.ofEpochMilli(row.getLong("changed")),
                Optional.ofNullable(row.getString("was")).map(SubmissionState::valueOf),
                SubmissionState.valueOf(row.getString("state")),
                row.getString("detail")))
        .list();
  }

  private static EthereumSubmission row(ResultSet row, int number) throws SQLException {
    return new EthereumSubmission(
        row.getLong("id"),
        new EthereumOrder(
            Optional.ofNullable(row.getString("recipient")).map(Address::new),
            row.getBigDecimal("amount").toBigIntegerExact(),
            row.getString("data"),
            row.getString("idempotency_key")),
        new Address(row.getString("address")),
        row.getLong("nonce"),
        row.getLong("gas_limit"),
        row.getBigDecimal("cost_max").toBigIntegerExact(),
        Optional.ofNullable(row.getBigDecimal("cost")).map(cost -> cost.toBigIntegerExact()),
        SubmissionState.valueOf(row.getString("state")),
        row.getString("detail"),
        mined(row),
        Instant.ofEpochMilli(row.getLong("accepted")));
  }

  private static Optional<Mined> mined(ResultSet row) throws SQLException {
    var hash = row.getString("transaction_hash");
    return hash == null
        ? Optional.empty()
        : Optional.of(
            new Mined(word(hash), row.getLong("block_number"), word(row.getString("block_hash"))));
  }

  private static Word word(String text) {
    return Word.parse(text).orElseThrow();
  }
}
