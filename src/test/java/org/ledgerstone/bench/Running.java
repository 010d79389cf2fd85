package org.ledgerstone.bench;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been started and has to end with the bench, also when that is interrupted. */
final class Running implements AutoCloseable {

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Thread hook = new Thread(this::endAll);

  Running() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The last one in is the first to end. */
  synchronized <T extends AutoCloseable> T keep(T one) {
    started.push(one);
    return one;
  }

  private synchronized void endAll() {
    ProcessHandle.current()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains(Generator.class.getName()))
        .forEach(ProcessHandle::destroyForcibly);
    while (!started.isEmpty()) {
      var one = started.pop();
      try {
        one.close();
      } catch (Exception e) {
        System.err.println("Did not end well: " + e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    endAll();
  }
}
