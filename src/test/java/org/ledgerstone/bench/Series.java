package org.ledgerstone.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What a part gave in its turns. */
final class Series {

  private final Part part;
  private final List<Measurement> turns = new ArrayList<>();

  Series(Part part) {
    this.part = part;
  }

  Part part() {
    return part;
  }

  void add(Measurement measurement) {
    turns.add(measurement);
  }

  List<Measurement> turns() {
    return turns;
  }

  Spread rates() {
    return of(Measurement::perSecond);
  }

  /** How a figure spread over the turns. */
  Spread of(ToDoubleFunction<Measurement> figure) {
    return Spread.of(turns.stream().mapToDouble(figure));
  }

  /** The same of the waits, where they were taken. */
  Spread ofWaits(ToDoubleFunction<Waits> figure) {
    return Spread.of(turns.stream().flatMap(turn -> turn.waits().stream()).mapToDouble(figure));
  }

  /** The rate by that of another, turn by turn, as they stood next to each other. */
  Spread by(Series other) {
    return Spread.of(
        IntStream.range(0, Math.min(turns.size(), other.turns.size()))
            .mapToDouble(i -> turns.get(i).perSecond() / other.turns.get(i).perSecond()));
  }

  /** The median, of an even number the mean of the two in the middle, and the ends. */
  record Spread(double least, double median, double most) {

    static Spread of(DoubleStream figures) {
      var sorted = figures.sorted().toArray();
      if (sorted.length == 0) {
        return new Spread(Double.NaN, Double.NaN, Double.NaN);
      }
      int middle = sorted.length / 2;
      double median =
          sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
      return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }
  }
}
