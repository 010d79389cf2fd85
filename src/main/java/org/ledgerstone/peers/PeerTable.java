package org.ledgerstone.peers;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Hash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The peers in SQL: what a restart goes on with, and what several instances share. */
@Component
class PeerTable {

  private static final int ERROR_LENGTH_MAX = 1_000;

  private final JdbcClient jdbc;

  PeerTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** All of them, in the order in which they were added. */
  List<Peer> all() {
    return jdbc.sql("select * from peers order by added, url").query(PeerTable::peer).list();
  }

  Optional<Peer> find(PeerUrl url) {
    return jdbc.sql("select * from peers where url = ?")
        .param(url.text())
        .query(PeerTable::peer)
        .optional();
  }

  int count() {
    return jdbc.sql("select count(*) from peers").query(Integer.class).single();
  }

  /**
   * Adds a peer.
   *
   * @throws org.springframework.dao.DuplicateKeyException if it is there
   */
  void insert(Peer peer) {
    jdbc.sql("insert into peers (url, added, failures) values (?, ?, 0)")
        .params(peer.url().text(), peer.added().toEpochMilli())
        .update();
    update(peer);
  }

  /** Writes how the peer is now; nothing if it has been removed meanwhile. */
  void update(Peer peer) {
    jdbc.sql(
            "update peers set last_seen = ?, head_index = ?, head_hash = ?, head_work = ?,"
                + " round_trip_micros = ?, last_error = ?, failures = ?, not_before = ?"
                + " where url = ?")
        .param(orNull(peer.lastSeen(), Instant::toEpochMilli))
        .param(orNull(peer.head(), PeerHead::index))
        .param(orNull(peer.head(), head -> head.hash().toString()))
        .param(orNull(peer.head(), head -> new BigDecimal(head.work())))
        .param(orNull(peer.roundTrip(), trip -> trip.toNanos() / 1_000))
        .param(orNull(peer.lastError(), PeerTable::shortened))
        .param(peer.failures())
        .param(orNull(peer.notBefore(), Instant::toEpochMilli))
        .param(peer.url().text())
        .update();
  }

  private static <T, C> @Nullable C orNull(Optional<T> value, Function<T, C> column) {
    return value.map(column).orElse(null);
  }

  private static String shortened(String text) {
    return text.length() > ERROR_LENGTH_MAX ? text.substring(0, ERROR_LENGTH_MAX) : text;
  }

  boolean delete(PeerUrl url) {
    return jdbc.sql("delete from peers where url = ?").param(url.text()).update() == 1;
  }

  private static Peer peer(ResultSet row, int number) throws SQLException {
    return new Peer(
        new PeerUrl(row.getString("url")),
        Instant.ofEpochMilli(row.getLong("added")),
        number(row, "last_seen").map(Instant::ofEpochMilli),
        head(row),
        number(row, "round_trip_micros").map(micros -> Duration.ofNanos(1_000 * micros)),
        Optional.ofNullable(row.getString("last_error")),
        row.getInt("failures"),
        number(row, "not_before").map(Instant::ofEpochMilli));
  }

  private static Optional<PeerHead> head(ResultSet row) throws SQLException {
    var hash = row.getString("head_hash");
    return hash == null
        ? Optional.empty()
        : Optional.of(
            new PeerHead(
                row.getLong("head_index"),
                Hash.parse(hash).orElseThrow(),
                row.getBigDecimal("head_work").toBigIntegerExact()));
  }

  private static Optional<Long> number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(number);
  }
}
