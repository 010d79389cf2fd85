package org.ledgerstone.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a part gave in its turns. */
final class Series {

  private final String name;
  private final List<Measurement> turns = new ArrayList<>();

  Series(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void add(Measurement measurement) {
    turns.add(measurement);
  }

  List<Measurement> turns() {
    return turns;
  }

  /** The median over the turns: of an even number, the mean of the two in the middle. */
  double median(ToDoubleFunction<Measurement> of) {
    var sorted = turns.stream().mapToDouble(of).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double rate() {
    return median(Measurement::perSecond);
  }

  double least() {
    return turns.stream().mapToDouble(Measurement::perSecond).min().orElse(Double.NaN);
  }

  double most() {
    return turns.stream().mapToDouble(Measurement::perSecond).max().orElse(Double.NaN);
  }
}
