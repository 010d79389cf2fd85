package org.ledgerstone.bench;

/** What is measured in turns. The letters are those of the report. */
enum Subject {
  TPCB("tpcb", "(a) pgbench TPC-B"),
  FUNCTION("function", "(b) transfer in PL/pgSQL, uniform"),
  FUNCTION_HOT("function", "(b) transfer in PL/pgSQL, one hot account"),
  RECOVERY("recover", "(c) bare signature recovery"),
  BATCH("batch", "(d) batches, uniform"),
  BATCH_HOT_SENDER("batch", "(d) batches, one hot sender"),
  BATCH_HOT_RECEIVER("batch", "(d) batches, one hot receiver"),
  SINGLE("single", "(d) single requests"),
  READ("read", "(e) balance over HTTP"),
  SELECT("read", "(e) pgbench -S"),
  PAUSE_SEALING("pause", "(f) batches when due, full blocks sealed"),
  PAUSE_UNSEALED("pause", "(f) batches when due, nothing sealed");

  private final String part;
  private final String title;

  Subject(String part, String title) {
    this.part = part;
    this.title = title;
  }

  /** What {@code --only} calls it. */
  String part() {
    return part;
  }

  /** Whether requests come when they are due. */
  boolean isPause() {
    return this == PAUSE_SEALING || this == PAUSE_UNSEALED;
  }

  String title() {
    return title;
  }
}
