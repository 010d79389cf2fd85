package org.ledgerstone.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ledgerstone.ledger.FreshStart;
import org.ledgerstone.testing.TestDatabase;

/** Hosts that one history after the other uses. For one thread. */
final class Stock implements AutoCloseable {

  private final Map<Kind, List<Host>> hosts = new EnumMap<>(Kind.class);

  /** So many hosts for this kind of ledger. */
  List<Host> hosts(Kind kind, int count) {
    var started = hosts.computeIfAbsent(kind, k -> new ArrayList<>());
    while (started.size() < count) {
      started.add(
          new Host(TestDatabase.Kind.H2, kind.genesis(), started.size(), FreshStart::prepare));
    }
    return started.subList(0, count);
  }

  @Override
  public void close() {
    hosts.values().forEach(some -> some.forEach(Host::close));
    hosts.clear();
  }
}
