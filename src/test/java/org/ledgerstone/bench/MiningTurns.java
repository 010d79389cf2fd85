package org.ledgerstone.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.ProofOfWork;
import org.ledgerstone.protocol.Time;

/**
 * Mining on one core beside {@code openssl speed} of SHA-256, in turns: hashes in a second of
 * processor time, where the nonce lies in one block of SHA-256. The JVM must be told that it has
 * one processor, or it would mine on all.
 */
final class MiningTurns {

  private static final int TURNS = 5;
  private static final int SECONDS = 2;
  private static final long PATIENCE_SECONDS = 60;
  private static final double WANTED = 0.9;

  /** {@code ProofOfWork} asks whether to go on once for so many nonces. */
  private static final long NONCES_A_LOOK = 1_000;

  /** The longest text that is one block of SHA-256 with its end. */
  private static final int BYTES = 55;

  private static final String FIGURE = "+F:";

  /** No hash begins with so many zero bits, so that it ends when it is told to. */
  private static final int HOPELESS = 200;

  private MiningTurns() {}

  /** See {@code ./bench --mine}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ROOT);
    if (Runtime.getRuntime().availableProcessors() != 1) {
      throw new IllegalStateException("-XX:ActiveProcessorCount=1 is missing");
    }
    Files.createDirectories(Path.of("target", "bench"));
    mined(); // warms up
    var ratios = new double[TURNS];
    for (int i = 0; i < TURNS; i++) {
      double ours = mined();
      double theirs = openssl();
      ratios[i] = ours / theirs;
      System.out.printf(
          "%d  mined %,.0f/s   openssl %,.0f/s   %.2f%n", i + 1, ours, theirs, ratios[i]);
    }
    var spread = Series.Spread.of(Arrays.stream(ratios));
    System.out.println(
        Curves.mark("mining / openssl speed, one SHA-256 block", spread.median(), WANTED, true));
  }

  private static double mined() {
    var threads = ManagementFactory.getThreadMXBean();
    var looks = new AtomicLong();
    long began = threads.getCurrentThreadCpuTime();
    long enough = began + SECONDS * 1_000_000_000L;
    ProofOfWork.mine(
        header(), () -> looks.incrementAndGet() > 1 && threads.getCurrentThreadCpuTime() > enough);
    long nanos = threads.getCurrentThreadCpuTime() - began;
    return (looks.get() - 1) * NONCES_A_LOOK * 1e9 / nanos;
  }

  private static Header header() {
    return new Header(
        100_000,
        Hash.ofText("parent"),
        Hash.ofText("history"),
        new Time(1),
        Optional.of(BlockFixture.MINER.address()),
        1,
        Hash.ofText("root"),
        "-",
        HOPELESS,
        0);
  }

  private static double openssl() throws IOException, InterruptedException {
    var words =
        List.of(
            "openssl",
            "speed",
            "-mr",
            "-seconds",
            "" + SECONDS,
            "-bytes",
            "" + BYTES,
            "-evp",
            "sha256");
    var printed = Command.run(Path.of("."), Map.of(), PATIENCE_SECONDS, words);
    var figures =
        printed
            .lines()
            .filter(line -> line.startsWith(FIGURE))
            .findFirst()
            .orElseThrow()
            .split(":");
    return Double.parseDouble(figures[figures.length - 1]) / BYTES;
  }
}
