package org.ledgerstone.audit.verify;

/**
 * Something that is not as it should be.
 *
 * @param table where
 * @param key which row: the values of its key, or what stands for them
 * @param column which column, several, or {@code row} where a whole row is missing or too much
 * @param found what is there
 * @param expected what should be there, as far as that can be known
 */
public record Finding(String table, String key, String column, String found, String expected) {

  /** The column of a finding about a row as a whole. */
  public static final String ROW = "row";

  /** What is found where there is no row. */
  public static final String NOTHING = "nothing";

  private static final int LENGTH_MAX = 400;

  /** Keeps a beginning of what is too long to be read. */
  public Finding {
    found = shortened(found);
    expected = shortened(expected);
  }

  private static String shortened(String text) {
    return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "…";
  }

  @Override
  public String toString() {
    return table + " " + key + ", " + column + ": " + found + ", should be " + expected;
  }
}
