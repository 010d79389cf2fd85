package org.ledgerstone.simulation;

import java.util.EnumMap;
import java.util.Map;

/** How often what has happened. */
final class Tally {

  /** What is counted. */
  enum Of {
    HISTORIES,
    BLOCKS_MINED,
    FORKS,
    CHANGES_1_DEEP,
    CHANGES_2_DEEP,
    CHANGES_3_DEEP,
    CHANGES_4_OR_MORE_DEEP,
    HISTORIES_2_OR_MORE_DEEP,
    CALLS_SENT,
    CALLS_LOST,
    CALLS_TWICE,
    CALLS_OVERTAKEN,
    BLOCKS_FORGED,
    PARTITIONS,
    RESTARTS,
    RESTARTS_OF_THE_PROCESS,
    ORDERS_HANDED_IN,
    ORDERS_ACCEPTED,
    ORDERS_VALID,
    ORDERS_PENDING,
    ORDERS_DROPPED,
    SPLIT_BY_FINALITY
  }

  private final Map<Of, Long> counts = new EnumMap<>(Of.class);

  void count(Of what) {
    counts.merge(what, 1L, Long::sum);
  }

  long of(Of what) {
    return counts.getOrDefault(what, 0L);
  }

  /** Counts a change of the chain that gave up so many blocks. */
  void changeOfChain(int depth) {
    count(
        switch (depth) {
          case 1 -> Of.CHANGES_1_DEEP;
          case 2 -> Of.CHANGES_2_DEEP;
          case 3 -> Of.CHANGES_3_DEEP;
          default -> Of.CHANGES_4_OR_MORE_DEEP;
        });
  }

  /** Whether some node has given up two blocks or more at once. */
  boolean isDeep() {
    return of(Of.CHANGES_2_DEEP) + of(Of.CHANGES_3_DEEP) + of(Of.CHANGES_4_OR_MORE_DEEP) > 0;
  }

  synchronized void add(Tally other) {
    other.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
  }

  /** A line for each, for a person. */
  String table() {
    var text = new StringBuilder();
    for (var what : Of.values()) {
      var name = what.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
      text.append("%-28s %9d%n".formatted(name, of(what)));
    }
    return text.toString();
  }
}
