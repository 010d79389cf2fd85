package org.ledgerstone.bench;

import fr.acinq.secp256k1.Secp256k1;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.ledgerstone.protocol.Hash;

/**
 * Finding out who signed and nothing else, on all cores: no ledger of signatures can be quicker.
 */
final class Recovery {

  private static final int SIGNATURES = 4096;
  private static final int BETWEEN_LOOKS = 64;

  private final byte[][] digests = new byte[SIGNATURES][];
  private final byte[][] signatures = new byte[SIGNATURES][];
  private final int[] recoveryIds = new int[SIGNATURES];

  Recovery(Wallets wallets) {
    for (int i = 0; i < SIGNATURES; i++) {
      digests[i] = Hash.ofText("signed " + i).bytes();
      var bytes = wallets.sign(i % wallets.count(), digests[i]).bytes();
      signatures[i] = Arrays.copyOf(bytes, 64);
      recoveryIds[i] = bytes[64] - 27;
    }
  }

  /** One turn. */
  Measurement run(double seconds) throws InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    long cpu = ProcessStat.cpuNanos(ProcessHandle.current().pid());
    long began = System.nanoTime();
    long end = began + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    var count = new AtomicLong();
    var threads =
        IntStream.range(0, cores)
            .mapToObj(core -> Thread.ofPlatform().start(() -> count.addAndGet(recover(core, end))))
            .toList();
    for (var thread : threads) {
      thread.join();
    }
    double took = (System.nanoTime() - began) / 1e9;
    double used = (ProcessStat.cpuNanos(ProcessHandle.current().pid()) - cpu) / 1e9;
    return new Measurement(
        count.get() / took,
        Double.NaN,
        Double.NaN,
        count.get(),
        new Measurement.Cpu(0, 0, used),
        cores + " threads");
  }

  private long recover(int core, long end) {
    var curve = Secp256k1.Companion.get();
    long count = 0;
    int i = core;
    while (System.nanoTime() < end) {
      for (int n = 0; n < BETWEEN_LOOKS; n++) {
        curve.ecdsaRecover(signatures[i], digests[i], recoveryIds[i]);
        i = (i + 1) % SIGNATURES;
      }
      count += BETWEEN_LOOKS;
    }
    return count;
  }
}
