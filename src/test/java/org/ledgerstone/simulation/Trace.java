package org.ledgerstone.simulation;

import java.util.ArrayList;
import java.util.List;
import org.ledgerstone.protocol.Hash;

/** What has happened in a history, line by line. */
final class Trace {

  private final Timeline timeline;
  private final List<String> lines = new ArrayList<>();

  Trace(Timeline timeline) {
    this.timeline = timeline;
  }

  void add(String line) {
    lines.add(timeline.now() + " " + line);
  }

  /** The first digits, enough for a reader. */
  static String brief(Hash hash) {
    return hash.toString().substring(0, 8);
  }

  String text() {
    return String.join("\n", lines);
  }
}
