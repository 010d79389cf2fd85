package org.ledgerstone.audit.verify;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.ledgerstone.audit.verify.HeldRow.PlaceRow;

/**
 * Puts places and what is recorded together. The numbers rise along the chain, so where there are
 * as many of the one as of the other, they belong together in order, whatever a place says.
 */
final class Numbering {

  /** More than are needed, to see those that are too many. */
  private static final int STRAYS_MAX = 1_000;

  private final LedgerRows rows;

  Numbering(LedgerRows rows) {
    this.rows = rows;
  }

  /**
   * A place and what belongs there.
   *
   * @param otherSeq the number that the place should have, if that is not the one it has
   */
  record Pair(PlaceRow place, Optional<Long> otherSeq, Optional<RecordedRow> recorded) {}

  /** What is recorded under a number. */
  private record Numbered(long seq, RecordedRow row) {}

  /**
   * What came of it.
   *
   * @param strays numbers between that no place has
   * @param doubled numbers under which more than one is recorded
   * @param reached the last number
   */
  record Joined(List<Pair> pairs, List<Long> strays, List<Long> doubled, long reached) {}

  /**
   * Joins the places of blocks that follow one another.
   *
   * @param above the number of the last transaction before
   * @param below a number that no transaction of these has reached, if it can be believed
   */
  Joined join(List<PlaceRow> places, long above, long below) throws SQLException {
    var found = recorded(above, last(places, below), places.size() + STRAYS_MAX);
    return isOneToOne(places, found, above)
        ? oneToOne(places, found, above)
        : joined(places, bySeq(found), above);
  }

  /** Whether they belong together in order and no number is wrong: nearly always. */
  private static boolean isOneToOne(List<PlaceRow> places, List<Numbered> found, long above) {
    if (places.size() != found.size()) {
      return false;
    }
    long before = above;
    for (int i = 0; i < places.size(); i++) {
      var place = places.get(i).seq();
      long seq = found.get(i).seq();
      if (place == null || place != seq || seq <= before) {
        return false;
      }
      before = seq;
    }
    return true;
  }

  private static Joined oneToOne(List<PlaceRow> places, List<Numbered> found, long above) {
    var pairs = new ArrayList<Pair>(places.size());
    for (int i = 0; i < places.size(); i++) {
      pairs.add(new Pair(places.get(i), Optional.empty(), Optional.of(found.get(i).row())));
    }
    return new Joined(pairs, List.of(), List.of(), found.isEmpty() ? above : found.getLast().seq());
  }

  private Joined joined(
      List<PlaceRow> places, NavigableMap<Long, List<RecordedRow>> recorded, long above)
      throws SQLException {
    var pairs =
        recorded.size() == places.size() ? inOrder(places, recorded) : byNumber(places, recorded);
    var used = new HashSet<Long>();
    long reached = above;
    for (var pair : pairs) {
      var seq = pair.otherSeq().or(() -> Optional.ofNullable(pair.place().seq()));
      if (seq.isPresent() && recorded.containsKey(seq.get())) {
        used.add(seq.get());
        reached = Math.max(reached, seq.get());
      }
    }
    return new Joined(pairs, strays(recorded, used, reached), doubled(recorded), reached);
  }

  /** The last number to read, though one of these is not what it was. */
  private static long last(List<PlaceRow> places, long below) {
    var numbers = places.stream().map(PlaceRow::seq).filter(Objects::nonNull).toList();
    if (numbers.isEmpty()) {
      return below == Long.MAX_VALUE ? Long.MIN_VALUE : below - 1;
    }
    long before = numbers.get(Math.max(0, numbers.size() - 2));
    return below != Long.MAX_VALUE && before < below ? below - 1 : numbers.getLast();
  }

  private List<Numbered> recorded(long above, long to, int limit) throws SQLException {
    return rows.all(
        "select seq, "
            + RecordedRow.NAMES
            + " from recorded where seq > ? and seq <= ? order by seq limit ?",
        row -> new Numbered(row.getLong(1), RecordedRow.read(row, 2)),
        above,
        to,
        limit);
  }

  private static NavigableMap<Long, List<RecordedRow>> bySeq(List<Numbered> found) {
    var bySeq = new TreeMap<Long, List<RecordedRow>>();
    for (var one : found) {
      bySeq.computeIfAbsent(one.seq(), seq -> new ArrayList<>(1)).add(one.row());
    }
    return bySeq;
  }

  private static List<Pair> inOrder(List<PlaceRow> places, Map<Long, List<RecordedRow>> recorded) {
    var pairs = new ArrayList<Pair>(places.size());
    var next = recorded.entrySet().iterator();
    for (var place : places) {
      var one = next.next();
      pairs.add(
          new Pair(
              place,
              one.getKey().equals(place.seq()) ? Optional.empty() : Optional.of(one.getKey()),
              Optional.of(one.getValue().getFirst())));
    }
    return pairs;
  }

  private List<Pair> byNumber(List<PlaceRow> places, NavigableMap<Long, List<RecordedRow>> recorded)
      throws SQLException {
    var pairs = new ArrayList<Pair>(places.size());
    int elsewhere = STRAYS_MAX;
    for (var place : places) {
      var seq = place.seq();
      if (seq != null && !recorded.containsKey(seq) && elsewhere-- > 0) {
        recorded.putAll(bySeq(recorded(seq - 1, seq, STRAYS_MAX)));
      }
      var found = seq == null ? null : recorded.get(seq);
      pairs.add(new Pair(place, Optional.empty(), Optional.ofNullable(found).map(List::getFirst)));
    }
    return pairs;
  }

  private List<Long> strays(
      NavigableMap<Long, List<RecordedRow>> recorded, Set<Long> used, long reached)
      throws SQLException {
    var strays = new ArrayList<Long>();
    for (var seq : recorded.headMap(reached, true).keySet()) {
      if (!used.contains(seq) && !isPlaced(seq)) {
        strays.add(seq);
      }
    }
    return strays;
  }

  private boolean isPlaced(long seq) throws SQLException {
    return !rows.all("select seq from places where seq = ?", row -> row.getLong(1), seq).isEmpty();
  }

  private static List<Long> doubled(Map<Long, List<RecordedRow>> recorded) {
    return recorded.entrySet().stream()
        .filter(one -> one.getValue().size() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }
}
