package org.ledgerstone.console;

import java.util.ArrayList;
import java.util.List;

/**
 * A small chart of bars, drawn on a grid of whole numbers: {@value #HEIGHT} high, {@value #STEP}
 * for each bar. The highest value fills the height.
 *
 * @param width of the grid, also of an empty chart
 * @param bars from left to right
 */
record Chart(int width, List<Bar> bars) {

  static final int HEIGHT = 60;
  static final int STEP = 8;
  private static final int BARS_MIN = 30;

  /**
   * What one bar stands for.
   *
   * @param index of the block
   * @param size 0 or more
   * @param label the same as it is read
   */
  record Value(long index, long size, String label) {}

  /** A bar on the grid; y is counted from above. */
  record Bar(int x, int y, int height, long index, String label) {}

  static Chart of(List<Value> values) {
    long highest = Math.max(1, values.stream().mapToLong(Value::size).max().orElse(1));
    var bars = new ArrayList<Bar>();
    int width = STEP * Math.max(BARS_MIN, values.size());
    for (int i = 0; i < values.size(); i++) {
      var value = values.get(i);
      int height = (int) Math.max(1, value.size() * HEIGHT / highest);
      int x = width - STEP * (values.size() - i);
      bars.add(new Bar(x, HEIGHT - height, height, value.index(), value.label()));
    }
    return new Chart(width, List.copyOf(bars));
  }
}
