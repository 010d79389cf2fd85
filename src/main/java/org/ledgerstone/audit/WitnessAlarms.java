package org.ledgerstone.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.ledgerstone.protocol.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Two different final heads of one size: somebody has shown two histories, or two nodes have come
 * to trust different ones for good. Kept with both notes, which prove it to anybody who has the
 * keys.
 */
@Component
public class WitnessAlarms {

  private static final Logger log = LoggerFactory.getLogger(WitnessAlarms.class);

  /** What two keys go on to sign after this many shows nothing new. */
  private static final int OF_TWO_KEYS_MAX = 10;

  private static final int TOLD_MAX = 1_000;

  private final JdbcClient jdbc;
  private final Clock clock;

  WitnessAlarms(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * A head, as one note shows it.
   *
   * @param key whose signature it is, {@code name+id+key}
   * @param note the whole of it
   */
  public record Shown(String key, Hash root, String note) {}

  /**
   * An alarm.
   *
   * @param size how many blocks both speak of
   * @param raised when, in milliseconds since 1970
   */
  public record Alarm(long size, long raised, Shown one, Shown other) {}

  /** The newest ones, a thousand at most. */
  public List<Alarm> newest() {
    return jdbc.sql(
            "select size, raised, one_key, one_root, one_note, other_key, other_root, other_note"
                + " from checkpoint_alarms order by raised desc, size desc, one_key, other_key"
                + " limit ?")
        .param(TOLD_MAX)
        .query(WitnessAlarms::alarm)
        .list();
  }

  private static Alarm alarm(ResultSet row, int number) throws SQLException {
    return new Alarm(row.getLong(1), row.getLong(2), shown(row, 3), shown(row, 6));
  }

  private static Shown shown(ResultSet row, int first) throws SQLException {
    return new Shown(
        row.getString(first),
        Hash.parse(row.getString(first + 1)).orElseThrow(),
        row.getString(first + 2));
  }

  /** Raises an alarm about two checkpoints of one size and different roots, once. */
  void raise(CheckpointRow one, CheckpointRow other) {
    if (one.size() != other.size() || one.root().equals(other.root())) {
      throw new IllegalArgumentException("These do not contradict each other");
    }
    boolean inOrder = order(one).compareTo(order(other)) < 0;
    var first = inOrder ? one : other;
    var second = inOrder ? other : one;
    if (hasRoom(first.signer(), second.signer()) && isNew(first, second)) {
      log.error(
          "ALARM: two different final heads of size {}: {} signed {}, {} signed {}. See GET"
              + " /api/v1/checkpoint/alarms and docs/CHECKPOINTS.md.",
          one.size(),
          name(one),
          one.root(),
          name(other),
          other.root());
    }
  }

  private static String order(CheckpointRow row) {
    return row.signer() + " " + row.root();
  }

  /** Without the key itself: the keys of several logs have one name. */
  private static String name(CheckpointRow row) {
    return row.signer().replaceFirst("(\\+[0-9a-f]{8})\\+.*", "$1");
  }

  /** Whether a further alarm about these two keys would be kept. */
  boolean hasRoom(String one, String other) {
    long known = count(one, other) + (one.equals(other) ? 0 : count(other, one));
    return known < OF_TWO_KEYS_MAX;
  }

  private long count(String one, String other) {
    return jdbc.sql("select count(*) from checkpoint_alarms where one_key = ? and other_key = ?")
        .params(one, other)
        .query(Long.class)
        .single();
  }

  private boolean isNew(CheckpointRow first, CheckpointRow second) {
    try {
      jdbc.sql(
              "insert into checkpoint_alarms (size, one_key, one_root, one_note, other_key,"
                  + " other_root, other_note, raised) values (?, ?, ?, ?, ?, ?, ?, ?)")
          .params(
              first.size(),
              first.signer(),
              first.root().toString(),
              first.note(),
              second.signer(),
              second.root().toString(),
              second.note(),
              clock.millis())
          .update();
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }
}
