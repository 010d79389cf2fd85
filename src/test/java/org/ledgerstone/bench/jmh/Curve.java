package org.ledgerstone.bench.jmh;

import fr.acinq.secp256k1.Secp256k1;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The recovery by the library alone: what no code of ours can make cheaper. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class Curve {

  private final byte[] digest = Hash.ofText("what is signed").bytes();
  private final byte[] signature = BlockFixture.ALICE.sign(digest).bytes();
  private final byte[] compact = Arrays.copyOf(signature, 64);

  @Benchmark
  public byte[] libraryRecover() {
    return Secp256k1.Companion.get().ecdsaRecover(compact, digest, signature[64] - 27);
  }
}
