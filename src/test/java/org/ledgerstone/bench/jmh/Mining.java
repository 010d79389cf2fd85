package org.ledgerstone.bench.jmh;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.ProofOfWork;
import org.ledgerstone.protocol.Time;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nonces tried in a second by one core: the JVM is told that it has no other, since mining takes
 * all there are.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:ActiveProcessorCount=1")
public class Mining {

  private static final int STRIDES = 1000;
  private static final int STRIDE = 1000;

  /** No hash begins with so many zero bits, so that it ends when it is told to. */
  private static final int HOPELESS = 200;

  /** Where it has one digit, that of the nonce still fit into the last SHA-256 block. */
  @Param({"1", "10000"})
  public int count;

  @Benchmark
  @OperationsPerInvocation(STRIDES * STRIDE)
  public Optional<Header> mine() {
    var header =
        new Header(
            100_000,
            Hash.ofText("parent"),
            Hash.ofText("history"),
            new Time(1),
            Optional.of(BlockFixture.MINER.address()),
            count,
            Hash.ofText("root"),
            "-",
            HOPELESS,
            0);
    var asked = new AtomicInteger();
    return ProofOfWork.mine(header, () -> asked.incrementAndGet() > STRIDES);
  }
}
