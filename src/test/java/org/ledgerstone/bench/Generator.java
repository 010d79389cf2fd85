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
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The load, a process of its own: one thread sends finished requests over a few connections, each
 * waiting for its answer before it sends the next, and where a {@link Pace} is set, until that is
 * due. What was transferred has to be in a block before the clock stops, if that is wanted. Prints
 * a {@link Load.Result}.
 */
final class Generator {

  private static final long SECONDS_MAX = 900;
  private static final int BUFFER_BYTES = 1 << 18;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long ALL_NANOS = TimeUnit.SECONDS.toNanos(800);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final long POLL_MILLIS = 10;
  private static final long HALF_MILLI_NANOS = 500_000;

  private record Later(long dueNanos, Connection connection, boolean again) {}

  private final Load load;
  private final Histogram micros = new Histogram(3);
  private final List<Connection> connections = new ArrayList<>();
  private final long[] sent;
  private final long[] countedFrom;
  private final Silence silence;
  private final PriorityQueue<Later> later =
      new PriorityQueue<>((a, b) -> Long.compare(a.dueNanos(), b.dueNanos()));
  private long accepted;
  private long refused;
  private long pushedBack;
  private long lateNanos;
  private int underWay;
  private boolean ranOut;
  private String firstRefusal = "";

  Generator(Load load) {
    this.load = load;
    this.sent = new long[load.connections()];
    this.countedFrom = new long[load.connections()];
    this.silence = new Silence(load.connections());
  }

  /** Takes the {@link Load} as arguments. */
  public static void main(String[] arguments) throws Exception {
    var load = Load.parse(List.of(arguments));
    System.out.print(new Generator(load).run().text());
  }

  /**
   * Does so in a process of its own.
   *
   * @param directory where that runs
   */
  static Load.Result runApart(Load load, Path directory) throws IOException, InterruptedException {
    var words =
        new ArrayList<>(
            List.of(
                Service.java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Generator.class.getName()));
    words.addAll(load.words());
    return Load.Result.parse(Command.run(directory, Map.of(), SECONDS_MAX, words));
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
      var pace =
          load.betweenNanos() == 0
              ? Optional.<Pace>empty()
              : Optional.of(new Pace(began, load.betweenNanos(), load.connections()));
      send(selector, pace, began + (sendsAll() ? ALL_NANOS : load.millis() * 1_000_000));
      long answered = System.nanoTime();
      if (load.waits()) {
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

  private void send(Selector selector, Optional<Pace> pace, long end) throws IOException {
    for (var connection : connections) {
      sendNext(connection, pace, end);
    }
    var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    while (underWay > 0) {
      select(selector, pace, end, buffer);
      if (System.nanoTime() > end + PATIENCE_NANOS) {
        throw new IOException("The service leaves requests without an answer");
      }
    }
  }

  private void select(Selector selector, Optional<Pace> pace, long end, ByteBuffer buffer)
      throws IOException {
    var failures = new ArrayList<IOException>();
    selector.select(
        key -> {
          var connection = (Connection) key.attachment();
          try {
            if (key.isReadable()) {
              if (connection.read(buffer)) {
                answered(connection, pace, end);
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
    while (!later.isEmpty() && later.peek().dueNanos() <= System.nanoTime()) {
      var due = later.poll();
      if (due.again()) {
        due.connection().sendAgain();
      } else {
        lateNanos = Math.max(lateNanos, System.nanoTime() - due.dueNanos());
        send(due.connection(), due.dueNanos());
      }
    }
  }

  private long millisToNext() {
    if (later.isEmpty()) {
      return 1000;
    }
    long nanos = later.peek().dueNanos() - System.nanoTime();
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + HALF_MILLI_NANOS));
  }

  private void sendNext(Connection connection, Optional<Pace> pace, long end) throws IOException {
    if (!connection.hasNext()) {
      // Without a stock to go through, the others stop too: all are to be busy until the end.
      ranOut |= !sendsAll();
      return;
    }
    long now = System.nanoTime();
    long due = pace.map(p -> p.next(connection.number())).orElse(now);
    if (ranOut || due >= end) {
      return;
    }
    underWay++;
    if (due > now) {
      later.add(new Later(due, connection, false));
    } else {
      send(connection, due);
    }
  }

  private void send(Connection connection, long due) throws IOException {
    countedFrom[connection.number()] = due;
    silence.waits(connection.number(), due);
    connection.sendNext();
  }

  private void answered(Connection connection, Optional<Pace> pace, long end) throws IOException {
    var answer = connection.answer();
    if (answer.status() == 429 || answer.status() == 503) {
      pushedBack++;
      later.add(new Later(System.nanoTime() + PAUSE_NANOS, connection, true));
      return;
    }
    long now = System.nanoTime();
    long waited = now - countedFrom[connection.number()];
    micros.recordValue(TimeUnit.NANOSECONDS.toMicros(waited));
    silence.ends(connection.number(), now);
    count(connection, answer);
    underWay--;
    connection.finish();
    sendNext(connection, pace, end);
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
        micros.getValueAtPercentile(99.9),
        micros.getMaxValue(),
        TimeUnit.NANOSECONDS.toMicros(silence.longestNanos()),
        TimeUnit.NANOSECONDS.toMicros(lateNanos),
        cpuNanos,
        ProcessStat.peakBytes(ProcessHandle.current().pid()),
        firstRefusal);
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
