package org.ledgerstone.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The answers kept under idempotency keys for 7 days. Joins the transaction in force, so that an
 * answer is kept if and only if what it tells of is.
 *
 * <p>Not safe against itself: whoever looks up and keeps holds a lock meanwhile.
 */
@Component
public class IdempotencyKeys {

  private static final Duration KEPT_FOR = Duration.ofDays(7);
  private static final int KEYS_AT_ONCE = 500;
  private static final int FORGOTTEN_AT_ONCE = 10_000;

  private final JdbcTemplate database;
  private final Clock clock;

  IdempotencyKeys(JdbcTemplate database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** What is kept under this key. */
  public Optional<KeptAnswer> find(String key) {
    return Optional.ofNullable(findAll(List.of(key)).get(key));
  }

  /** What is kept under these keys; a key with nothing kept is left out. */
  public Map<String, KeptAnswer> findAll(Collection<String> keys) {
    Map<String, KeptAnswer> found = new HashMap<>();
    var wanted = List.copyOf(keys);
    for (int i = 0; i < wanted.size(); i += KEYS_AT_ONCE) {
      found.putAll(findSome(wanted.subList(i, Math.min(i + KEYS_AT_ONCE, wanted.size()))));
    }
    return found;
  }

  private Map<String, KeptAnswer> findSome(List<String> keys) {
    Map<String, KeptAnswer> found = new HashMap<>();
    List<Object> arguments = new ArrayList<>(keys);
    arguments.add(oldest());
    database.query(
        "select idempotency_key, fingerprint, status, location, answer from idempotency_keys"
            + " where idempotency_key in ("
            + String.join(", ", Collections.nCopies(keys.size(), "?"))
            + ") and created >= ?",
        row -> {
          found.put(row.getString("idempotency_key"), answer(row));
        },
        arguments.toArray());
    return found;
  }

  private static KeptAnswer answer(ResultSet row) throws SQLException {
    return new KeptAnswer(
        row.getString("fingerprint"),
        row.getInt("status"),
        Optional.ofNullable(row.getString("location")),
        row.getString("answer"));
  }

  /** Keeps the answer to a request under its key. */
  public void keep(String key, KeptAnswer answer) {
    keepAll(Map.of(key, answer));
  }

  /** Keeps these answers, in two statements however many they are. */
  public void keepAll(Map<String, KeptAnswer> answers) {
    long oldest = oldest();
    long now = clock.millis();
    database.batchUpdate(
        "delete from idempotency_keys where idempotency_key = ? and created < ?",
        answers.keySet().stream().map(key -> new Object[] {key, oldest}).toList());
    database.batchUpdate(
        "insert into idempotency_keys"
            + " (idempotency_key, fingerprint, status, location, answer, created)"
            + " values (?, ?, ?, ?, ?, ?)",
        answers.entrySet().stream().map(kept -> row(kept.getKey(), kept.getValue(), now)).toList());
  }

  private static Object[] row(String key, KeptAnswer answer, long created) {
    return new Object[] {
      key,
      answer.fingerprint(),
      answer.status(),
      answer.location().orElse(null),
      answer.body(),
      created
    };
  }

  /** Forgets some of what is older than 7 days. What is not forgotten yet is not found either. */
  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT5M")
  public void forgetOld() {
    database.update(
        "delete from idempotency_keys where idempotency_key in (select idempotency_key from"
            + " idempotency_keys where created < ? order by created fetch first "
            + FORGOTTEN_AT_ONCE
            + " rows only)",
        oldest());
  }

  private long oldest() {
    return clock.instant().minus(KEPT_FOR).toEpochMilli();
  }
}
