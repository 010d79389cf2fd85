package org.ledgerstone.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The load, a process of its own: one thread sends finished requests over a few connections, each
 * waiting for its answer before it sends the next. What was transferred has to be in a block before
 * the clock stops. Prints a {@link Load.Result}.
 */
final class Generator {

  private static final int BUFFER_BYTES = 1 << 18;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long ALL_NANOS = TimeUnit.SECONDS.toNanos(800);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final long POLL_MILLIS = 10;

  private record Again(long dueNanos, Connection connection) {}

  private final Load load;
  private final Histogram micros = new Histogram(3);
  private final List<Connection> connections = new ArrayList<>();
  private final long[] sent;
  private final PriorityQueue<Again> again =
      new PriorityQueue<>((a, b) -> Long.compare(a.dueNanos(), b.dueNanos()));
  private long accepted;
  private long refused;
  private long pushedBack;
  private int underWay;
  private boolean ranOut;
  private String firstRefusal = "";

  Generator(Load load) {
    this.load = load;
    this.sent = new long[load.connections()];
  }

  /** Takes the {@link Load} as arguments. */
  public static void main(String[] arguments) throws Exception {
    var load = Load.parse(List.of(arguments));
    System.out.print(new Generator(load).run().text());
  }

  /** Sends, and says what came of it. */
  Load.Result run() throws IOException, InterruptedException {
    var server = new InetSocketAddress("127.0.0.1", load.port());
    try (var selector = Selector.open()) {
      for (int i = 0; i < load.connections(); i++) {
        var stock = Stock.file(Path.of(load.stock()), i);
        connections.add(new Connection(i, server, selector, load.form(), stock));
      }
      long cpu = cpuNanos();
      long began = System.nanoTime();
      send(selector, began + (sendsAll() ? ALL_NANOS : load.millis() * 1_000_000));
      long answered = System.nanoTime();
      if (load.form().writes()) {
        drain();
      }
      long sealed = System.nanoTime();
      return result(answered - began, sealed - began, cpuNanos() - cpu);
    } finally {
      for (var connection : connections) {
        connection.close();
      }
    }
  }

  private boolean sendsAll() {
    return load.millis() == 0;
  }

  private void send(Selector selector, long end) throws IOException {
    for (var connection : connections) {
      sendNext(connection, end);
    }
    var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    while (underWay > 0) {
      select(selector, end, buffer);
      if (System.nanoTime() > end + PATIENCE_NANOS) {
        throw new IOException("The service leaves requests without an answer");
      }
    }
  }

  private void select(Selector selector, long end, ByteBuffer buffer) throws IOException {
    var failures = new ArrayList<IOException>();
    selector.select(
        key -> {
          var connection = (Connection) key.attachment();
          try {
            if (key.isReadable()) {
              if (connection.read(buffer)) {
                answered(connection, end);
              }
            } else if (key.isWritable()) {
              connection.write();
            }
          } catch (IOException e) {
            failures.add(e);
          }
        },
        millisToNext());
    for (var failure : failures) {
      throw failure;
    }
    while (!again.isEmpty() && again.peek().dueNanos() <= System.nanoTime()) {
      again.poll().connection().sendAgain();
    }
  }

  private long millisToNext() {
    if (again.isEmpty()) {
      return 1000;
    }
    long nanos = again.peek().dueNanos() - System.nanoTime();
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
  }

  private void sendNext(Connection connection, long end) throws IOException {
    if (!connection.hasNext()) {
      // Without a stock to go through, the others stop too: all are to be busy until the end.
      ranOut |= !sendsAll();
      return;
    }
    if (!ranOut && System.nanoTime() < end) {
      connection.sendNext();
      underWay++;
    }
  }

  private void answered(Connection connection, long end) throws IOException {
    var answer = connection.answer();
    if (answer.status() == 429 || answer.status() == 503) {
      pushedBack++;
      again.add(new Again(System.nanoTime() + PAUSE_NANOS, connection));
      return;
    }
    micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - connection.began()));
    count(connection, answer);
    underWay--;
    connection.finish();
    sendNext(connection, end);
  }

  private void count(Connection connection, Answer answer) {
    int items = connection.items();
    sent[connection.number()] += items;
    long taken = items;
    if (answer.status() != load.form().success()) {
      taken = 0;
    } else if (load.form().isBatch()) {
      taken = Math.max(0, answer.number("accepted"));
    }
    accepted += taken;
    refused += items - taken;
    if (taken != items && firstRefusal.isEmpty()) {
      firstRefusal = answer.status() + " " + answer.text();
    }
  }

  private void drain() throws IOException, InterruptedException {
    long patience = System.nanoTime() + PATIENCE_NANOS;
    try (var ask = new Ask(load.port())) {
      while (ask.get("/api/v1/ledger").number("pending") != 0) {
        if (System.nanoTime() > patience) {
          throw new IOException("The service does not seal what is pending");
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  private Load.Result result(long sendNanos, long wholeNanos, long cpuNanos) {
    return new Load.Result(
        sent,
        accepted,
        refused,
        pushedBack,
        ranOut,
        sendNanos,
        wholeNanos,
        micros.getValueAtPercentile(50),
        micros.getValueAtPercentile(99),
        cpuNanos,
        ProcessStat.peakBytes(ProcessHandle.current().pid()),
        firstRefusal);
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
